// Says of every problem where its value was written: in the settings file, in the defaults, in a row of a CSV. What many
// tenants have wrong in the same way is one line.

import { type Problem, toText } from '../problem.js'
import { findRow, toRows } from '../rows.js'
import { findLine, type YamlRead } from '../yaml.js'
import { findColumn } from './columns.js'
import { type Gathered, type GatheredTenant, isWritten, type Placed, toKeys } from './gather.js'

/** A settings file as it was read, with what it names. */
export interface Origins {
  readonly yaml: YamlRead
  readonly gathered: Gathered
  /** Tells what was read from what is written later. */
  readonly mark: string
}

/** Where one value of one tenant stands. */
export interface Place {
  /** Up to the value: `tenants[3]`, `defaults`, `tenants.csv`, `tenants.d/contoso.yaml`. */
  readonly where: string
  readonly kind: 'list' | 'defaults' | 'csv' | 'folder'
  readonly line: number | undefined
}

/** @param path below the tenant; empty for the tenant itself. */
export function findPlace(gathered: Gathered, tenant: GatheredTenant, path: string, yaml: YamlRead): Place {
  const { origin, own } = tenant
  const isDefault = path !== '' && !isOwn(tenant, path) && isWritten(gathered.defaults, toKeys(path))
  if (isDefault || (path.startsWith('channels[') && !isOwn(tenant, path)))
    return { where: 'defaults', kind: 'defaults', line: findLine(yaml.lines, `defaults.${path}`) }
  switch (origin.kind) {
    case 'list':
      return { where: origin.path, kind: 'list', line: findLine(yaml.lines, join(origin.path, path)) }
    case 'csv':
      return { where: origin.file, kind: 'csv', line: origin.row.line }
    case 'folder':
      return {
        where: origin.file,
        kind: 'folder',
        line: path === '' || !isWritten(own, toKeys(path)) ? 1 : findLine(origin.yaml.lines, path),
      }
    default:
      return origin satisfies never
  }
}

/** What a section lacks is told where the section is. */
export function isOwn({ origin, own }: GatheredTenant, path: string): boolean {
  if (origin.kind === 'csv') {
    const platform = /^channels\[\d+\]\.(slack|teams)$/.exec(path)?.[1]
    const { channels } = origin.row
    if (platform === 'slack' || platform === 'teams') return channels[platform] !== undefined
  }
  return isWritten(own, toKeys(path))
}

function join(path: string, inner: string): string {
  return inner === '' ? path : `${path}.${inner}`
}

interface Told extends Problem {
  readonly place: Place
  /** Below the tenant. */
  readonly inner: string
  /** Its place among all. */
  readonly tenant: number
  readonly name: string | undefined
}

/** Lines of text, in the order of the files they are about. */
export function toTexts(problems: readonly Placed[], { yaml, gathered }: Origins): readonly string[] {
  const said: ReadonlySet<Placed> = new Set([...yaml.problems, ...gathered.problems])
  const plain: Line[] = []
  const groups = new Map<string, Told[]>()
  for (const problem of problems) {
    const [, index = '', inner = ''] = /^tenants\[(\d+)\](?:\.(.*))?$/.exec(problem.path) ?? []
    const tenant = said.has(problem) || index === '' ? undefined : gathered.tenants[Number(index)]
    if (tenant === undefined) plain.push(toPlainLine(problem, yaml))
    else {
      const place = findPlace(gathered, tenant, inner, yaml)
      const key = JSON.stringify([
        place.kind,
        toGeneral(place.where),
        toGeneral(inner),
        problem.what,
        problem.remedy,
      ])
      groups.set(key, [
        ...(groups.get(key) ?? []),
        { ...problem, place, inner, tenant: Number(index), name: findName(tenant) },
      ])
    }
  }
  const lines = [...plain, ...[...groups.values()].flatMap(toLines)]
  return [...new Set(lines.toSorted((one, other) => one.order - other.order).map(({ text }) => text))]
}

interface Line {
  readonly order: number
  readonly text: string
}

