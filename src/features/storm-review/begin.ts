// One row of a storm review becomes an unblock like any other, with both names and the review that it was one of.
import { toActorKey } from '../../domain/actor.js'
import type { Incident } from '../../domain/incident.js'
import { type StormReview, type StormSigner, toRowReview } from '../../domain/storm-review.js'
import { rememberStorm, requestUnblock, saveReview } from '../../domain/transitions.js'
import type { Change } from '../../outbox/change.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toAnswers, toReviewer, toShown } from '../review/submit.js'
import { toUnblockTask } from '../unblock/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'

interface Signed {
  readonly review: StormReview
  readonly second: StormSigner
}

export function toBegun(parts: Parts, incident: Incident, { review: storm, second }: Signed): Change {
  const now = parts.clock.now()
  const { id: stormReviewId, first } = storm
  const review = toRowReview(incident, storm)
  const requested = requestUnblock(saveReview(incident, review), { by: second.by, review, first }, now)
  const next = rememberStorm(requested, { stormReviewId, identity: second.identity })
  const reviewed = toIncidentEvent(next, 'review.submitted', now, { ...toAnswers(review), stormReviewId })
  const data = {
    stormReviewId,
    revision: incident.revision,
    ...toReviewer(review),
    first: toActorKey(first.by),
    firstName: first.by.name,
    firstAt: first.at,
  }
  return {
    next,
    events: [
      { ...reviewed, by: first.by, texts: toShown(review) },
      toIncidentEvent(next, 'unblock.requested', now, data),
    ],
    tasks: [toUnblockTask(next.id, now), ...toUpdateTasks(next, toTenant(parts, next.tenantId), now)],
  }
}
