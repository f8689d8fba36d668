// What a page has room for on a phone: the rows of a review cut to a line or two. The page of all checks has them whole.

import type { Incident } from '../../domain/incident.js'
import { toPlainWords } from '../../domain/said.js'
import { listSteps } from '../../domain/steps.js'
import type { EvidenceRow, RecommendationGroup, RecommendationRow } from '../cards.js'
import { toBrief } from '../words/brief.js'
import { toStepRow } from './steps.js'

const lineLength = 56
const mostLines = 6
const mostContradicted = 2

/** The first of them, and how many there are beyond. */
export function toFew(rows: readonly EvidenceRow[], where: string): readonly EvidenceRow[] {
  const shown = rows.length === mostLines + 1 ? rows.length : mostLines
  const brief = rows.slice(0, shown).map((row) => ({ ...row, finding: toBrief(row.finding, lineLength) }))
  const rest = rows.length - brief.length
  return rest === 0
    ? brief
    : [...brief, { icon: '…', word: '', label: '', finding: `and ${rest} more: ${where}` }]
}

/** Who did one is said of each; what only stands there, in one line. What could not be read is named elsewhere. */
export function toStepLines(incident: Incident, now: number, where: string): readonly EvidenceRow[] {
  const steps = listSteps(incident)
  const ofKind = (how: (typeof steps)[number]['how']) =>
    steps.filter((step) => step.how === how).map((step) => toStepRow(step, now))
  const open = ofKind('open').map((row) => ({ ...row, word: '', finding: '' }))
  return [...ofKind('ours'), ...toGroups(ofKind('seen')), ...toFew(open, where)]
}

/** With what is seen while it stays short; else by name, and the pages before say what is seen. */
export function toContradictedLines(rows: readonly EvidenceRow[]): readonly EvidenceRow[] {
  if (rows.length <= mostContradicted)
    return rows.map((row) => ({ ...row, finding: toBrief(row.finding, lineLength) }))
  return toGroups(rows.map((row) => ({ ...row, finding: '' })))
}

/** Rows that say the same of several things, in one line. */
export function toGroups(rows: readonly EvidenceRow[]): readonly EvidenceRow[] {
  const groups = groupBy(rows, ({ icon, word }) => `${icon} ${toPlainWords(word)}`)
  return [...groups.values()].map(([first, ...others]) => {
    const { icon = '', word = '', label = '', finding = '' } = first ?? {}
    const labels = [label, ...others.map((one) => one.label)].join(', ')
    return { icon, word, label: labels, finding: others.length === 0 ? toBrief(finding, lineLength) : '' }
  })
}

function groupBy<Row>(rows: readonly Row[], toKey: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(toKey(row), [...(groups.get(toKey(row)) ?? []), row])
  return groups
}

const found = new Set(['still open', 'found'])

/** What is done or looks fine stands in one line; the heading says once what most rows have in common. */
export function toGrouped(rows: readonly RecommendationRow[]): {
  readonly groups: readonly RecommendationGroup[]
  readonly fine: readonly RecommendationRow[]
} {
  const isFine = (row: RecommendationRow) => row.icon === '✅' && row.changeText === ''
  const stages = new Map<string, RecommendationRow[]>()
  let stage = ''
  for (const row of rows) {
    stage = row.stageTitle === '' ? stage : row.stageTitle
    if (!isFine(row)) stages.set(stage, [...(stages.get(stage) ?? []), row])
  }
  const groups = [...stages].map(([title, lines]) => {
    const counts = [...groupBy(lines, ({ word }) => toPlainWords(word))].filter(([word]) => found.has(word))
    const count = counts.map(([word, { length }]) => `${length} ${word}`).join(', ')
    return {
      title: [title, count].filter((text) => text !== '').join(': '),
      lines: lines.map((row) => ({
        ...row,
        word: found.has(toPlainWords(row.word)) ? '' : row.word,
        finding: row.changeText === '' ? '' : toBrief(row.finding, 2 * lineLength),
      })),
    }
  })
  return { groups, fine: rows.filter(isFine) }
}
