// Takes organisations out of the settings file, with what is bound to them alone.
import { z } from 'zod'
import type { Draft } from '../config/index.js'
import { listWritten } from './init/tenant-at.js'
import type { ConfigOption } from './settings.js'
import { openSettingsFiles } from './settings-files.js'
import type { Terminal } from './terminal.js'

export interface TakenOut {
  readonly path: string
  /** Variables that nothing refers to any more. */
  readonly variables: readonly string[]
  /** Those that stand in a CSV or a folder, which is theirs who keep it. */
  readonly elsewhere: readonly string[]
}

const boundSchema = z.array(z.looseObject({ tenants: z.array(z.string()).optional() })).catch([])

/** Undefined where no file says which there are: then a person changes the environment. @throws ConfigError */
export async function takeOut(
  terminal: Terminal,
  { config }: ConfigOption,
  ids: readonly string[],
): Promise<TakenOut | undefined> {
  if ((config ?? terminal.environment.REPRIEVE_CONFIG) === undefined) return undefined
  const files = await openSettingsFiles(terminal, config === undefined ? {} : { config })
  const { draft } = files
  const before = listVariables(draft.text())
  const written = listOwn(draft).filter(({ id }) => ids.includes(id))
  for (const { at } of written.toReversed()) draft.set(['tenants', at], undefined)
  const access = boundSchema.parse(draft.read(['access']))
  for (const [at, { tenants }] of [...access.entries()].toReversed()) {
    const left = tenants?.filter((id) => !ids.includes(id))
    // Bound to these alone: without a bound the role would be for all that are left.
    if (tenants === undefined || left === undefined || left.length === tenants.length) continue
    draft.set(
      left.length === 0 ? ['access', at] : ['access', at, 'tenants'],
      left.length === 0 ? undefined : left,
    )
  }
  files.save()
  const after = listVariables(draft.text())
  const elsewhere = ids.filter((id) => written.every((one) => one.id !== id))
  return { path: files.settingsPath, elsewhere, variables: before.filter((name) => !after.includes(name)) }
}

/** None where all of them come from elsewhere. */
function listOwn(draft: Draft): ReturnType<typeof listWritten> {
  return Array.isArray(draft.read(['tenants'])) ? listWritten(draft) : []
}

function listVariables(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name))]
}
