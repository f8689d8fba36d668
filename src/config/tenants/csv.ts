// Comma-separated values as spreadsheets save them (RFC 4180): quoted cells with line breaks in them, a byte order mark,
// any line ending, and semicolons where a comma stands in numbers.
import { CsvError, parse } from 'csv-parse/sync'

export interface CsvRow {
  /** On which it begins; the first is 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** Of the whole row with the end of its line, in bytes behind the mark of the file. */
  readonly from: number
  readonly to: number
}

export interface CsvRead {
  readonly rows: readonly CsvRow[]
  /** Where the text stops making sense; all before it was read. */
  readonly fault?: { readonly line: number; readonly what: string; readonly remedy: string }
}

const separators = [';', '\t'] as const

/** As the first line says. */
export function findSeparator(text: string): string {
  const [head = ''] = text.split(/[\r\n]/, 1)
  return separators.find((one) => head.includes(one) && !head.includes(',')) ?? ','
}

export function readCsv(text: string): CsvRead {
  const plain = toBytes(text)
  const count = createLineCount(plain)
  const rows: CsvRow[] = []
  let line = 1
  let from = 0
  try {
    parse(plain, {
      delimiter: findSeparator(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      trim: true,
      // Told by whoever knows what the columns mean. Empty rows count here: the next begins where one ends.
      relax_column_count: true,
      on_record(record: readonly string[], { bytes }) {
        const cells = record.map((cell) => cell.trim())
        if (cells.some((cell) => cell !== '')) rows.push({ line, cells, from, to: bytes })
        line = count(bytes)
        from = bytes
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The end of the cell before.
    return { rows, fault: { line: count(Number(error.bytes)), ...toFault(error.code) } }
  }
  return { rows }
}

/** Without the mark that says that it is UTF-8. */
export function toBytes(text: string): Buffer {
  return Buffer.from(text.replace(/^\u{FEFF}/u, ''))
}

/** Each from where the last one was asked for. */
function createLineCount(text: Buffer): (at: number) => number {
  let line = 1
  let from = 0
  return (at) => {
    line +=
      text
        .subarray(from, at)
        .toString('latin1')
        .match(/\r\n|\n|\r/g)?.length ?? 0
    from = at
    return line
  }
}

function toFault(code: CsvError['code']) {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return {
        what: 'has a quotation mark that is never closed',
        remedy: 'Close it, or write "" for a quotation mark inside of a cell',
      }
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return {
        what: 'has text behind a closing quotation mark',
        remedy: 'Write "" for a quotation mark inside of a cell',
      }
    default:
      return {
        what: 'has a quotation mark in a cell that does not begin with one',
        remedy: 'Put the whole cell into quotation marks, and write "" for each inside of it',
      }
  }
}
