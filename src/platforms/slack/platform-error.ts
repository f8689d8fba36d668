// What Slack's answers mean. The names are Slack's, listed per method at https://docs.slack.dev/reference/methods.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { withReason } from '../../domain/connection.js'
import { isUnreached, PlatformError, type PlatformErrorCode } from '../../errors.js'

const meanings: ReadonlyMap<string, PlatformErrorCode> = new Map([
  ...name('throttled', ['ratelimited', 'rate_limited', 'message_limit_exceeded']),
  ...name('channel-not-found', ['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive']),
  ...name('message-gone', ['message_not_found', 'cant_update_message', 'edit_window_closed']),
  ...name('message-gone', ['thread_not_found', 'cannot_reply_to_message']),
  // Views: closed by the person, or changed since they pressed.
  ...name('message-gone', ['not_found', 'view_not_found', 'hash_conflict']),
  ...name('forbidden', ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']),
  ...name('forbidden', ['missing_scope', 'no_permission', 'access_denied', 'not_allowed_token_type']),
  ...name('forbidden', ['ekm_access_denied', 'org_login_required', 'team_access_not_granted']),
  ...name('forbidden', ['restricted_action', 'restricted_action_read_only_channel']),
  ...name('forbidden', ['restricted_action_thread_only_channel', 'enterprise_is_restricted']),
  ...name('unavailable', ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']),
  ...name('unavailable', ['accesslimited', 'team_added_to_org', 'unknown_error']),
])

/** Something went wrong on Slack's side, before or after it was done. */
const vagueCodes = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'unknown_error',
]

function name(code: PlatformErrorCode, errors: readonly string[]): [string, PlatformErrorCode][] {
  return errors.map((error) => [error, code])
}

/** `method` is Slack's name of the call that failed. */
export function toPlatformError(method: string, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  if (error instanceof WebAPIPlatformError) return toRefusal(method, error)
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterMilliseconds = error.retryAfter * 1_000
    return new PlatformError(`Slack asks to wait ${error.retryAfter} s before the next ${method}.`, {
      code: 'throttled',
      retryAfterMilliseconds,
      cause: error,
    })
  }
  if (error instanceof WebAPIHTTPError) {
    const isDown = error.statusCode >= 500 || error.statusCode === 408
    return new PlatformError(`Slack answered ${method} with status ${error.statusCode}.`, {
      code: isDown ? 'unavailable' : 'rejected',
      mayBeDone: isDown,
      cause: error,
    })
  }
  if (isRateLimitWithoutTime(error))
    return new PlatformError(`Slack asks to slow down ${method}.`, { code: 'throttled', cause: error })
  const cause = error instanceof WebAPIRequestError ? error.original : error
  const mayBeDone = !isUnreached(cause)
  return new PlatformError(`${withReason(`Slack did not answer ${method}`, cause)}.`, {
    code: 'unavailable',
    mayBeDone,
    cause,
  })
}

/** The URL that answers a request says what it refuses outside of the Web API. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError'
}

const layoutCodes = [
  'invalid_blocks',
  'invalid_attachments',
  'invalid_blocks_format',
  'invalid_view',
  'invalid_message',
]

/** Whether Slack refused how something looks, whatever it says: nothing was shown then. */
export function isLayoutRefused(error: unknown): boolean {
  if (!(error instanceof PlatformError)) return false
  if (error.cause instanceof LayoutError) return true
  const code = findSlackCode(error)
  if (code === undefined) return false
  // Of a window Slack says no more than that an argument is wrong, and where.
  return layoutCodes.includes(code) || (code === 'invalid_arguments' && isAboutBlocks(error))
}

function isAboutBlocks({ message }: PlatformError): boolean {
  return /block|view/i.test(message)
}

/** Slack's own name for what it refused, when it did. */
export function findSlackCode(error: unknown): string | undefined {
  const cause = error instanceof PlatformError ? error.cause : error
  return cause instanceof WebAPIPlatformError ? cause.data.error : undefined
}

function toRefusal(method: string, error: WebAPIPlatformError): PlatformError {
  const { error: slackCode, response_metadata: metadata } = error.data
  // WebClient passes the body off as the error's name when it is no JSON, as the page of a proxy.
  if (!/^[a-z][a-z0-9_]{1,80}$/i.test(slackCode))
    return new PlatformError(`Slack answered ${method} with something unreadable.`, {
      code: 'unavailable',
      mayBeDone: true,
    })
  const code = meanings.get(slackCode) ?? 'rejected'
  const hint = metadata?.messages?.[0]?.slice(0, 200)
  return new PlatformError(
    `Slack refused ${method}: ${slackCode}${hint === undefined ? '' : ` (${hint})`}.`,
    {
      code,
      mayBeDone: vagueCodes.includes(slackCode),
      ...(metadata?.retryAfter === undefined ? {} : { retryAfterMilliseconds: metadata.retryAfter * 1_000 }),
      cause: error,
    },
  )
}

/** WebClient has no class for a 429 without Retry-After, only these words. */
function isRateLimitWithoutTime(error: unknown): boolean {
  return error instanceof Error && error.message.includes('retry-after header')
}
