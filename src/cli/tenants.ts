// reprieve tenant list
import { toDeadJson, toDeadLine } from './dead-text.js'
import { type ConfigOption, listTenants } from './settings.js'
import type { Terminal } from './terminal.js'

interface ListOptions extends ConfigOption {
  readonly json?: boolean
}

export async function tellTenants(terminal: Terminal, options: ListOptions): Promise<void> {
  const tenants = await listTenants(terminal, options)
  const rows = tenants.map(({ id, name, mode, backend, channels }) => ({
    id,
    name,
    backend: backend.kind,
    mode,
    directoryId: backend.tenantId ?? null,
    organization: backend.organization ?? null,
    appId: backend.appId ?? null,
    cloud: backend.kind === 'exchange' ? backend.cloud : null,
    channels: channels.flatMap(({ slack, teams }) => [
      ...(slack === undefined ? [] : [{ platform: 'slack', channel: slack }]),
      ...(teams === undefined ? [] : [{ platform: 'teams', channel: teams }]),
    ]),
  }))
  if (options.json === true) return terminal.out(toDeadJson(JSON.stringify({ tenants: rows })))
  const lines = rows.map(({ id, name, backend, mode, organization, channels }) => {
    const where = organization ?? 'invented, nothing real is watched'
    const how = mode === 'watch' ? ', watched only' : ''
    return `${name} (${id}): ${backend === 'exchange' ? where : 'invented, nothing real is watched'}${how}; ${channels.map(({ platform, channel }) => `${platform} ${channel}`).join(', ') || 'no channel'}`
  })
  await terminal.out(
    [...lines, `${rows.length === 1 ? '1 organisation' : `${rows.length} organisations`}`]
      .map(toDeadLine)
      .join('\n'),
  )
}
