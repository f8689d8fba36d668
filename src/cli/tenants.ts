// reprieve tenant add | list
import { ConfigError } from '../errors.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { readAnswers } from './init/answers.js'
import { createAsker } from './init/asker.js'
import type { QuestionId } from './init/questions.js'
import { askExchange } from './init/steps/exchange.js'
import { toId } from './init/steps/place.js'
import { countEntries, toSuffix } from './init/tenant-at.js'
import { askSetting, trySet, type Walk } from './init/walk.js'
import { type ConfigOption, listTenants } from './settings.js'
import { type FilesOption, openSettingsFiles, type SettingsFiles, toUploadFolder } from './settings-files.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface AddOptions extends FilesOption {
  readonly answers?: string
  readonly folder?: string
  readonly goOn?: boolean
  readonly json?: boolean
  readonly given: ReadonlyMap<QuestionId, string>
}

/** Nothing is written unless all of it is right. @throws ExitError, ConfigError */
export async function addTenant(terminal: Terminal, options: AddOptions): Promise<void> {
  const given = await readAnswers(options)
  const files = await openSettingsFiles(terminal, options)
  if (files.isNew)
    throw new ExitError(
      exitCodes.usage,
      `There is no ${files.settingsPath}. Begin with "reprieve init", or say --config.`,
    )
  const before = new Set(files.draft.listProblems().map(toText))
  const tenantAt = countEntries(files.draft)
  const asker = createAsker(terminal, given)
  const walk = {
    terminal,
    asker,
    files,
    folder: toUploadFolder(files, options.folder),
    goesOn: options.goOn === true,
    tenantAt,
    suffix: '',
    skipped: [],
    written: [],
  }
  await askNames(walk)
  await askChannels(walk)
  beginLikeTheFirst(files, tenantAt)
  await askExchange({ ...walk, suffix: toSuffix(files.draft, tenantAt) }, true)
  const wrong = files.draft
    .listProblems()
    .map(toText)
    .filter((one) => !before.has(one))
  if (wrong.length > 0) throw new ConfigError(wrong.map(toDeadLine))
  await tellAdded(walk, options, files.save())
}

const toText = ({
  path,
  what,
  remedy,
}: {
  readonly path: string
  readonly what: string
  readonly remedy: string
}) => `${path}: ${what}. ${remedy}.`

async function askNames({ asker, files, tenantAt }: Walk): Promise<void> {
  const { draft } = files
  const path = ['tenants', tenantAt]
  await asker.ask('name', {
    take: (name) =>
      trySet(files, [...path, 'name'], () =>
        draft.set(path, { id: toId(name), name, backend: { kind: 'sandbox' }, channels: [] }),
      ),
  })
  await asker.ask('tenant-id', {
    byDefault: toId(draft.readText([...path, 'name']) ?? ''),
    take: (id) => trySet(files, [...path, 'id'], () => draft.set([...path, 'id'], id)),
  })
}

/** On the platforms that the first one is told on; in its channels, unless others are named. */
async function askChannels(walk: Walk): Promise<void> {
  const { draft } = walk.files
  let at = 0
  for (const platform of ['slack', 'teams'] as const) {
    const usual = findChannel(walk.files, platform)
    if (usual === undefined) continue
    await askSetting(walk, `${platform}-channel`, ['tenants', walk.tenantAt, 'channels', at, platform], usual)
    at += 1
  }
  // Else those that the defaults name.
  if (at === 0) draft.set(['tenants', walk.tenantAt, 'channels'], undefined)
}

function findChannel({ draft }: SettingsFiles, platform: 'slack' | 'teams'): string | undefined {
  const channels = draft.read(['tenants', 0, 'channels'])
  const many = Array.isArray(channels) ? channels.length : 0
  const found = Array.from({ length: many }, (_, at) =>
    draft.readText(['tenants', 0, 'channels', at, platform]),
  )
  return found.find((one) => one !== undefined)
}

/** One app for all organisations is usual for whoever looks after many. */
function beginLikeTheFirst({ draft }: SettingsFiles, tenantAt: number): void {
  const places = [['defaults'], ...Array.from({ length: tenantAt }, (_, at) => ['tenants', at])]
  const like = places.find(
    (path) =>
      draft.readText([...path, 'backend', 'kind']) === 'exchange' ||
      (path[0] === 'defaults' && draft.read([...path, 'backend']) !== undefined),
  )
  draft.set(['tenants', tenantAt, 'backend'], { kind: 'exchange' })
  for (const name of ['cloud', 'appId', 'certificate', 'clientSecret', 'transport', 'powershell']) {
    const written = like === undefined ? undefined : draft.read([...like, 'backend', name])
    // What differs for each of them by its id is said by the defaults alone.
    if (
      like === undefined ||
      written === undefined ||
      (typeof written === 'string' && written.includes('{ID}'))
    )
      continue
    draft.copy([...like, 'backend', name], ['tenants', tenantAt, 'backend', name])
  }
}

async function tellAdded(
  { terminal, files, written, skipped, tenantAt }: Walk,
  { json }: AddOptions,
  isSecretNew: boolean,
): Promise<void> {
  const { draft, settingsPath } = files
  const [id = '', name = ''] = ['id', 'name'].map((key) => draft.readText(['tenants', tenantAt, key]))
  if (json === true)
    return terminal.out(
      toDeadJson(
        JSON.stringify({ id, name, settings: settingsPath, written, skipped, needsRestart: isSecretNew }),
      ),
    )
  await terminal.out(
    [
      `${name} (${id}) is in ${settingsPath}.${skipped.length === 0 ? '' : ' It does not work yet.'}`,
      isSecretNew
        ? 'Its secret is new, which a bot that runs does not have: start Reprieve again.'
        : 'A bot that runs takes it up within seconds, else the next start does.',
      ...written.map((path) => `To run: ${path}`),
      `Then: reprieve doctor --tenant ${id}`,
    ]
      .map(toDeadLine)
      .join('\n'),
  )
}

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
    return `${name} (${id}): ${backend === 'exchange' ? where : 'invented, nothing real is watched'}${how}; ${channels.map(({ platform, channel }) => `${platform} ${channel}`).join(', ')}`
  })
  await terminal.out(
    [...lines, `${rows.length === 1 ? '1 organisation' : `${rows.length} organisations`}`]
      .map(toDeadLine)
      .join('\n'),
  )
}
