// A restriction's Reason in words people can read at a glance.

import { findReasonFact, type Reason, toCount } from '../../domain/reason.js'
import type { FactRow } from '../cards.js'

/** What Exchange's Reason comes down to, in one sentence without addresses or trace ids. */
export function toReasonText(reason: Reason): string {
  const { spam, mail } = toCounts(reason)
  if (spam !== undefined && mail !== undefined)
    return `Outbound spam: ${spam} of ${mail} messages in 24 hours were marked as spam`
  if (spam !== undefined) return `Outbound spam: ${spam} messages in 24 hours were marked as spam`
  if (reason.cause === 'spam') return 'Outbound spam was detected'
  if (reason.cause === 'limit') return toLimitText(reason)
  return reason.raw.trim() === '' ? 'Exchange gave no reason' : 'Exchange gave a reason of an unknown kind'
}

/** The same in as few words as a line has room for: "412 of 1,203 were spam"; empty when there is nothing to count. */
export function toCountedText(reason: Reason): string {
  const { spam, mail } = toCounts(reason)
  if (spam !== undefined) return mail === undefined ? `${spam} were spam` : `${spam} of ${mail} were spam`
  const recipients = toNumber(findReasonFact(reason, 'RecipientCountLast24Hours'))
  return recipients === undefined ? '' : `${recipients} recipients in 24 h`
}

/** Exchange counts a sender and a connector under other names. */
function toCounts(reason: Reason) {
  const find = (...keys: readonly string[]) =>
    toNumber(keys.map((key) => findReasonFact(reason, key)).find((fact) => fact !== undefined))
  return {
    spam: find('OutboundSpamLast24Hours', 'SpamCountLast24Hours'),
    mail: find('OutboundMailLast24Hours', 'MailCountLast24Hours'),
  }
}

function toLimitText(reason: Reason): string {
  const last24 = toNumber(findReasonFact(reason, 'RecipientCountLast24Hours'))
  const limit = toNumber(findReasonFact(reason, 'RcptRateLimit'))
  if (last24 !== undefined && limit !== undefined)
    return `Sending limit exceeded: ${last24} recipients in 24 hours, the limit is ${limit}`
  const type = findReasonFact(reason, 'ExceedingLimitType') ?? ''
  const external = toNumber(findReasonFact(reason, 'ExternalRecipientCountToday'))
  const internal = toNumber(findReasonFact(reason, 'InternalRecipientCountToday'))
  const counts = [
    external === undefined ? '' : `${external} external`,
    internal === undefined ? '' : `${internal} internal`,
  ].filter((count) => count !== '')
  const kind = /^(internal|external)$/i.test(type) ? `${type.toLowerCase()} ` : ''
  const today = counts.length === 0 ? '' : `: ${counts.join(' and ')} recipients today`
  return `Sending limit exceeded${kind === '' ? '' : ` (${kind.trim()} recipients)`}${today}`
}

function toNumber(text: string | undefined): string | undefined {
  const count = text === undefined || text.length > 15 ? undefined : toCount(text)
  return count?.toLocaleString('en-US')
}

/** Every part as Exchange gave it. */
export function toReasonFacts(facts: Reason['facts']): readonly FactRow[] {
  return facts.map(({ key, value }) => ({ label: key, value: value === '' ? 'yes' : value }))
}
