// What a sender normally does: counted by days of 24 hours back from the one before the restriction, so that the same hour of
// the day ends each of them.
import type { Rhythm } from '../../../../domain/habits.js'
import { dayMilliseconds, type Instant, minuteMilliseconds } from '../../../../domain/instant.js'
import { BackendError } from '../../../../errors.js'
import { createGivenUpError } from '../failures.js'
import type { SenderQuestion } from '../question.js'
import type { TraceRow } from '../trace.js'
import type { Earlier } from './earlier-kept.js'
import type { EarlierMail } from './joint-rhythm.js'

/** As good as all that message trace keeps. */
const wholeDays = 85
/** Fewer are no rhythm. */
const fewestDays = 7
const peakTimes = 3
const fewestOfPeak = 20

/** @throws BackendError when too little of it could be read. */
export async function readEarlierMail(
  question: SenderQuestion,
  addresses: readonly string[],
  domains: readonly string[],
): Promise<Earlier> {
  const { anchor, signal, rhythmTogether, earlierKept } = question
  const key = JSON.stringify([Math.floor(anchor / minuteMilliseconds), addresses, domains])
  try {
    return await earlierKept.get(
      key,
      (shared) => count({ anchor, rhythmTogether, signal: shared }, addresses, domains),
      signal,
    )
  } catch (error) {
    throw signal.aborted ? createGivenUpError(signal.reason) : error
  }
}

async function count(
  { anchor, signal, rhythmTogether }: Pick<SenderQuestion, 'anchor' | 'signal' | 'rhythmTogether'>,
  addresses: readonly string[],
  domains: readonly string[],
): Promise<Earlier> {
  const joint = await rhythmTogether({ addresses, anchor }, signal)
  if (joint === undefined)
    throw new BackendError('Message trace of the months before could not be read.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
  const own = new Set(addresses.map((address) => address.toLowerCase()))
  const rows = joint.answer.rows.filter(
    ({ sender, status }) => own.has(sender) && !/^expanded$/i.test(status),
  )
  const days = countDays(joint.answer, anchor)
  if (days < fewestDays)
    throw new BackendError('So much was sent that message trace of the months before does not reach back.', {
      code: 'rejected',
      outcome: 'unchanged',
    })
  return {
    rhythm: toRhythm(rows, { anchor, days, domains }),
    recipients: new Set(rows.map(({ recipient }) => recipient)),
    ipAddresses: new Set(rows.map(({ fromIp }) => fromIp).filter((address) => address !== '')),
    isWhole: days >= wholeDays,
  }
}

function countDays({ spans }: EarlierMail, anchor: Instant): number {
  const newest = anchor - dayMilliseconds
  const covered = spans.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, newest) - from), 0)
  return Math.floor(covered / dayMilliseconds)
}

interface Counting {
  readonly anchor: Instant
  readonly days: number
  readonly domains: readonly string[]
}

function toRhythm(rows: readonly TraceRow[], { anchor, days, domains }: Counting): Rhythm {
  const counts = countByDay(rows, anchor, days)
  const active = counts.filter((count) => count > 0)
  const ordinary = toMedian(active)
  const leastOfPeak = Math.max(fewestOfPeak, ordinary * peakTimes)
  const peaks = counts.flatMap((messages, day) =>
    messages >= leastOfPeak ? [{ at: anchor - (day + 1.5) * dayMilliseconds, messages }] : [],
  )
  const sameDays = counts.filter((_, day) => (day + 1) % 7 === 0)
  const outsideShare = toOutsideShare(rows, domains)
  return {
    messagesPerDay: Math.round(toMedian(active.filter((count) => count < leastOfPeak))),
    ...(peaks.length === 0 ? {} : { peaks }),
    sameWeekday: Math.round(toMedian(sameDays)),
    ...(outsideShare === undefined ? {} : { outsideShare }),
    ...(days >= wholeDays ? {} : { days }),
  }
}

/** Messages of each day, the newest first; day 0 ends a day before the restriction. */
function countByDay(rows: readonly TraceRow[], anchor: Instant, days: number): readonly number[] {
  const messages = Array.from({ length: days }, () => new Set<string>())
  for (const { at, messageId } of rows)
    messages[Math.floor((anchor - dayMilliseconds - at) / dayMilliseconds)]?.add(messageId)
  return messages.map(({ size }) => size)
}

function toMedian(counts: readonly number[]): number {
  const sorted = counts.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** Of distinct recipients; undefined without any, and when the organisation's own domains are not known. */
export function toOutsideShare(rows: readonly TraceRow[], domains: readonly string[]): number | undefined {
  const recipients = [...new Set(rows.map(({ recipient }) => recipient))]
  if (recipients.length === 0 || domains.length === 0) return undefined
  const outside = recipients.filter((one) => !domains.includes(one.slice(one.lastIndexOf('@') + 1)))
  return Math.round((outside.length / recipients.length) * 1_000) / 1_000
}
