// The files beside the settings while somebody changes them: what they said before, and what they are to say.
import { join } from 'node:path'
import { ConfigError } from '../../errors.js'
import type { NewTenant } from './edit.js'
import type { GatheredTenant, TenantTexts, Unreadable } from './gather.js'
import { isSection } from './merge.js'

/** Where one tenant stands, or is to. */
export type TenantPlace =
  | { readonly kind: 'list'; readonly path: string }
  | { readonly kind: 'csv'; readonly file: string; readonly line?: number }
  | { readonly kind: 'folder'; readonly folder: string; readonly file?: string }

export interface PlacedTenant {
  readonly id: string
  readonly place: TenantPlace
}

/** A file as it is to be; without text it is to go. */
export interface BesideChange {
  readonly file: string
  readonly before: string | undefined
  readonly after: string | undefined
}

export function listPlaced(tenants: readonly GatheredTenant[]): readonly PlacedTenant[] {
  return tenants.flatMap(({ origin, own }) => {
    const id = isSection(own) ? own.id : undefined
    return typeof id === 'string' ? [{ id, place: toPlace(origin) }] : []
  })
}

function toPlace(origin: GatheredTenant['origin']): TenantPlace {
  switch (origin.kind) {
    case 'list':
      return { kind: 'list', path: origin.path }
    case 'csv':
      return { kind: 'csv', file: origin.file, line: origin.row.line }
    case 'folder':
      return { kind: 'folder', folder: origin.folder, file: origin.file }
    default:
      return origin satisfies never
  }
}

export type BesidePlace = Exclude<TenantPlace, { readonly kind: 'list' }>

/** @throws ConfigError when it cannot stand there. */
export async function addBeside(
  texts: TenantTexts,
  place: BesidePlace,
  tenant: NewTenant,
): Promise<TenantTexts> {
  const { addRow, listUnsayable, toTenantFile } = await import('./edit.js')
  if (place.kind === 'folder') {
    const file = join(place.folder, `${String(tenant.own.id)}.yaml`)
    const files = readable(place.folder, texts.folders.get(place.folder), [])
    if (files.some(({ name }) => name === file)) throw new ConfigError([`${file}: is there already.`])
    const next = [...files, { name: file, text: toTenantFile(tenant) }]
    return { ...texts, folders: new Map(texts.folders).set(place.folder, next) }
  }
  const unsayable = listUnsayable(tenant)
  if (unsayable.length > 0)
    throw new ConfigError([
      `${place.file}: has no column for ${unsayable.join(', ')}. Say it in "defaults", where {ID} stands for the tenant in the name of a variable, or write this tenant out beside the file: docs/many-tenants.md.`,
    ])
  const text = readable(place.file, texts.csvs.get(place.file), '')
  return { ...texts, csvs: new Map(texts.csvs).set(place.file, addRow(text, tenant)) }
}

export async function removeBeside(texts: TenantTexts, place: BesidePlace): Promise<TenantTexts> {
  if (place.kind === 'folder') {
    const files = readable(place.folder, texts.folders.get(place.folder), [])
    const left = files.filter(({ name }) => name !== place.file)
    return { ...texts, folders: new Map(texts.folders).set(place.folder, left) }
  }
  const { removeRow } = await import('./edit.js')
  const text = readable(place.file, texts.csvs.get(place.file), '')
  return { ...texts, csvs: new Map(texts.csvs).set(place.file, removeRow(text, place.line ?? 0)) }
}

/** What is not there yet is empty. @throws ConfigError */
function readable<Value extends object | string>(
  name: string,
  value: Value | Unreadable | undefined,
  empty: Value,
): Value {
  if (value === undefined) return empty
  if (!isUnreadable(value)) return value
  if (value.code === 'ENOENT') return empty
  throw new ConfigError([`${name}: cannot be read (${value.code}). Check the path and who may read it.`])
}

function isUnreadable(value: object | string): value is Unreadable {
  return typeof value === 'object' && 'code' in value
}

export function listChanges(before: TenantTexts, after: TenantTexts): readonly BesideChange[] {
  const [old, next] = [toFiles(before), toFiles(after)]
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((file) => ({ file, before: old.get(file), after: next.get(file) }))
    .filter((change) => change.before !== change.after)
}

function toFiles({ csvs, folders }: TenantTexts): ReadonlyMap<string, string> {
  const inFolders = [...folders.values()].flatMap((files) => ('code' in files ? [] : files))
  return new Map([
    ...[...csvs].flatMap(([file, text]) => (typeof text === 'string' ? [[file, text] as const] : [])),
    ...inFolders.map(({ name, text }) => [name, text] as const),
  ])
}
