// Cards as plain text for a terminal. What has no layout of its own is said as JSON.
import type { Plain } from '../domain/said.js'
import type { EvidenceRow, FactRow, IncidentRow, PlainCard, PlainViews } from '../features/cards.js'
import { toDeadJson, toDeadLine } from './dead-text.js'

/** Several lines, without a line end. */
export function toText(card: PlainCard): string {
  return toParagraphs(card)
    .map((lines) => lines.filter((line) => line !== '').map(toDeadLine))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

/** Empty lines are left out. */
type Paragraphs = readonly (readonly string[])[]

function toParagraphs(card: PlainCard): Paragraphs {
  switch (card.name) {
    case 'list':
      return toList(card.view)
    case 'show':
      return toShow(card.view)
    case 'overview':
      return toOverview(card.view)
    case 'confirm':
      return toConfirm(card.view)
    case 'ask-owner':
      return toAskOwner(card.view)
    case 'mutes':
      return toMutes(card.view)
    case 'handover':
      return toHandover(card.view)
    case 'history':
      return toHistory(card.view)
    case 'storm-review':
      return toStormReview(card.view)
    case 'storm-approve':
      return toStormApprove(card.view)
    case 'status':
      return [
        [`${card.view.title}: ${card.view.summary}`],
        card.view.rows.map(toHealth),
        [card.view.allText, card.view.nextCommand === '' ? '' : `More: reprieve ${card.view.nextCommand}`],
      ]
    case 'policies':
      return toPolicies(card.view)
    case 'handoff':
      return [[card.view.intro], card.view.text.split('\n').map((line) => (line === '' ? ' ' : line))]
    case 'notice':
      return [[`${card.view.title}: ${card.view.text}`]]
    default:
      return [[toDeadJson(JSON.stringify(card.view))]]
  }
}

function toList(view: PlainViews['list']): Paragraphs {
  return [
    view.rows.length === 0 ? [view.emptyText] : toColumns(view.rows.map(toCells)),
    [
      view.countText,
      view.standingText,
      view.pollText,
      view.nextCommand === '' ? '' : `More: reprieve ${view.nextCommand}`,
    ],
  ]
}

function toAskOwner({ question, rows, wayText, sendTitle, phoneText }: PlainViews['ask-owner']): Paragraphs {
  return [
    [question],
    rows.map(({ text }) => text),
    [wayText, sendTitle === '' ? '' : `  ${sendTitle}: --send`],
    [`By phone: ${phoneText}`, '  Note the answer: --told yes|no|unsure --note "whom you reached, and how"'],
  ]
}

function toMutes({ rows, emptyText }: PlainViews['mutes']): Paragraphs {
  if (rows.length === 0) return [[emptyText]]
  return rows.map(({ muteId, title, domainPart, text, reason, canEnd }) => [
    `${title}${domainPart}`,
    `  ${text}`,
    `  ${reason}`,
    canEnd ? `  End it: reprieve mutes --end ${muteId}` : '',
  ])
}

function toHandover(view: PlainViews['handover']): Paragraphs {
  return [
    [`${view.title}: ${view.countsText}`, view.tenantsText],
    toColumns(view.rows.map(({ localPart, domainPart, text }) => [`${localPart}${domainPart}`, text])),
    [view.moreText, view.watchedText],
  ]
}

function toHistory({ title, rows, emptyText }: PlainViews['history']): Paragraphs {
  if (rows.length === 0) return [[emptyText]]
  const told = rows.map(({ dayText, tenantName, entity, outcomeText, recordText }) => [
    `${dayText}  ${entity} (${tenantName})`,
    `  ${outcomeText}`,
    recordText === '' ? '' : `  ${recordText}`,
  ])
  return [[title], ...told]
}

function toStormReview(view: PlainViews['storm-review']): Paragraphs {
  const rows = view.groups.flatMap(({ choices }) => choices)
  return [
    [`${view.headline} (${view.tenantName}, group ${view.incidentId})`],
    view.factLines.map(({ text }) => `  ${text}`),
    toColumns(rows.map(({ title, text }) => [`  ${title}`, text])),
    view.outLines.map(({ text }) => text),
    [view.moreText],
  ]
}

function toStormApprove(view: PlainViews['storm-approve']): Paragraphs {
  return [
    [`${view.headline} (${view.tenantName})`],
    view.factLines.map(({ text }) => `  ${text}`),
    [view.note === '' ? '' : `Note: ${view.note}`],
    view.nameLines.map(({ text }) => `  ${text}`),
    view.outLines.map(({ text }) => text),
    [view.paceText],
  ]
}

function toHealth({ word, name, detail }: PlainViews['status']['rows'][number]): string {
  return `  [${word}] ${name}${detail === '' ? '' : `: ${detail}`}`
}

function toPolicies(view: PlainViews['policies']): Paragraphs {
  return [
    [`${view.title}: ${view.summary}`, view.readText, view.driftText],
    view.rows.length === 0
      ? [view.emptyText]
      : view.rows.flatMap(({ word, name, found, advice }) => [
          `  [${word}] ${name}: ${found}`,
          advice === '' ? '' : `      ${advice}`,
        ]),
    [view.nextCommand === '' ? '' : `More: reprieve ${view.nextCommand}`],
  ]
}

function toShow(view: PlainViews['show']): Paragraphs {
  return [
    [
      `${view.statusWord}: ${view.entity} (${view.kindWord.toLowerCase()}, ${view.tenantName})`,
      view.headline,
    ],
    view.facts.map(toFact),
    view.record.map(({ text }) => text),
    [view.earlierText],
    toStanding(view),
    [view.answersTitle, ...view.answers.map(toEvidence)],
    [view.evidenceText, ...view.evidence.map(toEvidence)],
    [view.explanationText],
    view.timeline.map(({ atText, text }) => `  ${atText}  ${text}`),
  ]
}

function toOverview(view: PlainViews['overview']): Paragraphs {
  return [
    [
      `${view.verdictText}: ${view.entity} (${view.kindWord.toLowerCase()}, ${view.tenantName})`,
      ...view.badges.map(({ text }) => `  ${text}`),
      ...view.reasons.map(({ text }) => `  ${text}`),
    ],
    [view.sinceText, view.reasonText],
    [view.earlierText, view.companyText],
    [view.signsTitle, ...view.signs.map(toEvidence)],
    [view.stepsTitle, ...view.steps.map(toEvidence)],
    [view.checkedText, view.uncheckedText, view.evidenceText],
  ]
}

function toConfirm(view: PlainViews['confirm']): Paragraphs {
  return [
    [view.approvalText],
    [view.contradictedText, ...view.contradicted.map(toEvidence)],
    [`${view.answeredTitle}:`, view.checkedText, ...view.attested.map(toEvidence)],
    [view.notDoneText, view.notCheckedText, view.note === '' ? '' : `${view.noteTitle}: ${view.note}`],
    [view.warning, view.countText],
  ]
}

/** What can be given back says how; the rest is done in the portal. */
function toStanding({ standing, ...shown }: PlainViews['show']): readonly string[] {
  // While it is open nothing has to be decided.
  const isOver = (incidentId: string) => incidentId !== shown.incidentId || shown.outcome !== ''
  return standing.flatMap(({ incidentId, text, canGiveBack }) => [
    text,
    canGiveBack ? `  Give back: reprieve give-back ${incidentId}` : '',
    canGiveBack && isOver(incidentId) ? `  Keep it so: reprieve keep-so ${incidentId}` : '',
  ])
}

function toCells(row: Plain<IncidentRow>): readonly string[] {
  return [row.entity, row.statusWord, row.tenantName, row.sinceText, row.reasonText, row.nextText]
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

function toFact({ label, value }: Plain<FactRow>): string {
  return `  ${label}: ${value}`
}

function toEvidence({ word, label, finding }: Plain<EvidenceRow>): string {
  const head = [word === '' ? '' : `[${word}]`, label].filter((part) => part !== '').join(' ')
  return `  ${[head, finding].filter((part) => part !== '').join(': ')}`
}
