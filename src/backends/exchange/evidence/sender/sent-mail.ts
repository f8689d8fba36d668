// How much was sent in a day. Only counts and themes leave this file, never a subject.
import { hourMilliseconds, type Instant } from '../../../../domain/instant.js'
import { readSubjects } from '../../../../domain/themes.js'
import { BackendError } from '../../../../errors.js'
import { isMissing } from '../failures.js'
import { listMailboxAddresses } from '../mailbox.js'
import type { SenderQuestion } from '../question.js'
import type { Trace, TraceRow } from '../trace.js'
import { distinctAddresses, listSmtpAddresses } from '../user.js'
import { readSenderTrace, sentHours } from './joint-trace.js'
import type { SenderValue } from './value.js'

type SentMail = SenderValue<'sentMail'>

const mostAddresses = 20

export async function readSentMail(question: SenderQuestion): Promise<SentMail> {
  const { addresses, doubt } = await readSendingAddresses(question)
  const trace = await readSenderTrace(question, addresses.slice(0, mostAddresses))
  // Nothing under the sign-in name means nothing when the mail addresses are not known.
  if (trace.rows.length === 0 && doubt !== undefined) throw doubt
  return toSentMail(trace, question.now)
}

interface SendingAddresses {
  readonly addresses: readonly string[]
  /** Why there may be more addresses than these; undefined when these are all. */
  readonly doubt: BackendError | undefined
}

/** Mail is traced by mail address, which need not be the name that Exchange lists. */
async function readSendingAddresses(question: SenderQuestion): Promise<SendingAddresses> {
  const [mailbox, user] = await Promise.allSettled([question.getMailbox(), question.getUser()])
  const addresses = distinctAddresses([
    question.address,
    ...(mailbox.status === 'fulfilled' ? listMailboxAddresses(mailbox.value) : []),
    ...(user.status === 'fulfilled'
      ? [user.value.mail, ...listSmtpAddresses(user.value.proxyAddresses)]
      : []),
  ])
  return { addresses, doubt: isAnswered(mailbox) || isAnswered(user) ? undefined : toDoubt(mailbox) }
}

/** That nobody is there is an answer too. */
function isAnswered(asked: PromiseSettledResult<unknown>): boolean {
  return asked.status === 'fulfilled' || isMissing(asked.reason)
}

function toDoubt(asked: PromiseSettledResult<unknown>): BackendError | undefined {
  return asked.status === 'rejected' && asked.reason instanceof BackendError ? asked.reason : undefined
}

function toSentMail({ rows, since, truncated }: Trace, now: Instant): SentMail {
  const messages = new Map(rows.map((row) => [row.messageId, row]))
  const deliveries = rows.filter(isDelivery)
  const byHour = toHours([...messages.values()])
  const subjects = new Set(rows.map(({ subject }) => subject))
  const busiestHour = byHour.toSorted((one, other) => other.messages - one.messages)[0]
  return {
    hours: truncated ? toHourCount(now - since) : sentHours,
    messages: messages.size,
    recipients: new Set(deliveries.map(({ recipient }) => recipient)).size,
    deliveries: new Set(deliveries.map(({ messageId, recipient }) => `${messageId} ${recipient}`)).size,
    distinctSubjects: subjects.size,
    ...(truncated ? { truncated } : {}),
    ...(subjects.size === 0 ? {} : { subjects: readSubjects([...subjects]) }),
    ...(rows.length > 0 && rows.every(isRefused) ? { refused: true } : {}),
    byHour,
    ...(busiestHour === undefined ? {} : { busiestHour }),
  }
}

/** A group that was expanded has rows for its members. */
function isDelivery({ status }: TraceRow): boolean {
  return status.toLowerCase() !== 'expanded'
}

/** Exchange takes no mail of whoever is restricted: these are attempts. */
function isRefused({ status }: TraceRow): boolean {
  return status.toLowerCase() === 'failed'
}

function toHours(rows: readonly TraceRow[]): NonNullable<SentMail['byHour']> {
  const counts = new Map<Instant, number>()
  for (const { at } of rows) {
    const startsAt = Math.floor(at / hourMilliseconds) * hourMilliseconds
    counts.set(startsAt, (counts.get(startsAt) ?? 0) + 1)
  }
  return [...counts]
    .map(([startsAt, messages]) => ({ startsAt, messages }))
    .sort((one, other) => one.startsAt - other.startsAt)
}

/** To a tenth, and never nothing. */
function toHourCount(milliseconds: number): number {
  return Math.max(0.1, Math.round((milliseconds / hourMilliseconds) * 10) / 10)
}
