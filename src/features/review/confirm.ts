// From the warning to the accepted Yes. The incident is read anew and the access policy asked again.
import { type Actor, toActorKey, toActorRef } from '../../domain/actor.js'
import { isReason, shortestReason, toSeenByReview } from '../../domain/answers.js'
import { type Confirmation, getConfirmation, isStillTrue } from '../../domain/confirmation.js'
import { type Incident, isReviewable } from '../../domain/incident.js'
import { toPersonKey } from '../../domain/person.js'
import type { Press } from '../../domain/press.js'
import { longestNote, type Review } from '../../domain/review.js'
import type { Signature } from '../../domain/signature.js'
import { rememberActor, requestUnblock, saveReview } from '../../domain/transitions.js'
import { type Past, weighYes } from '../../domain/two-people.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { readPast, toReasons } from '../approval/reasons.js'
import { toSigned, toSignedCard } from '../approval/sign.js'
import { type Lapse, readLapses } from '../approval/signers.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toUnblockTask } from '../unblock/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toStaleProblem } from './answers.js'
import { askAgain } from './asking.js'
import { toAcceptedCard, toRecommendationsCard, whyId } from './cards.js'
import { toReader } from './open.js'
import { toAnswers, toReviewer, toShown } from './submit.js'

/**
 * The Yes. Uses the confirmation up and leaves the rest to a task saved in the same write. Where it takes two people the
 * first Yes is a signature, and nothing else.
 */
export async function confirmUnblock(parts: Parts, press: Press): Promise<Answer> {
  // How many somebody has unblocked is counted before the write: their own Yes take turns.
  return parts.writes.run(`yes:${toPersonKey(press.actor, parts.access)}`, () => takeYes(parts, press))
}

async function takeYes(parts: Parts, press: Press): Promise<Answer> {
  const { actor, confirmationId } = press
  const why = press.values[whyId]?.trim() ?? ''
  const before = await getIncident(parts, press.incidentId)
  const past = await readPast(parts, before, actor)
  const lapsed = await readLapses(parts, before)
  let stopped: { readonly at: Confirmation; readonly isTrue: boolean } | undefined
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor, permission: 'unblock', incident: current })
    const now = parts.clock.now()
    const confirmation = getConfirmation(current.confirmations, { confirmationId, actor, now })
    const isTrue = isStillTrue(confirmation, current)
    const mustSayWhy = confirmation.review.isDraft === true
    stopped = isTrue && (!mustSayWhy || isReason(why)) ? undefined : { at: confirmation, isTrue }
    if (stopped !== undefined) return undefined
    const yes = { confirmation, actor, past, lapsed }
    return mustSayWhy ? toReasonedRequest(parts, current, { ...yes, why }) : toRequest(parts, current, yes)
  })
  const reader = toReader(parts, incident, actor)
  if (stopped === undefined)
    return isReviewable(incident) ? toSignedCard(incident, reader.tenant, actor) : toAcceptedCard(reader)
  if (stopped.isTrue)
    return askAgain(parts, { incident, actor, confirmation: stopped.at, problem: shortProblem, why })
  // Nothing was unblocked: what is there now is shown first.
  const seen = toSeenByReview(stopped.at.review)
  return toRecommendationsCard(reader, { problem: toStaleProblem(incident, seen), seen })
}

const shortProblem = `Say why it is safe all the same, in ${shortestReason} characters or more. Nothing was unblocked.`

/** Only with its reason it is a review: it is saved now, and then counts. */
function toReasonedRequest(
  parts: Parts,
  incident: Incident,
  { why, ...yes }: Yes & { readonly why: string },
): Change {
  const { confirmation, actor } = yes
  const now = parts.clock.now()
  const { isDraft: _, ...drafted } = confirmation.review
  const note = [drafted.note, why]
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, longestNote)
  const review: Review = { ...drafted, at: now, note }
  const reviewed = saveReview(incident, review)
  const event = toIncidentEvent(reviewed, 'review.submitted', now, toAnswers(review))
  const asked = toRequest(parts, reviewed, { ...yes, confirmation: { ...confirmation, review } })
  const submitted = { ...event, by: toActorRef(actor), texts: toShown(review) }
  return { ...asked, events: [submitted, ...(asked.events ?? [])] }
}

interface Yes {
  readonly confirmation: Confirmation
  readonly actor: Actor
  readonly past: Past
  /** Of whoever signed before, those who might not any more. */
  readonly lapsed: ReadonlyMap<string, Lapse>
}

/** @throws RefusedError when it takes two, and this one has signed already or cannot be told from who has. */
function toRequest(parts: Parts, incident: Incident, yes: Yes): Change {
  const { confirmation, actor, lapsed } = yes
  const now = parts.clock.now()
  const { id, review, revision } = confirmation
  const reasons = toReasons(parts, incident, { review, past: yes.past })
  const weighed = weighYes(incident, { actor, review, bindings: parts.access, reasons, lapsed, now })
  if (weighed.kind !== 'unblock')
    return toSigned(parts, incident, { actor, review, reasons, weighed, lapsed })
  const first = weighed.first === undefined ? {} : { first: toFirst(weighed.first) }
  const next = rememberActor(requestUnblock(incident, { ...confirmation, ...first }, now), actor)
  const data = {
    confirmation: id,
    revision,
    ...toReviewer(review),
    ...(weighed.first === undefined
      ? {}
      : { first: toActorKey(weighed.first.by), firstName: weighed.first.by.name, firstAt: weighed.first.at }),
  }
  return {
    next,
    events: [toIncidentEvent(next, 'unblock.requested', now, data)],
    tasks: [toUnblockTask(next.id, now), ...toUpdateTasks(next, toTenant(parts, next.tenantId), now)],
  }
}

function toFirst({ by, at, identity }: Signature) {
  return identity === undefined ? { by, at } : { by, at, identity }
}
