// What can go wrong on the way to a Microsoft service and back, in words that are safe to show.
import { withReason } from '../../domain/connection.js'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import type { CmdletService } from './cmdlets.js'
import type { HttpResponse } from './http.js'

export type Outcome = BackendError['outcome']

/** Who was asked, as people call it. */
export type ServiceName = 'Exchange Online' | 'Security & Compliance' | 'Microsoft Graph' | 'Microsoft Entra'

export function toServiceName(service: CmdletService): ServiceName {
  return service === 'exchange' ? 'Exchange Online' : 'Security & Compliance'
}

export function createTimeoutError(service: ServiceName, outcome: Outcome, cause?: unknown): BackendError {
  return new BackendError(`${service} did not answer in time.`, { code: 'timeout', outcome, cause })
}

export function createThrottledError(
  service: ServiceName,
  response: HttpResponse,
  clock: Clock,
): BackendError {
  return new BackendError(`${service} asks for a pause: too many requests.`, {
    code: 'throttled',
    outcome: 'unchanged',
    ...toRetryAfter(response, clock),
  })
}

interface StatusAnswer {
  readonly response: HttpResponse
  readonly outcome: Outcome
  readonly clock: Clock
  /** What the service said of it, scrubbed; empty or undefined when it said nothing. */
  readonly said?: string
}

/** For an answer whose status decides. */
export function createStatusError(
  service: ServiceName,
  { response, outcome, clock, said = '' }: StatusAnswer,
): BackendError {
  const words = said === '' ? '.' : `: ${said}`
  return new BackendError(`${service} answered with status ${response.status}${words}`, {
    code: 'unavailable',
    outcome,
    ...toRetryAfter(response, clock),
  })
}

export function createMalformedError(service: ServiceName, outcome: Outcome, cause?: unknown): BackendError {
  return new BackendError(`${service} gave an answer that cannot be read.`, {
    code: 'malformed',
    outcome,
    cause,
  })
}

/** A list whose rest did not come: never a shorter list. */
export function createPartialError(service: ServiceName, cause?: unknown): BackendError {
  return new BackendError(`${service} gave only a part of the list.`, {
    code: 'partial',
    outcome: 'unchanged',
    cause,
  })
}

// Names of errors that come before a single byte of the request has left: Node's, undici's, and OpenSSL's by prefix.
// `UND_ERR_ABORTED` is a proxy that refused to connect; our own giving up is told by the signal.
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|UND_ERR_ABORTED|UND_ERR_INVALID_ARG|ERR_INVALID_URL|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/

/** What a rejection of SendHttp means that was no abort. */
export function toConnectionError(service: ServiceName, changing: boolean, cause: unknown): BackendError {
  if (neverSent.test(findCode(cause)))
    return new BackendError(`${withReason(`${service} cannot be reached`, cause)}.`, {
      code: 'unavailable',
      outcome: 'unchanged',
      isAnswered: false,
      cause,
    })
  return new BackendError(
    `${withReason(`The connection to ${service} broke before the answer came`, cause)}.`,
    {
      code: 'unavailable',
      outcome: toOutcome(changing),
      isAnswered: false,
      cause,
    },
  )
}

/** What is known when no answer says so. */
export function toOutcome(changing: boolean): Outcome {
  return changing ? 'unknown' : 'unchanged'
}

function findCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Seconds or an HTTP date. */
function toRetryAfter({ headers }: HttpResponse, clock: Clock): { readonly retryAfterMilliseconds?: number } {
  const header = headers['retry-after']?.trim() ?? ''
  const milliseconds = /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - clock.now()
  return Number.isFinite(milliseconds) ? { retryAfterMilliseconds: Math.max(0, milliseconds) } : {}
}
