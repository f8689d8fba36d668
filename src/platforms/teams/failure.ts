// What a refusal of the connector means for the one who asked.
import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { PlatformError, type PlatformErrorCode } from '../../errors.js'

const errorBody = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,60}$/) }) })

export interface Refusal {
  readonly status: number
  /** The body as JSON; undefined when it was none. */
  readonly body: unknown
  /** The `Retry-After` header. */
  readonly retryAfter: string | null
  /** Whether a message that exists was asked for; a 404 then means that message. */
  readonly ofMessage: boolean
  readonly now: Instant
}

export function toPlatformError(refusal: Refusal): PlatformError {
  const read = errorBody.safeParse(refusal.body)
  const reason = read.success ? read.data.error.code : ''
  const code = toCode(refusal, reason)
  const retryAfterMilliseconds = readRetryAfter(refusal.retryAfter, refusal.now)
  return new PlatformError(`Teams answered ${`${refusal.status} ${reason}`.trim()}${explain(code)}`, {
    code,
    // Of the others Microsoft says that they were not carried out.
    mayBeDone: refusal.status >= 500 || refusal.status === 408,
    ...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
  })
}

/** Any other 404 is about the conversation, and says nothing about who is in it. */
export function isUnknownMember(status: number, body: unknown): boolean {
  const read = errorBody.safeParse(body)
  return status === 404 && read.success && read.data.error.code === 'MemberNotFoundInConversation'
}

function toCode({ status, ofMessage }: Refusal, reason: string): PlatformErrorCode {
  if (reason === 'ActivityNotFoundInConversation') return 'message-gone'
  if (reason === 'ConversationNotFound') return 'channel-not-found'
  if (status === 429) return 'throttled'
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 404) return ofMessage ? 'message-gone' : 'channel-not-found'
  // Microsoft asks to repeat 412 and 502-504; 408 and the other 5xx are no verdict about the card either.
  if (status === 408 || status === 412 || status >= 500) return 'unavailable'
  return 'rejected'
}

function explain(code: PlatformErrorCode): string {
  if (code === 'forbidden')
    return ': the bot may not write there. Check that the app is still installed in the team, and its app id and secret'
  if (code === 'channel-not-found')
    return ': the channel is not there, or the app is not installed in its team'
  return ''
}

/** Seconds or an HTTP date. */
function readRetryAfter(header: string | null, now: Instant): number | undefined {
  if (header === null) return undefined
  const milliseconds = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined
}
