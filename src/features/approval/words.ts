// What a review waits for, on the card of an incident.

import { isCurrent } from '../../domain/answers.js'
import { type Incident, isReviewable } from '../../domain/incident.js'
import type { Review } from '../../domain/review.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import type { Signature } from '../../domain/signature.js'
import type { CardButton } from '../words/views.js'

interface Waiting {
  readonly review: Review
  /** The first of two; undefined when nobody has signed. */
  readonly first: Signature | undefined
}

/** The review that waits for somebody who may approve; undefined when none does. */
export function findWaiting(incident: Incident): Waiting | undefined {
  if (!isReviewable(incident)) return undefined
  const review = incident.reviews.findLast((one) => one.isDraft !== true && isCurrent(one, incident))
  if (review === undefined) return undefined
  const first = incident.signatures?.find(
    (one) => one.revision === incident.revision && one.reviewedAt === review.at,
  )
  return first === undefined && review.isForApproval !== true ? undefined : { review, first }
}

export function toApprovalWho(incident: Incident): Words | undefined {
  const waiting = findWaiting(incident)
  if (waiting === undefined) return undefined
  const { review, first } = waiting
  return first === undefined
    ? say`✍️ ${review.by.name} reviewed ${tellClock(review.at)} · waiting for approval`
    : say`✍️ 1 of 2: ${first.by.name} approved ${tellClock(first.at)} · one more by ${tellClock(first.until)}`
}

export function listApprovalButtons(incident: Incident): readonly CardButton[] {
  return findWaiting(incident) === undefined
    ? []
    : [
        { pressId: 'approve', title: 'Approve…', isMain: true },
        { pressId: 'send-back', title: 'Send back…', isMain: false },
      ]
}
