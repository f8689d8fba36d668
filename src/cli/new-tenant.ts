// One more tenant among those that are there: while it is asked about it is written out in the list, whose settings are held
// to the schema one by one; in the end it stands where most of the others do, without what the defaults say.
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type Draft, listTenantSources, mergeChannels, type TenantPlace } from '../config/index.js'
import { ConfigError } from '../errors.js'
import { countEntries } from './init/tenant-at.js'

const sectionSchema = z.record(z.string(), z.unknown()).catch({})

/** Where most of them are; the list where as many are. */
export function choosePlace(draft: Draft): TenantPlace {
  const placed = draft.listPlaced().map(({ place }) => place)
  const places = listTenantSources(draft.text()).map((source): TenantPlace & { readonly many: number } => {
    switch (source.kind) {
      case 'list':
        return { kind: 'list', path: 'tenants', many: source.count }
      case 'csv': {
        const { file } = source
        return { kind: 'csv', file, many: count(placed, (one) => one.kind === 'csv' && one.file === file) }
      }
      case 'folder': {
        const { folder } = source
        const many = count(placed, (one) => one.kind === 'folder' && one.folder === folder)
        return { kind: 'folder', folder, many }
      }
      default:
        return source satisfies never
    }
  })
  const [first] = places.toSorted((one, other) => other.many - one.many)
  if (first === undefined) return { kind: 'list', path: 'tenants' }
  const { many: _, ...place } = first
  return place
}

function count(places: readonly TenantPlace[], isOne: (place: TenantPlace) => boolean): number {
  return places.filter(isOne).length
}

/** Makes a list of what names one file, for as long as somebody is asked. @returns where the new one is in it. */
export function openNew(draft: Draft): number {
  const tenants = draft.read(['tenants'])
  if (typeof tenants === 'object' && tenants !== null && !Array.isArray(tenants))
    draft.write(['tenants'], [tenants])
  return countEntries(draft)
}

interface New {
  readonly tenantAt: number
  readonly id: string
  readonly place: TenantPlace
}

const appMembers = ['cloud', 'appId', 'certificate', 'clientSecret', 'transport', 'powershell'] as const

/**
 * Takes over what holds for all, else the app of the first: one for all organisations is usual for whoever looks after many.
 * @returns what the defaults say.
 * @throws ConfigError when a row could never be whole.
 */
export function fillNew(draft: Draft, { tenantAt, id, place }: New): ReadonlySet<string> {
  const defaults = draft.readDefaults(id)
  const backend = sectionSchema.parse(defaults.backend)
  const path = ['tenants', tenantAt]
  const hasApp = Object.keys(backend).some((name) => name !== 'kind')
  if (place.kind === 'csv' && backend.certificate === undefined && backend.clientSecret === undefined)
    throw new ConfigError([
      `defaults.backend: says no certificate, and no row of ${place.file} can. Write certificate: \${EXCHANGE_CERTIFICATE} there (docs/many-tenants.md), then add the organisation.`,
    ])
  draft.set([...path, 'backend', 'kind'], 'exchange')
  const like = hasApp ? backend : findFirstApp(draft, tenantAt)
  for (const name of appMembers)
    if (like[name] !== undefined) draft.write([...path, 'backend', name], like[name])
  if (defaults.mode !== undefined) draft.write([...path, 'mode'], defaults.mode)
  const known = hasApp ? Object.keys(backend) : []
  return new Set([...known, ...(defaults.mode === undefined ? [] : ['mode'])])
}

function findFirstApp(draft: Draft, many: number): Readonly<Record<string, unknown>> {
  const backends = Array.from({ length: many }, (_, at) =>
    sectionSchema.parse(draft.read(['tenants', at, 'backend'])),
  )
  return backends.find(({ kind }) => kind === 'exchange') ?? {}
}

interface Putting extends New {
  readonly channels: Readonly<Partial<Record<'slack' | 'teams', string>>>
  /** The settings as they were before. */
  readonly text: string
}

/** @throws ConfigError when it cannot stand there. */
export async function putNew(draft: Draft, { tenantAt, id, place, channels, text }: Putting): Promise<void> {
  const path = ['tenants', tenantAt]
  const defaults = draft.readDefaults(id)
  for (const name of ['mode', 'channels'])
    if (isDeepStrictEqual(draft.read([...path, name]), defaults[name])) draft.set([...path, name], undefined)
  const usual = sectionSchema.parse(defaults.backend)
  for (const [name, value] of Object.entries(usual))
    if (isDeepStrictEqual(draft.read([...path, 'backend', name]), value))
      draft.set([...path, 'backend', name], undefined)
  putChannels(draft, { tenantAt, channels, defaults })
  if (place.kind === 'list') return
  const own = sectionSchema.parse(draft.read(path))
  draft.putText(text)
  await draft.addBeside(place, { own, channels })
}

/** A list is a tenant's own as a whole: what it does not say of a platform is said by the defaults for it as well. */
function putChannels(
  draft: Draft,
  {
    tenantAt,
    channels,
    defaults,
  }: Pick<Putting, 'tenantAt' | 'channels'> & { defaults: Readonly<Record<string, unknown>> },
): void {
  const path = ['tenants', tenantAt, 'channels']
  const named = Object.fromEntries(Object.entries(channels).map(([platform, id]) => [platform, [id]]))
  const whole = mergeChannels(defaults, named)
  if (whole === undefined && defaults.channels !== undefined) draft.set(path, undefined)
  else if (whole !== undefined && defaults.channels !== undefined) draft.write(path, whole)
}

/** "tenants.csv, line 43"; undefined for the settings file itself. */
export function tellPlace(draft: Draft, id: string, place: TenantPlace): string | undefined {
  const found = draft.listPlaced().find((one) => one.id === id)?.place ?? place
  switch (found.kind) {
    case 'list':
      return undefined
    case 'csv':
      return found.line === undefined ? found.file : `${found.file}, line ${found.line}`
    case 'folder':
      return found.file ?? found.folder
    default:
      return found satisfies never
  }
}
