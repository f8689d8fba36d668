// A CSV of tenants, read as what would be written among the settings. Loaded only where there is one.
import { findClose, type Problem } from '../problem.js'
import { type Column, findByName, tenantColumns } from './columns.js'
import { readCsv } from './csv.js'

export interface CsvTenant {
  readonly line: number
  /** As a tenant among the settings would be written, with the ids of channels by platform beside it. */
  readonly own: Readonly<Record<string, unknown>>
  readonly channels: Readonly<Partial<Record<'slack' | 'teams', readonly string[]>>>
}

export interface CsvTenants {
  readonly tenants: readonly CsvTenant[]
  readonly problems: readonly (Problem & { readonly line: number })[]
}

/** The longest file of a thousand tenants is a tenth of this. */
const longestText = 4 * 1024 * 1024

export function readTenantsCsv(text: string): CsvTenants {
  if (text.length > longestText)
    return refuse(1, 'is longer than 4 MiB', 'Split it, or remove what is no tenant')
  const { rows, fault } = readCsv(text)
  const [head, ...others] = rows
  if (head === undefined)
    return refuse(1, 'is empty', 'Write the names of columns in its first line, and a tenant in each other')
  const columns = head.cells.map(findByName)
  const problems = [
    ...[...findHeadProblems(head.cells, columns)].map((problem) => ({ ...problem, line: head.line })),
    ...others.flatMap(({ line, cells }) =>
      [...findRowProblems(cells, columns.length)].map((problem) => ({ ...problem, line })),
    ),
    ...(fault === undefined ? [] : [{ path: '', ...fault }]),
  ]
  const tenants = others.map(({ line, cells }) => ({ line, ...toTenant(cells, columns) }))
  return { tenants, problems }
}

function refuse(line: number, what: string, remedy: string): CsvTenants {
  return { tenants: [], problems: [{ path: '', line, what, remedy }] }
}

function* findHeadProblems(
  names: readonly string[],
  columns: readonly (Column | undefined)[],
): Generator<Problem> {
  const known = tenantColumns.map(({ name }) => name)
  for (const [at, column] of columns.entries()) {
    const where = `column ${at + 1}`
    const meant = findClose(names[at] ?? '', known)
    if (column === undefined)
      yield {
        path: '',
        what: `has a ${where} that is no setting of a tenant`,
        remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Its columns may be ${known.join(', ')}; remove the others`,
      }
    else if (columns.indexOf(column) < at)
      yield { path: '', what: `has a ${where} that says again what another says`, remedy: 'Keep one of them' }
  }
}

function* findRowProblems(cells: readonly string[], most: number): Generator<Problem> {
  if (cells.slice(most).some((cell) => cell !== ''))
    yield {
      path: '',
      what: 'has more cells than there are columns',
      remedy: 'Put a cell with a comma in it into quotation marks',
    }
  if (cells.some((cell) => /[\u{FFFD}\0]/u.test(cell)))
    yield { path: '', what: 'is not UTF-8', remedy: 'Save the file as "CSV UTF-8"' }
}

function toTenant(
  cells: readonly string[],
  columns: readonly (Column | undefined)[],
): Omit<CsvTenant, 'line'> {
  const found = columns.flatMap((column, at) => {
    const cell = cells[at] ?? ''
    return column === undefined || cell === ''
      ? []
      : [{ path: column.path, cell, value: toValue(cell, column) }]
  })
  const at = (head: string) => found.filter(({ path }) => path[0] === head)
  const plain = found.filter(({ path: [head] }) => head !== 'backend' && head !== 'slack' && head !== 'teams')
  const backend = Object.fromEntries(at('backend').map(({ path, value }) => [path[1] ?? '', value]))
  const channels = (['slack', 'teams'] as const).flatMap((platform) =>
    at(platform).map(({ cell }) => [platform, cell.split(/\s+/)] as const),
  )
  const own = Object.fromEntries(plain.map(({ path, value }) => [path[0] ?? '', value]))
  return {
    own: {
      ...toId(backend.organization),
      ...own,
      ...(at('backend').length === 0 ? {} : { backend: toKind(backend) }),
    },
    channels: Object.fromEntries(channels),
  }
}

/** A cell is plain text: whoever writes the list must not get at what stands in the environment. */
function toValue(cell: string, { type }: Column): unknown {
  if (type === 'number') return /^\d{1,9}$/.test(cell) ? Number(cell) : cell
  if (type === 'boolean' && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true'
  return cell.replaceAll('${', () => '$${')
}

/** The initial domain of an organisation never changes, as an id must not. */
function toId(organization: unknown): { readonly id?: string } {
  const [id = ''] = typeof organization === 'string' ? organization.toLowerCase().split('.') : []
  return id === '' ? {} : { id }
}

/** Whoever names a real organisation means it. */
function toKind(backend: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isReal = backend.tenantId !== undefined || backend.organization !== undefined
  return isReal ? { kind: 'exchange', ...backend } : backend
}
