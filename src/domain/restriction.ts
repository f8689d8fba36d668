import { z } from 'zod'
import { entitySchema } from './entity.js'
import { dayMilliseconds, type Instant, minuteMilliseconds, toNextUtcMidnight } from './instant.js'
import { reasonSchema } from './reason.js'

export const restrictionSchema = z
  .object({
    entity: entitySchema,
    reason: reasonSchema,
    /** When Exchange says it began; undefined when it did not say or said it in an unknown form. */
    createdAt: z.number().optional(),
    changedAt: z.number().optional(),
    temporary: z.boolean(),
    /** The record as the backend gave it, for the journal and for Microsoft Support; never shown in a shared channel. */
    raw: z.record(z.string(), z.unknown()),
  })
  .readonly()

/** One entry of the Restricted entities list. */
export type Restriction = z.infer<typeof restrictionSchema>

/**
 * How a restriction ended that nobody lifted here. Limit blocks end by themselves, temporary ones at UTC midnight. What
 * does not say when it began had begun when it was first seen. `cleared-elsewhere`: it left the list, and why is not known.
 */
export function toVanishedOutcome(
  restriction: Restriction,
  seenAt: Instant,
  now: Instant,
): 'expired' | 'cleared-elsewhere' {
  const began = restriction.createdAt ?? seenAt
  if (restriction.temporary && now >= toNextUtcMidnight(began)) return 'expired'
  if (restriction.reason.cause === 'limit' && now >= began + dayMilliseconds) return 'expired'
  return 'cleared-elsewhere'
}

/** From when Exchange lists somebody to when a poll sees it, clocks that differ included. */
const sightMilliseconds = 5 * minuteMilliseconds

/** Whether the date of an entry proves that it is another one than that which was first seen then. */
export function isNewListing(before: Restriction, seenAt: Instant, after: Restriction): boolean {
  if (after.createdAt === undefined) return false
  if (before.createdAt !== undefined) return after.createdAt > before.createdAt
  return after.createdAt > seenAt + sightMilliseconds
}

/** Whether two looks saw the same restriction with the same facts, so that nobody has to judge anew. */
export function isSameRestriction(one: Restriction, other: Restriction): boolean {
  return (
    one.createdAt === other.createdAt &&
    one.changedAt === other.changedAt &&
    one.temporary === other.temporary &&
    one.reason.raw === other.reason.raw
  )
}
