// A restriction's Reason in words people can read at a glance.

import { findReasonFact, type Reason } from '../../domain/reason.js'
import type { FactRow } from '../cards.js'

/** What Exchange's Reason comes down to, in one sentence without addresses or trace ids. */
export function toReasonText(reason: Reason): string {
  const spam = toNumber(findReasonFact(reason, 'OutboundSpamLast24Hours'))
  const mail = toNumber(findReasonFact(reason, 'OutboundMailLast24Hours'))
  if (spam !== undefined && mail !== undefined)
    return `Outbound spam: ${spam} of ${mail} messages in 24 hours were marked as spam`
  if (spam !== undefined) return `Outbound spam: ${spam} messages in 24 hours were marked as spam`
  if (reason.cause === 'spam') return 'Outbound spam was detected'
  if (reason.cause === 'limit') return toLimitText(reason)
  return reason.raw.trim() === '' ? 'Exchange gave no reason' : 'Exchange gave a reason of an unknown kind'
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
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text).toLocaleString('en-US') : undefined
}

// A shared channel is no place for client addresses and trace ids; the private review shows every part.
// Keys are not documented, so an address is also known by its looks.
const privateKeys = /ip\b|ipaddress|trace|messageid/i
const ipAddress = /\d{1,3}(\.\d{1,3}){3}|[\da-f]{0,4}:[\da-f]{0,4}:/i

// What the sentence of `toReasonText` says already would only be noise beside it.
const toldKeys =
  /^(as|outboundspampercent|outbound(spam|mail)last24hours|recipientcountlast24hours|rcptratelimit|exceedinglimittype|(in|ex)ternalrecipientcounttoday|emailsendinglimitexceeded|recipientratelimitexceeded)$/i

/** What may stand on a shared card beside the sentence: parts it does not tell, without addresses and trace ids. */
export function toPublicReasonFacts(reason: Reason): readonly FactRow[] {
  return toReasonFacts(reason.facts.filter((fact) => isPublic(fact) && !toldKeys.test(fact.key)))
}

function isPublic({ key, value }: Reason['facts'][number]): boolean {
  return !privateKeys.test(key) && !ipAddress.test(value)
}

/** Every part as Exchange gave it. */
export function toReasonFacts(facts: Reason['facts']): readonly FactRow[] {
  return facts.map(({ key, value }) => ({ label: key, value: value === '' ? 'yes' : value }))
}
