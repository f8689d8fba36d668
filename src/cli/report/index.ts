// The Markdown report of one incident, for the post-mortem: who did what, when, and why it was judged safe.
import { z } from 'zod'
import { toDatum, toNumber } from '../../domain/event-words.js'
import type { JournalEntry, JournalEvent } from '../../domain/journal.js'
import { type Told, toTold } from '../../domain/told.js'
import { toCode, toCodeBlock, toTable } from './markdown.js'
import { type Story, toStory, toSummary } from './story.js'
import { toWords } from './timeline.js'
import { toPerson, toPlain, toSpan, toTime } from './words.js'

/** Entries of one incident, oldest first. */
export function toReport(entries: readonly JournalEntry[]): string {
  const story = toStory(entries.map(toTold))
  return [
    `# Incident report: ${toCode(toEntity(story).name)}`,
    toSummary(story),
    toTable(['', ''], toFacts(story)),
    '## Why it was judged safe',
    ...toReview(story),
    '## What happened',
    toTable(['When (UTC)', 'What', 'Who'], story.events.map(toRow)),
    '## Record',
    toRecord(entries),
  ].join('\n\n')
}

/** Events carry the key of the entity: `sender:laura@contoso.com`. */
function toEntity({ find }: Story): { readonly kind: string; readonly name: string } {
  const opened = find('incident.opened')
  const key = opened === undefined ? '' : toDatum(opened, 'entity')
  const colon = key.indexOf(':')
  return colon < 0
    ? { kind: '', name: key || 'unknown' }
    : { kind: key.slice(0, colon), name: key.slice(colon + 1) }
}

function toFacts(story: Story): readonly (readonly [string, string])[] {
  const { find, events } = story
  const opened = find('incident.opened')
  const { kind, name } = toEntity(story)
  const facts = [
    ['Restricted', `${toPlain(kind)} ${toCode(name)}`.trim()],
    ['Tenant', toCode(events[0]?.tenantId ?? '')],
    ['Incident', toCode(events[0]?.incidentId ?? '')],
    ['Reason as Exchange gave it', opened === undefined ? '' : toCode(toDatum(opened, 'reason'))],
    ['Incidents of it before', opened === undefined ? '' : toNumber(opened, 'earlier')],
    ['First seen', toMoment(opened, undefined)],
    [
      'Review opened',
      toMoment(
        events.find(({ type }) => type === 'review.opened'),
        opened,
      ),
    ],
    ['Unblock confirmed', toMoment(find('unblock.requested'), opened)],
    ['Unblocked', toMoment(find('unblock.done'), opened)],
    ['Closed', toMoment(find('incident.closed'), opened)],
  ] as const
  return facts.filter(([, value]) => value !== '').map(([label, value]) => [`**${label}**`, value])
}

function toMoment(event: JournalEvent | undefined, since: JournalEvent | undefined): string {
  if (event === undefined) return ''
  const by = event.by === undefined ? '' : ` by ${toPerson(event.by)}`
  const after = since === undefined ? '' : `, ${toSpan(event.at - since.at)} after it was first seen`
  return `${toTime(event.at)} UTC${by}${after}`
}

function toReview({ review, approval, evidence, find }: Story): readonly string[] {
  if (review === undefined) return ['Nobody submitted a review, and nothing was unblocked here.']
  const note = toDatum(review, 'note')
  return [
    `${toPerson(review.by)} answered the recommendations at ${toTime(review.at)} UTC:`,
    toTable(['Recommendation', 'On the screen', 'Answer'], toAnswers(review)),
    ...toQuestions(review),
    ...(review.data.wholesale === true
      ? ['The open steps were called done all at once, with `--done all`.']
      : []),
    ...toNote(review, note),
    toEvidence(review, evidence),
    ...(approval === undefined
      ? []
      : [`${toPerson(approval.by)} approved this review at ${toTime(approval.at)} UTC.`]),
    ...(find('unblock.requested') === undefined ? ['No unblock was confirmed on this review.'] : []),
  ]
}

