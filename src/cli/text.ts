// Cards as plain text for a terminal. What has no layout of its own is said by its headline.
import type { Card, EvidenceRow, FactRow, IncidentRow } from '../domain/cards.js'

// Outside text may hold escape sequences that would drive the terminal.
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
}

/** Several lines, without a line end. */
export function toText(card: Card): string {
  return toLines(card)
    .filter((line) => line !== undefined && line !== '')
    .map((line) => clean(line ?? ''))
    .join('\n')
}

function toLines(card: Card): readonly (string | undefined)[] {
  switch (card.name) {
    case 'list':
      return toListLines(card.view)
    case 'show':
      return [
        `${card.view.statusWord}: ${card.view.entity} (${card.view.tenantName})`,
        card.view.headline,
        ...card.view.facts.map(toFact),
        card.view.earlierText,
        '',
        ...card.view.evidence.map(toEvidence),
        ...card.view.timeline.map(({ atText, text }) => `  ${atText}  ${text}`),
      ]
    case 'overview':
      return [
        `${card.view.entity} (${card.view.kindWord}, ${card.view.tenantName})`,
        card.view.warning,
        ...card.view.facts.map(toFact),
        ...card.view.evidence.map(toEvidence),
        card.view.earlierText,
        card.view.companyText,
      ]
    case 'confirm':
      return [
        ...card.view.attested.map(toEvidence),
        card.view.notDoneText,
        card.view.note === '' ? '' : `Note: ${card.view.note}`,
        card.view.warning,
      ]
    case 'accepted':
      return [card.view.headline, ...card.view.steps.map(({ text }) => `  ${text}`)]
    case 'notice':
      return [`${card.view.title}: ${card.view.text}`]
    default:
      return [JSON.stringify(card.view)]
  }
}

function toListLines(view: Extract<Card, { name: 'list' }>['view']): readonly string[] {
  const rows = view.rows.length === 0 ? [view.emptyText] : toColumns(view.rows.map(toCells))
  return [
    ...rows,
    view.countText,
    view.lookText,
    view.nextCommand === '' ? '' : `More: reprieve ${view.nextCommand}`,
  ]
}

function toCells(row: IncidentRow): readonly string[] {
  return [row.entity, row.statusWord, row.tenantName, row.sinceText, row.reasonText]
}

/** Left-aligned, as wide as the widest cell. */
function toColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function toFact({ label, value }: FactRow): string {
  return `  ${label}: ${value}`
}

function toEvidence({ word, label, finding }: EvidenceRow): string {
  return `  [${word}] ${label}${finding === '' ? '' : `: ${finding}`}`
}
