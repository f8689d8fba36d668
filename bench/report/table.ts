// Figures as a Markdown table, which reads well in a terminal too.
import { type Figure, isMet, type Target } from './figure.js'
import type { Spread } from './statistics.js'

const heads = ['Figure', 'Reprieve', 'Floor', 'Ratio', 'Target', 'Met'] as const

export function toTable(figures: readonly Figure[]): string {
  const rows = [heads, ...figures.map(toRow)]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => countCells(row[column] ?? ''))))
  const toLine = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const [head, ...others] = rows.map(toLine)
  return [head, rule, ...others].join('\n')
}

/** The remarks, one a line. */
export function toNotes(figures: readonly Figure[]): string {
  return figures.flatMap(({ name, note }) => (note === undefined ? [] : [`- ${name}: ${note}`])).join('\n')
}

function toRow(figure: Figure): readonly string[] {
  const { name, unit, ours, floor, ratio, target } = figure
  const met = isMet(figure)
  return [
    name,
    `${toText(ours.median)} ${unit}`,
    floor === undefined ? '' : `${toText(floor.median)} ${unit}`,
    ratio === undefined ? `(${toRange(ours)})` : `${ratio.median.toFixed(2)} (${toRange(ratio)})`,
    target === undefined ? '' : toTargetText(target, unit),
    met === undefined ? '' : met ? 'yes' : 'no',
  ]
}

function toRange({ least, most }: Spread): string {
  return `${toText(least)}-${toText(most)}`
}

function toTargetText(target: Target, unit: string): string {
  const suffix = target.of === 'ratio' ? 'x' : ` ${unit}`
  return 'atLeast' in target ? `>= ${target.atLeast}${suffix}` : `<= ${target.atMost}${suffix}`
}

/** Three digits say all that a noisy machine can tell. */
function toText(value: number): string {
  const magnitude = Math.abs(value)
  if (magnitude >= 1_000) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2)
}

function countCells(text: string): number {
  return Array.from(text).length
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - countCells(text)))
}
