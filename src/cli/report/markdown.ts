// Outside text in Markdown stays text: it is only ever shown as code.
import { toDeadLine } from '../dead-text.js'

/** A code span; empty for an empty text. */
export function toCode(value: string): string {
  const text = toDeadLine(value).replaceAll(/\s+/g, ' ').trim()
  if (text === '') return ''
  const fence = '`'.repeat(findLongestRun(text) + 1)
  const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${gap}${text}${gap}${fence}`
}

/** A code block, for text of several lines. */
export function toCodeBlock(value: string): string {
  const fence = '`'.repeat(Math.max(3, findLongestRun(value) + 1))
  return [`${fence}text`, ...value.split(/\r\n|[\r\n\u2028\u2029]/).map(toDeadLine), fence].join('\n')
}

/** GitHub's tables end a cell at every bar, in code as well, and take the backslash away again. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function findLongestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
