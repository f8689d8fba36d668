// From the warning to the accepted Yes. The incident is read anew and the access policy asked again.
import { type Actor, toActorRef } from '../../domain/actor.js'
import { isReason, shortestReason, toSeenByReview } from '../../domain/answers.js'
import { type Confirmation, getConfirmation, isStillTrue } from '../../domain/confirmation.js'
import type { Incident } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { longestNote, type Review } from '../../domain/review.js'
import { rememberActor, requestUnblock, saveReview } from '../../domain/transitions.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toUnblockTask } from '../unblock/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toStaleProblem } from './answers.js'
import { toAcceptedCard, toConfirmCard, toRecommendationsCard, whyId } from './cards.js'
import { toReader } from './open.js'
import { toAnswers, toReviewer, toShown } from './submit.js'
import { countUnblocks } from './unblocks.js'

/** The Yes. Uses the confirmation up and leaves the rest to a task saved in the same write. */
export async function confirmUnblock(parts: Parts, press: Press): Promise<Answer> {
  const { actor, confirmationId } = press
  const why = press.values[whyId]?.trim() ?? ''
  let stopped: { readonly at: Confirmation; readonly isTrue: boolean } | undefined
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor, permission: 'unblock', incident: current })
    const now = parts.clock.now()
    const confirmation = getConfirmation(current.confirmations, { confirmationId, actor, now })
    const isTrue = isStillTrue(confirmation, current)
    const mustSayWhy = confirmation.review.isDraft === true
    stopped = isTrue && (!mustSayWhy || isReason(why)) ? undefined : { at: confirmation, isTrue }
    if (stopped !== undefined) return undefined
    return mustSayWhy
      ? toReasonedRequest(parts, current, { confirmation, actor, why })
      : toRequest(parts, current, { confirmation, actor })
  })
  const reader = toReader(parts, incident, actor)
  if (stopped === undefined) return toAcceptedCard(reader)
  if (stopped.isTrue) {
    const unblocks = await countUnblocks(parts, incident)
    return toConfirmCard({ ...reader, confirmation: stopped.at, unblocks, problem: shortProblem, why })
  }
  // Nothing was unblocked: what is there now is shown first.
  const seen = toSeenByReview(stopped.at.review)
  return toRecommendationsCard(reader, { problem: toStaleProblem(incident, seen), seen })
}

const shortProblem = `Say why it is safe all the same, in ${shortestReason} characters or more. Nothing was unblocked.`

/** Only with its reason it is a review: it is saved now, and then counts. */
function toReasonedRequest(
  parts: Parts,
  incident: Incident,
  { confirmation, actor, why }: Yes & { readonly why: string },
): Change {
  const now = parts.clock.now()
  const { isDraft: _, ...drafted } = confirmation.review
  const note = [drafted.note, why]
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, longestNote)
  const review: Review = { ...drafted, at: now, note }
  const reviewed = saveReview(incident, review)
  const event = toIncidentEvent(reviewed, 'review.submitted', now, toAnswers(review))
  const asked = toRequest(parts, reviewed, { confirmation: { ...confirmation, review }, actor })
  const submitted = { ...event, by: toActorRef(actor), texts: toShown(review) }
  return { ...asked, events: [submitted, ...(asked.events ?? [])] }
}

interface Yes {
  readonly confirmation: Confirmation
  readonly actor: Actor
}

function toRequest(parts: Parts, incident: Incident, { confirmation, actor }: Yes): Change {
  const now = parts.clock.now()
  const { id, review, revision } = confirmation
  const next = rememberActor(requestUnblock(incident, confirmation, now), actor)
  const data = { confirmation: id, revision, ...toReviewer(review) }
  return {
    next,
    events: [toIncidentEvent(next, 'unblock.requested', now, data)],
    tasks: [toUnblockTask(next.id, now), ...toUpdateTasks(next, toTenant(parts, next.tenantId), now)],
  }
}
