// What counts as recent: the week before the restriction, and everything since. Microsoft and others look at 7 days
// when they respond to a compromised account.
import { dayMilliseconds, type Instant } from '../instant.js'
import type { Restriction } from '../restriction.js'

export const recentDays = 7

/** Whether something falls into that window. A thing without a date may: nobody can rule it out. */
export function isRecent(at: Instant | undefined, restriction: Restriction, gatheredAt: Instant): boolean {
  return at === undefined || at >= (restriction.createdAt ?? gatheredAt) - recentDays * dayMilliseconds
}
