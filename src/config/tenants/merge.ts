// A tenant is what it says itself, and what the defaults say where it says nothing: sections member by member, lists whole.
// Where it says null, nobody says anything.
import type { CsvTenant } from './table.js'

export type Section = Readonly<Record<string, unknown>>

export function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Of these an organisation has one: its own takes the place of the other kind. */
const credentials = ['certificate', 'clientSecret'] as const

/** Nothing is taken over into what is no section: that is complained about as it stands. */
export function mergeTenant(defaults: Section, own: unknown): unknown {
  if (!isSection(own)) return own
  const { backend, ...others } = defaults
  const merged = merge(others, own)
  const ownBackend = own.backend
  if (backend === undefined) return merged
  if (ownBackend !== undefined && !isSection(ownBackend)) return merged
  return { ...merged, backend: fillIn(mergeBackend(backend, ownBackend ?? {}), own) }
}

const isSaid = (value: unknown) => value !== undefined && value !== null

function mergeBackend(defaults: unknown, own: Section): unknown {
  if (!isSection(defaults)) return Object.keys(own).length === 0 ? defaults : own
  // What is said of one kind of backend means nothing to another.
  if (isSaid(own.kind) && isSaid(defaults.kind) && own.kind !== defaults.kind) return merge({}, own)
  const isOwn = credentials.some((name) => isSaid(own[name]))
  const left = isOwn
    ? Object.entries(defaults).filter(([name]) => !credentials.some((one) => one === name))
    : undefined
  return merge(left === undefined ? defaults : Object.fromEntries(left), own)
}

function merge(defaults: Section, own: Section): Section {
  const said = Object.entries(own).filter(([, value]) => value !== undefined)
  const merged = said.map(([name, value]) => {
    const before = defaults[name]
    return [name, isSection(value) ? merge(isSection(before) ? before : {}, value) : value] as const
  })
  const all = Object.entries({ ...defaults, ...Object.fromEntries(merged) })
  return Object.fromEntries(all.filter(([, value]) => value !== null))
}

/** What one of this id would take. */
export function toUsual(defaults: Section, id: string): Section {
  const { backend } = defaults
  return backend === undefined ? defaults : { ...defaults, backend: fillIn(backend, { id }) }
}

/** `${EXCHANGE_CERTIFICATE_{ID}}` means EXCHANGE_CERTIFICATE_CONTOSO for the tenant contoso. */
function fillIn(value: unknown, { id }: Section): unknown {
  if (typeof id !== 'string') return value
  const word = id.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
  if (typeof value === 'string')
    return value.replaceAll(
      /\$\{([A-Za-z_][A-Za-z0-9_]*)?\{ID\}([A-Za-z0-9_]*)\}/g,
      (_, before = '', after = '') => `\${${before}${word}${after}}`,
    )
  if (!isSection(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillIn(one, { id })]))
}

/**
 * A row that names channels of a platform takes the place of the defaults' channels there; what the first of those says
 * beside its id (kinds, hours, ladders) holds for them too.
 */
export function mergeRow(defaults: Section, { own, channels }: CsvTenant): unknown {
  const written = mergeChannels(defaults, channels)
  return mergeTenant(defaults, written === undefined ? own : { ...own, channels: written })
}

/** Undefined where none are named. */
export function mergeChannels(
  defaults: Section,
  channels: CsvTenant['channels'],
): readonly unknown[] | undefined {
  const usual: readonly unknown[] = Array.isArray(defaults.channels) ? defaults.channels : []
  const sections = usual.filter(isSection)
  const named = (['slack', 'teams'] as const).filter((platform) => channels[platform] !== undefined)
  if (named.length === 0) return undefined
  const kept = usual.filter(
    (one) => !isSection(one) || named.every((platform) => one[platform] === undefined),
  )
  const written = named.flatMap((platform) => {
    const pattern = sections.find((one) => one[platform] !== undefined) ?? {}
    return (channels[platform] ?? []).map((id) => ({ ...pattern, [platform]: id }))
  })
  return [...written, ...kept]
}
