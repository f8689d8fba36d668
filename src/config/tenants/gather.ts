// The tenants of all sources as one list, each with the defaults in it, and the place that every value of theirs came from.
import { type Problem, toPathText } from '../problem.js'
import { findLine, readYaml, type YamlRead } from '../yaml.js'

import { isSection, mergeRow, mergeTenant, type Section } from './merge.js'
import { type Entry, toEntries } from './sources.js'
import type { CsvTenant, CsvTenants } from './table.js'

/** What the sources hold, by the name that they are given. */
export interface TenantFiles<Csv = CsvTenants> {
  readonly csvs: ReadonlyMap<string, Csv | Unreadable>
  readonly folders: ReadonlyMap<string, readonly FolderFile[] | Unreadable>
}

/** As they stand there. */
export type TenantTexts = TenantFiles<string>

export interface Unreadable {
  readonly code: string
}

export interface FolderFile {
  /** With the folder, as the settings name it. */
  readonly name: string
  readonly text: string
}

export const noFiles: TenantFiles = { csvs: new Map(), folders: new Map() }

/** Where one tenant was written. */
export type Origin =
  | { readonly kind: 'list'; readonly path: string }
  | { readonly kind: 'csv'; readonly file: string; readonly row: CsvTenant }
  | { readonly kind: 'folder'; readonly folder: string; readonly file: string; readonly yaml: YamlRead }

export interface GatheredTenant {
  readonly origin: Origin
  /** As it was written, without defaults. */
  readonly own: unknown
}

/** A problem whose place is known already. */
export interface Placed extends Problem {
  readonly line?: number | undefined
  /** It is in a file beside the settings, whose name its path begins with. */
  readonly isBeside?: true
}

export interface Gathered {
  /** The settings with every tenant written out, and without `defaults`. */
  readonly value: unknown
  /** In the order of the list in `value`; empty where the tenants are no list at all. */
  readonly tenants: readonly GatheredTenant[]
  readonly defaults: Section
  readonly problems: readonly Placed[]
}

export function gather(yaml: YamlRead, files: TenantFiles): Gathered {
  const { value } = yaml
  if (!isSection(value)) return { value, tenants: [], defaults: {}, problems: [] }
  const { defaults: written, ...settings } = value
  const { entries, problems } = toEntries(value)
  const read = entries.map((entry) => readEntry(withNulls(entry, yaml.nulls), files))
  const tenants = read.flatMap((one) => one.tenants)
  const defaults = isSection(written) ? written : {}
  const found = [...problems, ...findDefaultsProblems(written)].map((problem) => ({
    ...problem,
    line: findLine(yaml.lines, problem.path),
  }))
  const isList = entries.length > 0
  return {
    value: isList ? { ...settings, tenants: tenants.map((one) => toWhole(defaults, one)) } : settings,
    tenants,
    defaults,
    problems: [...found, ...read.flatMap((one) => one.problems)],
  }
}

function toWhole(defaults: Section, { origin, own }: GatheredTenant): unknown {
  return origin.kind === 'csv' ? mergeRow(defaults, origin.row) : mergeTenant(defaults, own)
}

function findDefaultsProblems(written: unknown): readonly Problem[] {
  if (written === undefined) return []
  if (!isSection(written))
    return [{ path: 'defaults', what: 'is not a section', remedy: 'Write its keys below it, indented' }]
  return ['id', 'name']
    .filter((name) => written[name] !== undefined)
    .map((name) => ({ path: `defaults.${name}`, what: 'belongs to one tenant', remedy: 'Remove it here' }))
}

/** Of a tenant that is written out. */
function withNulls(entry: Entry, nulls: YamlRead['nulls']): Entry {
  const inner = nulls.filter((path) => toPathText(path.slice(0, 2)) === entry.path)
  if (entry.source !== undefined || inner.length === 0) return entry
  const own = putNulls(
    entry.value,
    inner.map((path) => path.slice(2)),
  )
  return { ...entry, value: own }
}

/** In sections alone: a list is a tenant's own as a whole, and has nothing to undo. */
function putNulls(value: unknown, paths: YamlRead['nulls']): unknown {
  if (!isSection(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const inner = paths.filter(([first]) => first === name).map((path) => path.slice(1))
      if (inner.some((path) => path.length === 0)) return [name, null]
      return [name, inner.length === 0 ? one : putNulls(one, inner)]
    }),
  )
}

interface EntryRead {
  readonly tenants: readonly GatheredTenant[]
  readonly problems: readonly Placed[]
}

function readEntry({ path, value, source }: Entry, files: TenantFiles): EntryRead {
  switch (source?.kind) {
    case undefined:
      return { tenants: [{ origin: { kind: 'list', path }, own: value }], problems: [] }
    case 'csv':
      return readCsvFile(source.file, files.csvs.get(source.file))
    case 'folder':
      return readFolder(source.folder, files.folders.get(source.folder))
    default:
      return source satisfies never
  }
}

function readCsvFile(file: string, csv: CsvTenants | Unreadable | undefined): EntryRead {
  if (csv === undefined || 'code' in csv) return toUnreadable(file, csv)
  const { tenants, problems } = csv
  return {
    tenants: tenants.map((row) => ({ origin: { kind: 'csv', file, row }, own: row.own })),
    problems: problems.map((problem) => ({ ...problem, path: file, isBeside: true })),
  }
}

function readFolder(folder: string, files: readonly FolderFile[] | Unreadable | undefined): EntryRead {
  if (files === undefined || 'code' in files) return toUnreadable(folder, files)
  const read = files.map(({ name, text }): EntryRead => {
    const yaml = readYaml(text)
    const problems = yaml.problems.map((problem) => ({
      ...problem,
      isBeside: true as const,
      path: problem.path === '' ? name : `${name}, ${problem.path}`,
    }))
    if (!yaml.isSound) return { tenants: [], problems }
    return {
      tenants: [
        { origin: { kind: 'folder', folder, file: name, yaml }, own: putNulls(yaml.value, yaml.nulls) },
      ],
      problems,
    }
  })
  return {
    tenants: read.flatMap(({ tenants }) => tenants),
    problems: read.flatMap(({ problems }) => problems),
  }
}

function toUnreadable(path: string, given: Unreadable | undefined): EntryRead {
  const code = given === undefined ? '' : ` (${given.code})`
  const what = `cannot be read${code}`
  return {
    tenants: [],
    problems: [{ path, what, remedy: 'Check the path and who may read it', isBeside: true }],
  }
}

/** Whether something is written there at all. */
export function isWritten(value: unknown, path: readonly (string | number)[]): boolean {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false
    at = new Map<string, unknown>(Object.entries(at)).get(String(key))
  }
  return at !== undefined
}

/** `channels[0].slack` as keys. */
export function toKeys(path: string): readonly (string | number)[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index))
}
