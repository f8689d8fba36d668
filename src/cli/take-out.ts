// Takes organisations out of where they are written, the settings file, a CSV or a folder, with what is bound to them alone.
import { z } from 'zod'
import type { Draft, TenantPlace } from '../config/index.js'
import type { ConfigOption } from './settings.js'
import { openSettingsFiles } from './settings-files.js'
import { ExitError, type Terminal } from './terminal.js'

export interface TakenOut {
  /** The settings file. */
  readonly path: string
  /** Where they stood: "tenants.csv, line 3". */
  readonly places: readonly string[]
  /** Variables that nothing refers to any more. */
  readonly variables: readonly string[]
  /** Those that were not found in any file. */
  readonly elsewhere: readonly string[]
}

export interface TakingOut {
  readonly taken: TakenOut
  /** Nothing is written before. @throws ExitError with what to remove by hand. */
  save(): void
}

const boundSchema = z.array(z.looseObject({ tenants: z.array(z.string()).optional() })).catch([])

/** Undefined where no file says which there are: then a person changes the environment. @throws ConfigError */
export async function planTakeOut(
  terminal: Terminal,
  { config }: ConfigOption,
  ids: readonly string[],
): Promise<TakingOut | undefined> {
  if ((config ?? terminal.environment.REPRIEVE_CONFIG) === undefined) return undefined
  const files = await openSettingsFiles(terminal, config === undefined ? {} : { config })
  const { draft, settingsPath } = files
  const before = draft.listVariables()
  const placed = draft.listPlaced().filter(({ id }) => ids.includes(id))
  // From the end, so that what is before stays where it is.
  for (const { place } of placed.toReversed()) await removeFrom(draft, place)
  unbind(draft, ids)
  const after = draft.listVariables()
  const places = placed.map(({ place }) => toPlaceText(place, settingsPath))
  const taken = {
    path: settingsPath,
    places,
    variables: before.filter((name) => !after.includes(name)),
    elsewhere: ids.filter((id) => placed.every((one) => one.id !== id)),
  }
  return {
    taken,
    save() {
      try {
        files.save()
      } catch (error) {
        if (!(error instanceof ExitError)) throw error
        throw new ExitError(error.code, `${error.message} To remove by hand: ${places.join('; ')}.`)
      }
    },
  }
}

async function removeFrom(draft: Draft, place: TenantPlace): Promise<void> {
  if (place.kind !== 'list') return draft.removeBeside(place)
  const at = Number(/^tenants\[(\d+)\]$/.exec(place.path)?.[1])
  draft.set(['tenants', at], undefined)
}

/** Bound to these alone: without a bound the role would be for all that are left. */
function unbind(draft: Draft, ids: readonly string[]): void {
  const access = boundSchema.parse(draft.read(['access']))
  for (const [at, { tenants }] of [...access.entries()].toReversed()) {
    const left = tenants?.filter((id) => !ids.includes(id))
    if (tenants === undefined || left === undefined || left.length === tenants.length) continue
    draft.set(
      left.length === 0 ? ['access', at] : ['access', at, 'tenants'],
      left.length === 0 ? undefined : left,
    )
  }
}

function toPlaceText(place: TenantPlace, settingsPath: string): string {
  switch (place.kind) {
    case 'list':
      return `${place.path} of ${settingsPath}`
    case 'csv':
      return place.line === undefined ? place.file : `${place.file}, line ${place.line}`
    case 'folder':
      return `the file ${place.file ?? place.folder}`
    default:
      return place satisfies never
  }
}
