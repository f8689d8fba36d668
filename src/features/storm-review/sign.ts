// The first of two signatures, under all that was ticked. Each row is judged once more: what has changed since the page was
// drawn is not among them.

import { type Actor, toActorRef, toIdentity } from '../../domain/actor.js'
import { noteId } from '../../domain/answers.js'
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { findVerdict } from '../../domain/outlook.js'
import type { Press } from '../../domain/press.js'
import { listQuestions } from '../../domain/questions.js'
import { longestNote, type QuestionAnswer } from '../../domain/review.js'
import { joinWords, say, tellClock } from '../../domain/said.js'
import { type StormReview, stormQuestionId } from '../../domain/storm-review.js'
import type { Answer } from '../../ports.js'
import type { Parts } from '../feature.js'
import { toTone } from '../words/words.js'
import { type Group, getGroup, type Judged, judgeGroup, requireTogether } from './group.js'
import { answerId, type Given, rowsPrefix, toOutLines, toStormReviewCard } from './page.js'
import { stormReviewOf, toStormTerms } from './record.js'
import { listStormChannels } from './rows.js'
import { toStormCardTasks, toStormStepTask } from './tasks.js'
import { toBarText } from './words.js'

export async function signStorm(parts: Parts, press: Press): Promise<Answer> {
  const { actor, values } = press
  const group = await getGroup(parts, { actor, id: press.incidentId }, 'storm-review')
  requireTogether(group)
  const chosen = readChosen(values)
  const judged = judgeGroup(parts, group, actor)
  const { signed, out } = pick(judged, chosen)
  const note = (values[noteId] ?? '').trim()
  const answers = readAnswers(signed[0], values[answerId])
  const problem = findProblem({ signed, answers, note, chosen })
  if (problem !== '') {
    const given = { chosen: new Set(chosen.keys()), answer: values[answerId] ?? '', note, problem }
    return toStormReviewCard(parts, group, { judged, given: given satisfies Given })
  }
  const review = toStormReview(parts, group, { actor, signed, answers, note })
  await save(parts, review, signed)
  return toSignedCard(review, out)
}

/** What was on the page and ticked, each at the revision it was shown at. */
function readChosen(values: Press['values']): ReadonlyMap<string, number> {
  const ids = Object.entries(values).flatMap(([name, value]) =>
    name.startsWith(rowsPrefix) ? value.split(',') : [],
  )
  return new Map(
    ids.flatMap((one) => {
      const [, id, revision] = /^([\w-]{1,100})\.(\d{1,9})$/.exec(one) ?? []
      return id === undefined ? [] : [[id, Number(revision)] as const]
    }),
  )
}

interface Picked {
  readonly signed: readonly Incident[]
  readonly out: readonly Pick<Judged, 'incident' | 'why'>[]
}

function pick(judged: readonly Judged[], chosen: ReadonlyMap<string, number>): Picked {
  const among = judged
    .filter(({ incident }) => chosen.has(incident.id))
    .map(({ incident, why }) => ({
      incident,
      why: why ?? (chosen.get(incident.id) === incident.revision ? undefined : toBarText('changed')),
    }))
  return {
    signed: among.filter(({ why }) => why === undefined).map(({ incident }) => incident),
    out: among.filter(({ why }) => why !== undefined),
  }
}

function readAnswers(incident: Incident | undefined, value: string | undefined): readonly QuestionAnswer[] {
  const asked = incident === undefined ? [] : listQuestions(incident)
  return asked.flatMap(({ id, words, answers }) => {
    const given = id === stormQuestionId ? answers.find((one) => one.value === value) : undefined
    return given === undefined ? [] : [{ id, words, answer: given.value, answerWords: given.words }]
  })
}

interface Said {
  readonly signed: readonly Incident[]
  readonly answers: readonly QuestionAnswer[]
  readonly note: string
  readonly chosen: ReadonlyMap<string, number>
}

function findProblem({ signed, answers, note, chosen }: Said): string {
  if (chosen.size === 0) return 'Nothing is ticked. Tick whom to unblock; nothing was signed.'
  if (signed.length === 0)
    return 'None of those that were ticked can be signed for now. What is known now is here; nothing was signed.'
  const [answer] = answers
  if (answer === undefined) return 'Answer the question first: only people can know it. Nothing was signed.'
  if (answer.answer !== 'yes')
    return 'Only mail that is known to be wanted is unblocked together. Untick whose mail it is not known of, and review those one by one; nothing was signed.'
  if (note.length > longestNote)
    return `The note has ${note.length} characters; ${longestNote} are kept. Shorten it; nothing was signed.`
  return ''
}

interface Signing {
  readonly actor: Actor
  readonly signed: readonly Incident[]
  readonly answers: readonly QuestionAnswer[]
  readonly note: string
}

function toStormReview(parts: Parts, group: Group, { actor, signed, ...said }: Signing): StormReview {
  const now = parts.clock.now()
  return {
    id: parts.createId(),
    tenantId: group.tenant.id,
    digestId: group.digestId,
    group: group.group,
    verdict: group.verdict,
    rows: signed.map((incident) => ({
      incidentId: incident.id,
      revision: incident.revision,
      verdict: findVerdict(incident)?.verdict ?? group.verdict,
    })),
    ...said,
    first: { by: toActorRef(actor), identity: toIdentity(actor), at: now },
    until: now + parts.approval.expiresMinutes * minuteMilliseconds,
    leaves: [],
  }
}

async function save(parts: Parts, review: StormReview, signed: readonly Incident[]): Promise<void> {
  const { id: stormReviewId, tenantId, first, until, note, rows } = review
  const found = new Map(signed.map((incident) => [incident.id, incident] as const))
  const data = {
    stormReviewId,
    verdict: review.verdict,
    rows: rows.length,
    incidentIds: rows.map(({ incidentId }) => incidentId),
    until,
  }
  await parts.store.commit({
    cells: [stormReviewOf(stormReviewId).put(review, { ...toStormTerms(parts), expectedVersion: 0 })],
    events: [
      {
        at: first.at,
        type: 'storm-review.signed',
        tenantId,
        by: first.by,
        data,
        ...(note === '' ? {} : { texts: { note } }),
      },
    ],
    tasks: [
      toStormStepTask(stormReviewId, first.at),
      ...toStormCardTasks(stormReviewId, listStormChannels(parts, tenantId, found), first.at),
    ],
  })
  parts.poke()
}

function toSignedCard({ rows, until }: StormReview, out: Picked['out']): Answer {
  const fallen =
    out.length === 0
      ? ''
      : say` Not among them: ${joinWords(
          toOutLines(out).map(({ text }) => text),
          ' ',
        )}`
  const text = say`You signed for ${rows.length}. Somebody else who may approve has to sign by ${tellClock(until)}: the card in the channel says so.${fallen}`
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: '✍️',
      title: 'Signed, 1 of 2: nothing is unblocked yet',
      text,
      incidentId: '',
    },
  }
}
