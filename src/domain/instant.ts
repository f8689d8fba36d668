/** A moment as epoch milliseconds, UTC. Always handed in; the domain has no clock. */
export type Instant = number

export const minuteMilliseconds = 60_000
export const hourMilliseconds = 60 * minuteMilliseconds
/** A wall clock that moved by less against one that never steps was not set: it only runs a little fast or slow. */
export const leastStepMilliseconds = 5_000
export const dayMilliseconds = 24 * hourMilliseconds

/** The UTC midnight that follows: `BlockUserForToday` ends there (Microsoft: "until the following day, based on UTC time"). */
export function toNextUtcMidnight(instant: Instant): Instant {
  return (Math.floor(instant / dayMilliseconds) + 1) * dayMilliseconds
}

/** Noted before the clock was set back: what is measured from then is not waited for until the clock gets there again. */
export function isAhead(noted: Instant, now: Instant): boolean {
  return noted - now >= leastStepMilliseconds
}
