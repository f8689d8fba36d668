// How much was sent in a day. Only counts and themes leave this file, never a subject.
import { dayMilliseconds, hourMilliseconds, type Instant } from '../../../../domain/instant.js'
import { readSubjects } from '../../../../domain/themes.js'
import { BackendError } from '../../../../errors.js'
import type { SenderQuestion } from '../question.js'
import { readTrace, type Trace, type TraceRow } from '../trace.js'
import { readAsAnother, type SentAsAnother } from './as-another.js'
import type { Earlier } from './earlier-kept.js'
import { readSenderTrace } from './joint-trace.js'
import { toOutsideShare } from './rhythm.js'
import type { SendingAddresses } from './sending-addresses.js'
import type { Submitted } from './submission.js'
import type { SenderValue } from './value.js'

type SentMail = SenderValue<'sentMail'>

/** Of the addresses it was handed over from. */
const mostSources = 5

export interface SentParts {
  readonly addresses: Promise<SendingAddresses>
  readonly submitted: Promise<Submitted | undefined>
  readonly signIns: Promise<SenderValue<'signIns'>>
  /** Of where the account is used otherwise. */
  readonly usualAddresses: Promise<ReadonlySet<string>>
  /** Undefined when it is not known. */
  readonly earlier: Promise<Earlier | undefined>
  readonly domains: Promise<readonly string[]>
}

export async function readSentMail(question: SenderQuestion, parts: SentParts): Promise<SentMail> {
  const { addresses, doubt } = await parts.addresses
  const trace = await readSenderTrace(question, addresses)
  // Nothing under the sign-in name means nothing when the mail addresses are not known.
  if (trace.rows.length === 0 && doubt !== undefined) throw doubt
  const sent = toSentMail(trace, question)
  const [submitted, signIns, before] = await Promise.all([
    parts.submitted,
    parts.signIns,
    readBefore(question, addresses),
  ])
  const ipAddresses = new Set(signIns.map(({ ipAddress }) => ipAddress))
  const odd = signIns.filter(({ succeeded, device }) => succeeded && device !== 'known')
  const oddAddresses = [...new Set(odd.map(({ ipAddress }) => ipAddress))].filter((one) => one !== '')
  const known = {
    submitted,
    ipAddresses,
    oddAddresses,
    messages: Math.max(sent.messages, before?.messages ?? 0),
  }
  const { asAnother, rows } = await orNothing(readAsAnother(question, known))
  return {
    ...sent,
    ...toSources([...trace.rows, ...rows], await listKnownAddresses(parts)),
    ...(before === undefined ? {} : { before }),
    ...(asAnother === undefined ? {} : { asAnother }),
    ...(await compare(trace.rows, parts)),
  }
}

/** That it could not be read leaves mail missing, which is told by the numbers. */
async function orNothing(reading: Promise<SentAsAnother>): Promise<SentAsAnother> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof BackendError) return { asAnother: undefined, rows: [] }
    throw error
  }
}

/** The day before a restriction that is no longer in the window. */
async function readBefore(
  { asking, anchor, now }: SenderQuestion,
  addresses: readonly string[],
): Promise<SentMail['before']> {
  if (anchor >= now - dayMilliseconds) return undefined
  const { rows } = await readTrace(asking, {
    filter: { SenderAddress: addresses },
    from: anchor - dayMilliseconds,
    to: anchor,
  })
  return {
    messages: new Set(rows.map(({ messageId }) => messageId)).size,
    distinctSubjects: new Set(rows.map(({ subject }) => subject)).size,
  }
}

/** Undefined when there is nothing to compare with. */
async function listKnownAddresses(parts: SentParts): Promise<ReadonlySet<string> | undefined> {
  const [usual, earlier] = await Promise.all([parts.usualAddresses, parts.earlier])
  const known = new Set([...usual, ...(earlier?.ipAddresses ?? [])])
  return known.size === 0 ? undefined : known
}

function toSources(
  rows: readonly TraceRow[],
  known: ReadonlySet<string> | undefined,
): Pick<SentMail, 'sources'> {
  const counts = new Map<string, Set<string>>()
  for (const { fromIp, messageId } of rows)
    if (fromIp !== '') counts.set(fromIp, (counts.get(fromIp) ?? new Set()).add(messageId))
  const sources = [...counts]
    .map(([ipAddress, messages]) => ({
      ipAddress,
      messages: messages.size,
      ...(known === undefined ? {} : { isNew: !known.has(ipAddress) }),
    }))
    .toSorted((one, other) => other.messages - one.messages)
    .slice(0, mostSources)
  return sources.length === 0 ? {} : { sources }
}

/** Whether recipients are new is only told when all was read, or when enough of them are not. */
async function compare(
  rows: readonly TraceRow[],
  parts: SentParts,
): Promise<Pick<SentMail, 'outsideShare' | 'seenBefore'>> {
  const [earlier, domains] = await Promise.all([parts.earlier, parts.domains])
  const outsideShare = toOutsideShare(rows, domains)
  const recipients = [...new Set(rows.filter(isDelivery).map(({ recipient }) => recipient))]
  const seen = recipients.filter((one) => earlier?.recipients.has(one) === true).length
  const seenBefore = Math.round((seen / Math.max(1, recipients.length)) * 1_000) / 1_000
  const isTold = earlier !== undefined && recipients.length > 0 && (earlier.isWhole || seenBefore >= 0.7)
  return {
    ...(outsideShare === undefined ? {} : { outsideShare }),
    ...(isTold ? { seenBefore } : {}),
  }
}

function toSentMail({ rows, since, truncated }: Trace, { now }: SenderQuestion): SentMail {
  const messages = new Map(rows.map((row) => [row.messageId, row]))
  const deliveries = rows.filter(isDelivery)
  const byHour = toHours([...messages.values()])
  const subjects = new Set(rows.map(({ subject }) => subject))
  const busiestHour = byHour.toSorted((one, other) => other.messages - one.messages)[0]
  return {
    hours: toHourCount(now - since),
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