function toNote({ erased, erasedText }: Told, note: string): readonly string[] {
  if (erased.includes('note')) return [`Their note was ${erasedText}.`]
  return note === '' ? ['They left no note.'] : ['Their note:', toCodeBlock(note)]
}

const icons: Readonly<Record<string, string>> = { done: '✅', 'not-needed': '➖', 'not-done': '⚠️' }

const shownSchema = z.array(
  z.object({ ruleId: z.string(), title: z.string(), basis: z.string(), finding: z.string() }),
)

const askedSchema = z.array(z.object({ words: z.string(), answer: z.string() }))

/** What only people know, in the words they read. */
function toQuestions({ data: { asked, questions }, erased, erasedText }: Told): readonly string[] {
  if (questions === undefined) return []
  if (erased.includes('asked')) return [`What they were asked was ${erasedText}.`]
  const rows = askedSchema.catch([]).parse(asked)
  return [
    toTable(
      ['Question', 'Answer'],
      rows.map(({ words, answer }) => [toCode(words), toCode(answer)]),
    ),
  ]
}

const hows: Readonly<Record<string, string>> = {
  ours: '✅ done from here',
  seen: '✅ seen',
  said: '🗣️ said, cannot be seen',
  contradicted: '❗ said done, still seen',
  open: '⚠️ not done',
  'not-checked': '❔ not checked',
  finding: 'read',
}

const howSchema = z.record(z.string(), z.string())

function toAnswers({ data, erased, erasedText }: Told): readonly (readonly string[])[] {
  const { attested, shown, how } = data
  if (typeof attested !== 'object' || attested === null || Array.isArray(attested)) return []
  const rows = shownSchema.catch([]).parse(shown)
  const known = howSchema.catch({}).parse(how ?? {})
  const unknown = erased.includes('shown') ? erasedText : 'not recorded'
  return Object.entries(attested).map(([rule, answer]) => {
    const given = typeof answer === 'string' ? answer : ''
    const row = rows.find(({ ruleId }) => ruleId === rule)
    return [
      toTitle(toPlain(rule)),
      row === undefined ? unknown : toShown(row),
      hows[known[rule] ?? ''] ?? toGiven(given, row?.basis),
    ]
  })
}

/** A step of which nothing is left to say shows nothing. */
function toShown({ basis, finding }: { readonly basis: string; readonly finding: string }): string {
  return basis === '' ? 'nothing left to do' : `${toPlain(basis)}: ${toCode(finding)}`
}

/** As older versions kept it: an answer of the reviewer to each. */
function toGiven(given: string, basis: string | undefined): string {
  const isContradicted = basis === 'found' && given !== 'not-done'
  const icon = isContradicted ? '❗' : (icons[given] ?? '')
  return `${icon} ${isContradicted ? 'said ' : ''}${toPlain(given)}`.trim()
}

function toTitle(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** Entries of older versions do not say what was on the screen; the report does not guess. */
function toEvidence(review: JournalEvent, evidence: JournalEvent | undefined): string {
  const { gatheredAt, shown } = review.data
  if (typeof gatheredAt === 'number')
    return `On the screen was the evidence gathered at ${toTime(gatheredAt)} UTC.`
  if (shown !== undefined || review.digests?.shown !== undefined || evidence === undefined)
    return 'No evidence had been gathered by then.'
  return `Evidence had last been gathered at ${toTime(evidence.at)} UTC; whether it was on the screen was not recorded.`
}

function toRow(event: Told): readonly string[] {
  const detail = event.erased.includes('detail') ? ` (what it said was ${event.erasedText})` : ''
  return [toTime(event.at), `${toWords(event)}${detail}`, toPerson(event.by)]
}

function toRecord(entries: readonly JournalEntry[]): string {
  const first = entries[0]?.seq ?? 0
  const last = entries.at(-1)
  return `${entries.length} journal entries, from ${first} to ${last?.seq ?? 0}. The last one's hash is ${toCode(last?.hash ?? '')}; \`reprieve journal verify\` tells whether the journal is still what it was.`
}
