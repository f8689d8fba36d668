// Changes what a settings file names for its tenants: one more row or file, or one less. Whatever else is written there stays
// as it is, to the letter.
import { stringify } from 'yaml'
import { type Column, findByName, tenantColumns } from './columns.js'
import { type CsvRow, findSeparator, readCsv, toBytes } from './csv.js'
import { isSection, type Section } from './merge.js'

/** A tenant as it would be written out, without what the defaults say, and its channels of each platform beside it. */
export interface NewTenant {
  readonly own: Section
  readonly channels: Readonly<Partial<Record<'slack' | 'teams', string>>>
}

/** What no column can say, by its path. */
export function listUnsayable({ own }: NewTenant): readonly string[] {
  const known = tenantColumns.map(({ path }) => path.join('.'))
  return Object.entries(own)
    .flatMap(([name, value]) =>
      isSection(value) ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
    )
    .filter((path) => path !== 'channels' && !known.some((one) => one === path))
}

/** Columns that are missing come at the end of the first line; a file that is empty gets one. */
export function addRow(text: string, tenant: NewTenant): string {
  const wanted = listCells(tenant)
  const [head] = readCsv(text).rows
  if (head === undefined)
    return `${toRow(wanted.map(({ column }) => column.name))}\n${toRow(wanted.map(({ cell }) => cell))}\n`
  const separator = findSeparator(text)
  const columns = head.cells.map(findByName)
  const missing = wanted.flatMap(({ column, isSaid }) =>
    isSaid && !columns.includes(column) ? [column] : [],
  )
  const cells = [...columns, ...missing].map(
    (column) => wanted.find((one) => one.column === column)?.cell ?? '',
  )
  const ending = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const names = missing.map(({ name }) => `${separator}${name}`).join('')
  const whole = replaceRow(text, head, (row) => row.replace(/[\r\n]*$/, (end) => `${names}${end}`))
  return `${whole}${/[\r\n]$/.test(whole) ? '' : ending}${toRow(cells, separator)}${ending}`
}

/** @param line on which the row begins. */
export function removeRow(text: string, line: number): string {
  const row = readCsv(text).rows.find((one) => one.line === line)
  return row === undefined ? text : replaceRow(text, row, () => '')
}

function replaceRow(text: string, { from, to }: CsvRow, change: (row: string) => string): string {
  const bytes = toBytes(text)
  const mark = text.startsWith('\u{FEFF}') ? '\u{FEFF}' : ''
  const [before, row, after] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)]
  return `${mark}${before.toString()}${change(row.toString())}${after.toString()}`
}

export function toTenantFile({ own }: NewTenant): string {
  return stringify(own, { lineWidth: 0 })
}

interface Cell {
  readonly column: Column
  readonly cell: string
  /** Otherwise it goes without saying. */
  readonly isSaid: boolean
}

function listCells({ own, channels }: NewTenant): readonly Cell[] {
  const section: Section = { ...own, ...channels }
  const columns: readonly Column[] = tenantColumns
  return columns.flatMap((column) => {
    const value = column.path.reduce<unknown>((at, name) => (isSection(at) ? at[name] : undefined), section)
    if (value === undefined || column.name === 'backend') return []
    // As it is meant: a cell is plain text.
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const cell = text.replaceAll('$${', () => '${')
    return [{ column, cell, isSaid: column.name !== 'id' || cell !== toUsualId(own) }]
  })
}

/** As the reader takes it from the domain. */
function toUsualId({ backend }: Section): string | undefined {
  const domain = isSection(backend) ? backend.organization : undefined
  return typeof domain === 'string' ? domain.toLowerCase().split('.')[0] : undefined
}

function toRow(cells: readonly string[], separator = ','): string {
  return cells
    .map((cell) =>
      /["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(separator)
}
