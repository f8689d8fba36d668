/** A moment as epoch milliseconds, UTC. Always handed in; the domain has no clock. */
export type Instant = number

export const minuteMilliseconds = 60_000
export const hourMilliseconds = 60 * minuteMilliseconds
export const dayMilliseconds = 24 * hourMilliseconds

/** The UTC midnight that follows: `BlockUserForToday` ends there (Microsoft: "until the following day, based on UTC time"). */
export function toNextUtcMidnight(instant: Instant): Instant {
  return (Math.floor(instant / dayMilliseconds) + 1) * dayMilliseconds
}