/** Files beside come after the settings, which name them. */
const afterSettings = 1_000_000

function toPlainLine(problem: Placed, yaml: YamlRead): Line {
  const { path, isBeside } = problem
  const line = problem.line ?? (isBeside === true ? undefined : findLine(yaml.lines, path))
  return { order: (isBeside === true ? afterSettings : 0) + (line ?? 0), text: toText({ ...problem, line }) }
}

function toGeneral(inner: string): string {
  return inner.replaceAll(/\[\d+\]/g, '[]')
}

/** The fewest of a list that are told as one. */
const manyListed = 6
const mostNames = 3

function toLines(all: readonly Told[]): readonly Line[] {
  const [first] = all
  if (first === undefined) return []
  const { place, inner, what, remedy } = first
  const order = (place.kind === 'list' || place.kind === 'defaults' ? 0 : afterSettings) + (place.line ?? 0)
  const names = toNames(all)
  switch (place.kind) {
    case 'list': {
      if (all.length < manyListed)
        return all.map((one) => ({
          order: one.place.line ?? 0,
          text: toText({ ...one, path: join(one.place.where, one.inner), line: one.place.line }),
        }))
      const path = `${join(place.where, inner)} and ${all.length - 1} more like it (lines ${toRanges(all)})`
      return [{ order, text: toText({ path, what, remedy }) }]
    }
    case 'defaults':
      return [
        {
          order,
          text: toText({
            path: join('defaults', inner),
            line: place.line,
            what: `${what} (comes from the defaults${names === '' ? '' : `, for ${names}`})`,
            remedy,
          }),
        },
      ]
    case 'csv': {
      const lines = all.length === 1 ? `line ${place.line ?? ''}` : `lines ${toRanges(all)}`
      const column = findColumn(inner)
      const named = column === undefined ? inner : `column ${column}`
      const path = [`${place.where} (${lines}${names === '' ? '' : `: ${names}`})`, named]
        .filter((one) => one !== '')
        .join(', ')
      return [
        {
          order,
          text: toText({
            path,
            what,
            remedy: column === undefined ? toDefaultsRemedy(inner, remedy) : remedy,
          }),
        },
      ]
    }
    case 'folder':
      return all.map((one) => ({
        order: afterSettings * 2,
        text: toText({
          path: one.inner === '' ? one.place.where : `${one.place.where}, ${one.inner}`,
          line: one.place.line,
          what,
          remedy,
        }),
      }))
    default:
      return place.kind satisfies never
  }
}

/** No column can say it. */
function toDefaultsRemedy(inner: string, remedy: string): string {
  return inner === '' || findRow(`tenants[].${inner}`, toRows()) === undefined
    ? remedy
    : `${remedy.replace(/\.$/, '')}, in "defaults"`
}

/** "Contoso, Fabrikam and 12 more"; a tenant with several of it is one. */
function toNames(all: readonly Told[]): string {
  const tenants = [...new Map(all.map((one) => [one.tenant, one.name])).values()]
  const names = tenants.flatMap((name) => name ?? []).slice(0, mostNames)
  const more = tenants.length - names.length
  if (names.length === 0) return more === 1 ? '' : `${more} tenants`
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`
}

/** "2-5, 9" */
function toRanges(all: readonly Told[]): string {
  const lines = [...new Set(all.flatMap(({ place }) => place.line ?? []))].toSorted(
    (one, other) => one - other,
  )
  const ranges: [number, number][] = []
  for (const line of lines) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === line - 1) last[1] = line
    else ranges.push([line, line])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ')
}

/** What it is called, when that looks like a name: what stands in the wrong column may be anything. */
function findName({ own }: GatheredTenant): string | undefined {
  if (typeof own !== 'object' || own === null) return undefined
  const values = new Map<string, unknown>(Object.entries(own))
  const name = values.get('name') ?? values.get('id')
  return typeof name === 'string' && /^[\p{L}\p{N} .,&'()-]{1,60}$/u.test(name) && !/xox|xapp/.test(name)
    ? name
    : undefined
}
