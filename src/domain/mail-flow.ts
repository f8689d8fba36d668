// Whether mail flows again after an unblock, as far as message trace has shown it. That it flows is said only of a message
// that was seen delivered outside; a trace is minutes behind, so that nothing seen is not "nothing delivered".
import { z } from 'zod'
import type { Fact } from './fact.js'
import { dayMilliseconds, hourMilliseconds, type Instant, minuteMilliseconds } from './instant.js'

/** What one read of message trace shows of the mail that was sent after a moment. */
export interface MailSeen {
  /** Delivered outside the organisation: when Exchange took the first of them, and the last. */
  readonly outside?: { readonly first: Instant; readonly last: Instant }
  /** When Exchange took the last one that was delivered inside. */
  readonly insideAt?: Instant
  /** The last one that was refused because of the restriction, and the code that says so. */
  readonly refused?: { readonly at: Instant; readonly code: string }
  /** What it cannot tell all the same, in a sentence. */
  readonly limit?: string
}

/** Unknown where message trace may not be read, or cannot tell this sender's or connector's mail apart. */
export type MailTrace = Fact<MailSeen>

/** What all reads have shown so far. */
export const mailSchema = z
  .object({
    /** When message trace was read last. */
    readAt: z.number(),
    /** The first that was seen delivered outside after the last refusal. */
    deliveredAt: z.number().optional(),
    insideAt: z.number().optional(),
    refused: z.object({ at: z.number(), code: z.string() }).readonly().optional(),
    limit: z.string().optional(),
    /** Why the last read could not tell anything. */
    why: z.string().optional(),
  })
  .readonly()
export type Mail = z.infer<typeof mailSchema>

/** `unread`: message trace has not answered yet. */
export type MailVerdict = 'delivered' | 'refused' | 'inside' | 'nothing' | 'unknown' | 'unread'

export function toMailVerdict(mail: Mail | undefined): MailVerdict {
  if (mail === undefined) return 'unread'
  if (mail.deliveredAt !== undefined) return 'delivered'
  if (mail.refused !== undefined) return 'refused'
  if (mail.why !== undefined) return 'unknown'
  return mail.insideAt === undefined ? 'nothing' : 'inside'
}

/** Exchange's clock and ours need not agree: so soon after the unblock it may have been sent before. */
const graceMilliseconds = minuteMilliseconds

interface Read {
  readonly trace: MailTrace
  readonly unblockedAt: Instant
  readonly readAt: Instant
}

/** What was seen once stays seen; a refusal counts until something is delivered after it. */
export function addTrace(before: Mail | undefined, { trace, unblockedAt, readAt }: Read): Mail {
  const { why: _why, limit: _limit, ...kept } = before ?? { readAt }
  if (!trace.known) return { ...kept, readAt, why: trace.why }
  const seen = trace.value
  const isLate = seen.refused !== undefined && seen.refused.at >= unblockedAt + graceMilliseconds
  const refused = toLater(kept.refused, isLate ? seen.refused : undefined)
  const { deliveredAt: _, ...rest } = kept
  const deliveries = [kept.deliveredAt, seen.outside?.first, seen.outside?.last].filter(
    (at) => at !== undefined && at > (refused?.at ?? Number.NEGATIVE_INFINITY),
  )
  const insideAt = seen.insideAt ?? kept.insideAt
  return {
    ...rest,
    readAt,
    ...(deliveries.length === 0 ? {} : { deliveredAt: Math.min(...deliveries.map(Number)) }),
    ...(insideAt === undefined ? {} : { insideAt }),
    ...(refused === undefined ? {} : { refused }),
    ...(seen.limit === undefined ? {} : { limit: seen.limit }),
  }
}

function toLater(one: Mail['refused'], other: Mail['refused']): Mail['refused'] {
  if (one === undefined || other === undefined) return one ?? other
  return other.at > one.at ? other : one
}

/** Microsoft: mail flows again "within one hour" under most circumstances, after 24 hours at the latest. */
export const usualMilliseconds = hourMilliseconds
export const longestMilliseconds = dayMilliseconds
/** Message trace tells of ten days at once. */
export const mostTracedMilliseconds = 10 * dayMilliseconds

/** From the unblock. Message trace is 5 to 10 minutes behind, and a whole tenant may ask 100 times in 5 minutes. */
const traceMinutes = [3, 6, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 600, 720, 960, 1200, 1435]
const laterMilliseconds = 6 * hourMilliseconds

/** When message trace is read next. */
export function toNextTraceAt(unblockedAt: Instant, now: Instant): Instant {
  const due = traceMinutes.map((minutes) => unblockedAt + minutes * minuteMilliseconds).find((at) => at > now)
  return due ?? Math.max(now, unblockedAt) + laterMilliseconds
}

/**
 * Whether the watch of one that is off the list has an end: mail was seen to flow, nobody can see it, or a day is over.
 * One that is refused has none before the text for Microsoft Support.
 */
export function isWatchOver(mail: Mail | undefined, elapsed: number): boolean {
  if (elapsed < usualMilliseconds) return false
  const verdict = toMailVerdict(mail)
  switch (verdict) {
    case 'delivered':
    case 'unknown':
      return true
    case 'refused':
      return elapsed >= mostTracedMilliseconds
    case 'inside':
    case 'nothing':
    case 'unread':
      return elapsed >= longestMilliseconds
    default:
      return verdict satisfies never
  }
}
