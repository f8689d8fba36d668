// Where the tenants of a settings file stand: written out in it, in a CSV, or one file each in a folder.
import { words } from '../formats.js'
import type { Problem } from '../problem.js'
import { readYaml } from '../yaml.js'
import { isSection } from './merge.js'

/** A list of tenants is among these the one that can be written to as settings. */
export type TenantSource =
  | { readonly kind: 'list'; readonly count: number }
  | { readonly kind: 'csv'; readonly file: string }
  | { readonly kind: 'folder'; readonly folder: string }

/** As they stand there; nothing of what they name is read. Empty when that cannot be told. */
export function listTenantSources(text: string): readonly TenantSource[] {
  const { value } = readYaml(text)
  const { entries } = toEntries(value)
  const listed = entries.filter(({ source }) => source === undefined).length
  const named = entries.flatMap(({ source }) => source ?? [])
  return [...(listed === 0 ? [] : [{ kind: 'list', count: listed } as const]), ...named]
}

type NamedSource = Exclude<TenantSource, { readonly kind: 'list' }>

export interface Entry {
  /** `tenants[3]` */
  readonly path: string
  /** A tenant that is written out, when there is no source. */
  readonly value: unknown
  readonly source?: NamedSource
}

/** @param value of the settings file. */
export function toEntries(value: unknown): {
  readonly entries: readonly Entry[]
  readonly problems: readonly Problem[]
} {
  const given = isSection(value) ? value.tenants : undefined
  if (isSource(given)) return readSource(given, 'tenants')
  if (!Array.isArray(given)) return { entries: [], problems: [] }
  const read = given.map((one: unknown, at) => {
    const path = `tenants[${at}]`
    return isSource(one) ? readSource(one, path) : { entries: [{ path, value: one }], problems: [] }
  })
  return {
    entries: read.flatMap(({ entries }) => entries),
    problems: read.flatMap(({ problems }) => problems),
  }
}

function isSource(value: unknown): value is Readonly<Record<string, unknown>> {
  return isSection(value) && ('file' in value || 'folder' in value)
}

function readSource(given: Readonly<Record<string, unknown>>, path: string) {
  const { file, folder, ...others } = given
  const problems = Object.keys(others).map(
    (name): Problem => ({
      path: `${path}.${/^[A-Za-z]{1,40}$/.test(name) ? name : '(not shown)'}`,
      what: 'stands beside the name of a file',
      remedy: 'Write what all tenants have into "defaults", and a tenant as an entry of its own',
    }),
  )
  const entries: Entry[] = []
  for (const [name, written] of Object.entries({ file, folder })) {
    if (written === undefined) continue
    const value = words(1000).safeParse(written).data
    if (value === undefined)
      problems.push({
        path: `${path}.${name}`,
        what: 'is not a path',
        remedy: 'Write something like tenants.csv',
      })
    else
      entries.push({
        path,
        value: undefined,
        source: name === 'file' ? { kind: 'csv', file: value } : { kind: 'folder', folder: value },
      })
  }
  return { entries, problems }
}
