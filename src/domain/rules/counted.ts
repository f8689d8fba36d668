// What Exchange itself counted before it restricted somebody, as far as the Reason says it. It counts what the account
// submitted, under whatever address; message trace shows mail by the address it came from (learn.microsoft.com, "Outbound
// spam policies: Send As and Send on Behalf"). The two are held against each other.
import { hourMilliseconds, type Instant } from '../instant.js'
import { type Reason, toCount } from '../reason.js'
import type { Restriction } from '../restriction.js'
import { toAmountText, toCountText, toUtcText } from '../words.js'

interface Counted {
  readonly messages: number
  /** Recipients of each message, the same one each time. */
  readonly recipients: number
}

const messageKey = /^(?:outbound)?(?:spam|mail|message)s?(?:count)?(?:last24hours|today)?$/i
const recipientKey = /^(?:recipient|rcpt)s?count(?:last24hours|today)?$/i
/** Two that make up the whole. */
const partialRecipientKey = /^(?:internal|external)(?:recipient|rcpt)s?count(?:last24hours|today)?$/i

interface Traced {
  readonly hours: number
  readonly messages: number
  /** Undefined when it was not counted. */
  readonly deliveries?: number | undefined
  readonly truncated?: boolean | undefined
  readonly gatheredAt: Instant
}

/** Says that message trace shows less than half of what Exchange counted; empty when it does not. */
export function toUntracedText({ reason, createdAt }: Restriction, traced: Traced): string {
  const { messages, recipients } = readCounted(reason)
  const { deliveries = traced.messages === 0 ? 0 : undefined } = traced
  if (isMostMissing(messages, traced.messages))
    return toText({ counted: messages, seen: traced.messages, noun: 'message', createdAt }, traced)
  if (deliveries !== undefined && isMostMissing(recipients, deliveries))
    return toText({ counted: recipients, seen: deliveries, noun: 'recipient', createdAt }, traced)
  return ''
}

function isMostMissing(counted: number, seen: number): boolean {
  return seen * 2 < counted
}

interface Gap {
  readonly counted: number
  readonly seen: number
  readonly noun: string
  readonly createdAt: Instant | undefined
}

function toText({ counted, seen, noun, createdAt }: Gap, { hours, truncated, gatheredAt }: Traced): string {
  const counting = `Exchange counted ${toAmountText(counted, noun)}`
  if (truncated === true) return `${counting}; message trace was cut short.`
  const begins = gatheredAt - hours * hourMilliseconds
  const isOlder = createdAt !== undefined && gatheredAt - createdAt >= hourMilliseconds
  const limit = isOlder ? ` It begins ${toUtcText(begins)}: nothing older is in it.` : ''
  const shown = seen === 0 ? 'none' : toCountText(seen)
  return `${counting}, and message trace shows ${shown} in ${toAmountText(hours, 'hour')}.${limit}`
}

/** 0 for what it does not say. */
export function readCounted({ facts }: Reason): Counted {
  const list = (wanted: RegExp) =>
    facts.filter(({ key }) => wanted.test(key.replaceAll(/\s/g, ''))).map(({ value }) => toCount(value) ?? 0)
  return {
    messages: Math.max(0, ...list(messageKey)),
    recipients: Math.max(sum(list(partialRecipientKey)), ...list(recipientKey)),
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
