// Rules by which people sort or delete what certain senders send.
import type { SenderEvidence } from './evidence.js'

type InboxRule = Extract<SenderEvidence['inboxRules'], { known: true }>['value'][number]

/** In plain sight, older than the audit log was read back, and of no mail that an intruder wants to hide. */
export function isOldSorting({ filing, unchangedSince, hidden, name }: InboxRule): boolean {
  return filing !== undefined && unchangedSince !== undefined && !hidden && name.trim().length > 1
}

/** The same, and for certain senders outside only: nobody hides answers to spam with that. */
export function isOldFiling(rule: InboxRule): boolean {
  return rule.filing === 'senders' && isOldSorting(rule)
}
