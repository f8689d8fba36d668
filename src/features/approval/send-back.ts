// A review goes back to its author, with what is missing. The answers stay theirs, as a draft.

import { type Actor, toActorKey, toActorRef } from '../../domain/actor.js'
import { findApprovable, isOfSubstance } from '../../domain/answers.js'
import type { Incident } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { longestNote, type Review } from '../../domain/review.js'
import { say, tellClock } from '../../domain/said.js'
import { dropSignatures } from '../../domain/signatures.js'
import { StaleError } from '../../errors.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSubject, toTone } from '../words/words.js'

const goneText = 'There is no review to send back any more. The card shows how it stands.'
const reasonId = 'reason'

export async function askWhatIsMissing(parts: Parts, { actor, incidentId }: Press): Promise<Answer> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'send-back', incident })
  return toSendBackCard(parts, incident, { review: getReview(parts, incident, actor), problem: '' })
}

export async function sendBack(parts: Parts, press: Press): Promise<Answer> {
  const { actor, values } = press
  const reason = (values[reasonId] ?? '').trim().slice(0, longestNote)
  let author = ''
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor, permission: 'send-back', incident: current })
    const review = getReview(parts, current, actor)
    author = review.by.name
    return isOfSubstance(reason) ? toSentBack(parts, current, { review, actor, reason }) : undefined
  })
  if (!isOfSubstance(reason))
    return toSendBackCard(parts, incident, {
      review: getReview(parts, incident, actor),
      problem:
        'Say what is missing, in a few words: its author has to know what to do. Nothing was sent back.',
    })
  const text = `${author} is told in the thread of the card, and finds the answers kept in the review.`
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '↩️', title: 'Sent back', text, incidentId: incident.id },
  }
}

/** @throws StaleError when there is none that this person can approve or send back. */
function getReview({ access }: Parts, incident: Incident, actor: Actor): Review {
  const review = findApprovable(incident, actor, access)
  if (review === undefined) throw new StaleError(goneText)
  return review
}

interface SentBack {
  readonly review: Review
  readonly actor: Actor
  readonly reason: string
}

function toSentBack(parts: Parts, incident: Incident, { review, actor, reason }: SentBack): Change {
  const now = parts.clock.now()
  const sentBack = { by: toActorRef(actor), at: now, reason }
  const isIt = (one: Review) => toActorKey(one.by) === toActorKey(review.by)
  const { isForApproval: _, ...draft } = review
  const reviews = incident.reviews.map((one) => (isIt(one) ? { ...draft, isDraft: true, sentBack } : one))
  const kept = dropSignatures(incident, ({ reviewer }) => toActorKey(reviewer) !== toActorKey(review.by))
  // Its author is asked again at once, should it come back.
  const next = { ...kept, reviews, approvalAsks: [], changedAt: now }
  const tenant = toTenant(parts, next.tenantId)
  const event = toIncidentEvent(next, 'review.sent-back', now, {
    reviewer: toActorKey(review.by),
    reviewerName: review.by.name,
  })
  return {
    next,
    events: [{ ...event, by: toActorRef(actor), texts: { reason } }],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'sent-back', dueAt: now }),
    ],
  }
}

interface Asking {
  readonly review: Review
  readonly problem: string
}

function toSendBackCard(parts: Parts, incident: Incident, { review, problem }: Asking): Answer {
  return {
    name: 'send-back',
    view: {
      ...toSubject(incident, toTenant(parts, incident.tenantId)),
      text: say`The review of ${review.by.name}, finished at ${tellClock(review.at)}, goes back to ${review.by.name}. The answers are kept.`,
      reasonId,
      problem,
    },
  }
}
