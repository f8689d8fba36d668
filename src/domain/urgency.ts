// Whose evidence comes first while many wait. Only what the list says and what Reprieve remembers is known by then: roles,
// sign-ins and what the account has done are evidence themselves.
import type { Incident } from './incident.js'
import { findReasonFact, toCount } from './reason.js'
import { toSeverity } from './route.js'

/** From 0 to 8; whoever has more is worse. */
export function toUrgency({ restriction, earlier }: Pick<Incident, 'restriction' | 'earlier'>): number {
  // Spam, a connector and what Exchange does not explain come before too much mail.
  const isGrave = toSeverity(restriction) === 'high'
  const isRepeated = earlier.count > 0
  // Exchange lifts a temporary one by itself.
  const isLasting = !restriction.temporary
  return 4 * Number(isGrave) + 2 * Number(isRepeated) + Number(isLasting) + toSpamShare(restriction)
}

/** Between those that are alike otherwise: the more messages Exchange has marked as spam, the nearer to 1. */
function toSpamShare({ reason }: Incident['restriction']): number {
  const count = toCount(findReasonFact(reason, 'OutboundSpamLast24Hours') ?? '') ?? 0
  return Number.isFinite(count) && count > 0 ? count / (count + 1_000) : 0
}
