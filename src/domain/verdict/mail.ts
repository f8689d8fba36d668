// How much was sent, of what was counted, and how that compares with what this sender usually does.
import type { ConnectorEvidence, SenderEvidence } from '../evidence.js'
import { dayMilliseconds, type Instant } from '../instant.js'

type Evidence = SenderEvidence | ConnectorEvidence

/** A run of the last days may be the same one. */
const freshDays = 5
/** How near two runs are for one rhythm. */
const least = 0.55
const most = 1.6
/** Fewer are no mass mail. */
export const fewestOfMass = 100
/** Few people who get very much are a device's. */
export const fewPeople = 50

export interface Sent {
  /** Under its own addresses and others, in the window or in the day before the restriction, whichever is more. */
  readonly messages: number
  readonly recipients: number
  readonly distinctSubjects: number | undefined
}

/** Undefined when it is not known. */
export function readSent(evidence: Evidence): Sent | undefined {
  if (evidence.kind === 'connector') {
    if (!evidence.mail.known) return undefined
    const { messages, distinctSubjects } = evidence.mail.value
    return { messages, recipients: messages, distinctSubjects }
  }
  if (!evidence.sentMail.known) return undefined
  const { messages, recipients, distinctSubjects, asAnother, before } = evidence.sentMail.value
  const now = messages + (asAnother?.messages ?? 0)
  if (before !== undefined && before.messages > now)
    return { ...before, recipients: Math.max(recipients, before.messages) }
  return { messages: now, recipients, distinctSubjects }
}

export function isMass({ messages, recipients }: Sent): boolean {
  return Math.max(messages, recipients) >= fewestOfMass
}

/** A day on which it sent about as much, long enough ago to be another run. */
export function findSamePeak(evidence: Evidence): { at: Instant; messages: number } | undefined {
  const sent = readSent(evidence)
  if (sent === undefined || evidence.rhythm?.known !== true) return undefined
  return (evidence.rhythm.value.peaks ?? [])
    .filter(({ at }) => evidence.gatheredAt - at >= freshDays * dayMilliseconds)
    .toSorted((one, other) => other.at - one.at)
    .find(({ messages }) => isNear(sent.messages, messages))
}

function isNear(one: number, other: number): boolean {
  return other > 0 && one / other >= least && one / other <= most
}

/** How many times its ordinary day; undefined when that is not known. The same day of the week counts more. */
export function toTimesUsual(evidence: Evidence): { times: number; usual: number } | undefined {
  const sent = readSent(evidence)
  if (sent === undefined || evidence.rhythm?.known !== true) return undefined
  const { messagesPerDay, sameWeekday } = evidence.rhythm.value
  const usual = Math.max(messagesPerDay ?? -1, sameWeekday ?? -1)
  return usual < 0 ? undefined : { times: sent.messages / Math.max(1, usual), usual }
}

/** What the owner says counts when somebody spoke with them. */
export function isOwners(owner: { says: string; verified: boolean } | undefined): boolean {
  return owner?.says === 'mine' && owner.verified
}

const fewestKnown = 0.7

/** Most recipients were written to before, or wrote first. */
export function hasKnownRecipients(evidence: SenderEvidence): boolean {
  return evidence.sentMail.known && (evidence.sentMail.value.seenBefore ?? 0) >= fewestKnown
}
