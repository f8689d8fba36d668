// The first page of a storm review: who is among them and why others are not, what is true of all, and one question.

import { noteId } from '../../domain/answers.js'
import { toDigest } from '../../domain/digest.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { findVerdict } from '../../domain/outlook.js'
import { listQuestions } from '../../domain/questions.js'
import type { Plain } from '../../domain/said.js'
import { listSteps } from '../../domain/steps.js'
import { mostStormRows, stormQuestionId } from '../../domain/storm-review.js'
import { toClockText } from '../../domain/words.js'
import type { Card, TextRow } from '../cards.js'
import type { Parts } from '../feature.js'
import { toNoteReaders } from '../review/form.js'
import { toShortReason } from '../verdict/words.js'
import type { Group, Judged } from './group.js'
import type { StormReviewView } from './views.js'
import { toManyText } from './words.js'

/** As many as one input of Slack holds. */
const rowsEach = 10
const mostFacts = 4
const mostNames = 3

export const answerId = `ask.${stormQuestionId}`
export const rowsPrefix = 'rows.'

export interface Given {
  /** Incidents that are ticked; all when undefined. */
  readonly chosen?: ReadonlySet<string>
  readonly answer?: string
  readonly note?: string
  readonly problem?: string
}

export function toStormReviewCard(
  parts: Parts,
  group: Group,
  { judged, given = {} }: { readonly judged: readonly Judged[]; readonly given?: Given },
): Card {
  const able = judged.filter(({ why }) => why === undefined).map(({ incident }) => incident)
  const rows = able.slice(0, mostStormRows)
  const [some] = rows
  const { chosen, answer = '', note = '', problem = '' } = given
  return {
    name: 'storm-review',
    view: {
      incidentId: group.id,
      title: `Review ${rows.length} together`,
      headline: toManyText(group.verdict, rows.length),
      tenantName: group.tenant.name,
      problem,
      groups: toRows(rows, chosen),
      factLines: toFactLines(rows),
      outLines: toOutLines(judged),
      moreText: toMoreText(able.length - rows.length),
      questions: some === undefined ? [] : toQuestions(some, answer),
      noteId,
      noteLabel: 'Note for the record',
      noteReaders: toNoteReaders(parts.retentionDays),
      note,
      canSign: rows.length > 0,
      signTitle: 'Sign, ask a second',
    },
  }
}

function toMoreText(more: number): string {
  if (more === 0) return ''
  return `${more} more can be reviewed after these: one review takes ${mostStormRows}.`
}

function toChoiceId({ id, revision }: Pick<Incident, 'id' | 'revision'>): string {
  return `${id}.${revision}`
}

/** A list that changes is another input: Slack keeps what was ticked under a name. */
function toRows(
  rows: readonly Incident[],
  chosen: ReadonlySet<string> | undefined,
): StormReviewView['groups'] {
  return Array.from({ length: Math.ceil(rows.length / rowsEach) }, (_, at) => {
    const some = rows.slice(at * rowsEach, (at + 1) * rowsEach)
    const choices = some.map((incident) => ({
      choiceId: toChoiceId(incident),
      title: toEntityName(incident.entity),
      text: toRowText(incident),
    }))
    const ticked = some
      .filter(({ id }) => chosen?.has(id) ?? true)
      .map((incident) => ({ choiceId: toChoiceId(incident) }))
    const start = at * rowsEach + 1
    return {
      inputId: `${rowsPrefix}${toDigest(choices.map(({ choiceId }) => choiceId))}`,
      label: rows.length <= rowsEach ? 'Unblock' : `Unblock, ${start} to ${start + some.length - 1}`,
      choices,
      ticked,
    }
  })
}

/** Choices are plain on both platforms. */
function toRowText(incident: Incident): string {
  const read = toClockText(toReadAt(incident))
  const reason = toShortReason(incident)
  return reason === '' ? read : `${reason} · ${read}`
}

function toReadAt({ evidence, openedAt }: Incident): Instant {
  return evidence?.gatheredAt ?? openedAt
}

/** What the verdict says of several of them in the same words, and the steps that stay open. */
function toFactLines(rows: readonly Incident[]): readonly TextRow[] {
  const reasons = rows.flatMap((one) => findVerdict(one)?.reasons.map(({ short }) => short.start) ?? [])
  const open = rows.flatMap((one) =>
    listSteps(one)
      .filter(({ how }) => how === 'open')
      .map(({ title }) => title),
  )
  if (rows.length === 0) return []
  const oldest = Math.min(...rows.map(toReadAt))
  return [
    { text: `🔎 Each read at the time beside it, the oldest ${toClockText(oldest)}` },
    ...toShares('✅', reasons, rows.length).slice(0, mostFacts),
    ...toShares('⬜', open, rows.length)
      .slice(0, mostFacts)
      .map(({ text }) => ({ text: `${text}: stays open` })),
  ]
}

function toShares(icon: string, texts: readonly string[], of: number): readonly Plain<TextRow>[] {
  const counts = new Map<string, number>()
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count > 1 || of === 1)
    .toSorted(([, one], [, other]) => other - one)
    .map(([text, count]) => ({ text: `${icon} ${count} of ${of}: ${text}` }))
}

/** One line a reason, with the first names. */
export function toOutLines(judged: readonly Pick<Judged, 'incident' | 'why'>[]): readonly TextRow[] {
  const names = new Map<string, string[]>()
  for (const { incident, why } of judged)
    if (why !== undefined) names.set(why, [...(names.get(why) ?? []), toEntityName(incident.entity)])
  return [...names].map(([why, all]) => {
    const more = all.length - mostNames
    const shown = all.slice(0, mostNames).join(', ')
    return { text: `🚫 ${all.length}: ${why} (${shown}${more > 0 ? ` and ${more} more` : ''})` }
  })
}

function toQuestions(incident: Incident, answer: string): StormReviewView['questions'] {
  return listQuestions(incident)
    .filter(({ id }) => id === stormQuestionId)
    .map(({ id, words, answers }) => ({
      inputId: answerId,
      questionId: id,
      words,
      answer,
      options: answers.map(({ value, words: title }) => ({ choiceId: value, title })),
    }))
}
