// From the warning to the accepted Yes. The incident is read anew and the access policy asked again.
import type { Actor } from '../../domain/actor.js'
import { toSeenByReview } from '../../domain/answers.js'
import { type Confirmation, getConfirmation, isStillTrue } from '../../domain/confirmation.js'
import type { Incident } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { rememberActor, requestUnblock } from '../../domain/transitions.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toUnblockTask } from '../unblock/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toStaleProblem } from './answers.js'
import { toAcceptedCard, toRecommendationsCard } from './cards.js'
import { toReader } from './open.js'
import { toReviewer } from './submit.js'

/** The Yes. Uses the confirmation up and leaves the rest to a task saved in the same write. */
export async function confirmUnblock(parts: Parts, press: Press): Promise<Answer> {
  const { actor, confirmationId } = press
  let overtaken: Confirmation | undefined
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor, permission: 'unblock', incident: current })
    const now = parts.clock.now()
    const confirmation = getConfirmation(current.confirmations, { confirmationId, actor, now })
    overtaken = isStillTrue(confirmation, current) ? undefined : confirmation
    return overtaken === undefined ? toRequest(parts, current, { confirmation, actor }) : undefined
  })
  const reader = toReader(parts, incident, actor)
  if (overtaken === undefined) return toAcceptedCard(reader)
  // Nothing was unblocked: what is there now is shown first.
  const seen = toSeenByReview(overtaken.review)
  return toRecommendationsCard(reader, { problem: toStaleProblem(incident, seen), seen })
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
