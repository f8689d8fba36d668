// Leave to unblock: single-use, expiring, bound to one actor and to the revision of the incident that was reviewed.
import { z } from 'zod'
import { RefusedError, StaleError } from '../errors.js'
import { type ActorRef, toActorKey } from './actor.js'
import { type Instant, minuteMilliseconds } from './instant.js'
import { reviewSchema } from './review.js'

export const confirmationSchema = z
  .object({ id: z.string(), revision: z.number(), expiresAt: z.number(), review: reviewSchema })
  .readonly()

export type Confirmation = z.infer<typeof confirmationSchema>

export const confirmationMilliseconds = 10 * minuteMilliseconds

interface Use {
  readonly confirmationId: string
  readonly actor: ActorRef
  readonly revision: number
  readonly now: Instant
}

/**
 * The confirmation this use is entitled to. A used one is no longer among `confirmations`, so it is not found.
 * @throws RefusedError when it is unknown, another actor's or expired; StaleError when the incident has changed since.
 */
export function getConfirmation(confirmations: readonly Confirmation[], use: Use): Confirmation {
  const found = confirmations.find((confirmation) => confirmation.id === use.confirmationId)
  if (found === undefined)
    throw new RefusedError(
      'confirmation-used',
      'This confirmation has been used or replaced. Open the review again.',
    )
  if (toActorKey(found.review.by) !== toActorKey(use.actor))
    throw new RefusedError(
      'confirmation-not-yours',
      'This confirmation belongs to somebody else. Open your own review.',
    )
  if (use.now >= found.expiresAt)
    throw new RefusedError(
      'confirmation-expired',
      'This confirmation has expired. Open the review again; your answers are kept.',
    )
  if (found.revision !== use.revision)
    throw new StaleError(
      'Something about this restriction changed while you were reading. Open the review again; your answers are kept.',
    )
  return found
}
