// Comma-separated values as spreadsheets save them (RFC 4180): quoted cells with line breaks in them, a byte order mark,
// either line ending, and semicolons where a comma stands in numbers.

export interface CsvRow {
  /** On which it begins; the first is 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvRead {
  readonly rows: readonly CsvRow[]
  /** Where the text stops making sense; all before it was read. */
  readonly fault?: { readonly line: number; readonly what: string; readonly remedy: string }
}

const separators = [';', '\t'] as const

export function readCsv(text: string): CsvRead {
  const plain = text.replace(/^\u{FEFF}/u, '')
  const [head = ''] = plain.split(/\r?\n/, 1)
  const separator = separators.find((one) => head.includes(one) && !head.includes(',')) ?? ','
  return readRows(plain, separator)
}

function readRows(text: string, separator: string): CsvRead {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let line = 1
  let rowLine = 1
  let at = 0

  /** From the quote that opens a cell to behind the one that closes it; undefined when none does. */
  function readQuoted(): string | undefined {
    let cell = ''
    for (at += 1; at < text.length; at += 1) {
      const sign = text[at]
      if (sign === '\n') line += 1
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else {
        at += 1
        return cell
      }
    }
    return undefined
  }

  function readPlain(): string {
    const from = at
    while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1
    return text.slice(from, at).replace(/\r$/, '')
  }

  function endRow(): void {
    if (cells.some((cell) => cell !== '')) rows.push({ line: rowLine, cells })
    cells = []
  }

  while (at < text.length) {
    const openedAt = line
    const cell = text[at] === '"' ? readQuoted() : readPlain()
    if (cell === undefined) return { rows, fault: { line: openedAt, ...unclosed } }
    const rest = readPlain()
    if (rest.trim() !== '') return { rows, fault: { line, ...beyond } }
    cells.push(cell.trim())
    const ending = text[at]
    at += 1
    if (ending === separator && at < text.length) continue
    endRow()
    if (ending === '\n') line += 1
    rowLine = line
  }
  return { rows }
}

const unclosed = {
  what: 'has a quotation mark that is never closed',
  remedy: 'Close it, or write "" for a quotation mark inside of a cell',
}
const beyond = {
  what: 'has text behind a closing quotation mark',
  remedy: 'Write "" for a quotation mark inside of a cell',
}
