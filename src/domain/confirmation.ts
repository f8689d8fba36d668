// Leave to unblock: single-use, expiring, bound to one actor, to the revision of the incident that was reviewed and to the
// findings that were on the screen.
import { z } from 'zod'
import { RefusedError } from '../errors.js'
import { type ActorRef, actorRefSchema, toActorKey } from './actor.js'
import { listFindingIds } from './finding.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'
import { type Review, reviewSchema } from './review.js'
import type { Known } from './rules/index.js'

export const confirmationSchema = z
  .object({
    id: z.string(),
    revision: z.number(),
    expiresAt: z.number(),
    review: reviewSchema,
    /** Whose Yes it is; undefined when it is the reviewer's own. */
    by: actorRefSchema.optional(),
  })
  .readonly()

export type Confirmation = z.infer<typeof confirmationSchema>

export const confirmationMilliseconds = 10 * minuteMilliseconds

interface Use {
  readonly confirmationId: string
  readonly actor: ActorRef
  readonly now: Instant
}

/** Who may say Yes: whoever approves, which need not be whoever reviewed. */
export function toApprover({ by, review }: Pick<Confirmation, 'by' | 'review'>): ActorRef {
  return by ?? review.by
}

interface Reviewed extends Known {
  readonly revision: number
  readonly reviews: readonly Review[]
}

/**
 * Whether a Yes still counts for what is known now. The revision counts up with every new finding, changed entry, step on
 * the account and failed unblock. Evidence that was only read again with the same or fewer findings leaves it, and the Yes:
 * nothing of it has to be judged anew. Whoever approves the review of somebody else approves that very one, and
 * not what its author has begun to change. The findings are compared as well, for a Yes that outlives an update of the rules,
 * and because nothing that was not on the screen may ever be unblocked over.
 */
export function isStillTrue({ revision, review, by }: Confirmation, incident: Reviewed): boolean {
  const seen = new Set(review.attestations.map(({ findingId }) => findingId))
  const isAsApproved =
    by === undefined ||
    toActorKey(by) === toActorKey(review.by) ||
    incident.reviews.some((one) => toActorKey(one.by) === toActorKey(review.by) && one.at === review.at)
  return (
    revision === incident.revision && isAsApproved && listFindingIds(incident).every((id) => seen.has(id))
  )
}

/**
 * The confirmation this use is entitled to. A used one is no longer among `confirmations`, so it is not found.
 * @throws RefusedError when it is unknown, another actor's or expired.
 */
export function getConfirmation(confirmations: readonly Confirmation[], use: Use): Confirmation {
  const found = confirmations.find((confirmation) => confirmation.id === use.confirmationId)
  if (found === undefined)
    throw new RefusedError(
      'confirmation-used',
      'This confirmation has been used or replaced. Open the review again.',
    )
  if (toActorKey(toApprover(found)) !== toActorKey(use.actor))
    throw new RefusedError(
      'confirmation-not-yours',
      'This confirmation belongs to somebody else. Open your own review.',
    )
  // Further ahead than it lasts: the clock was set back, and nobody knows how long ago it was issued.
  if (use.now >= found.expiresAt || isAhead(found.expiresAt, use.now + confirmationMilliseconds))
    throw new RefusedError(
      'confirmation-expired',
      'This confirmation has expired. Open the review again; your answers are kept.',
    )
  return found
}
