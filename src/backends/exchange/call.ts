// One call with a token, for REST and for Graph: answers a claims challenge, waits out a short outage when only reading,
// and never repeats what may have changed something.
import { pause } from '../../concurrency/pause.js'
import { BackendError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import { scrub } from '../scrub.js'
import type { TokenAudience, Tokens } from './credential.js'
import {
  createStatusError,
  createThrottledError,
  createTimeoutError,
  type ServiceName,
  toConnectionError,
  toOutcome,
} from './failures.js'
import type { HttpRequest, HttpResponse, SendHttp } from './http.js'
import { findJson } from './json.js'
import { findErrorWords } from './rest/words.js'

export interface ServiceCall extends Omit<HttpRequest, 'signal'> {
  readonly service: ServiceName
  readonly audience: TokenAudience
  /** Whether it may change something. */
  readonly changing: boolean
}

/**
 * Resolves with an answer that is worth reading: neither throttled nor one of an overloaded gateway (408, 503, 504).
 * Every other status is the caller's. Rejects with BackendError and nothing else.
 */
export type CallService = (call: ServiceCall, signal: AbortSignal) => Promise<HttpResponse>

const mostTries = 3
/** Exchange's own clients wait 3 s, then 6 s, when they are not told. */
const waitMilliseconds = 3_000
/** Whoever waits for the answer gives up before a longer one ends. */
const longestWaitMilliseconds = 10_000

export function createCallService(parts: {
  readonly tokens: Tokens
  readonly send: SendHttp
  readonly clock: Clock
}): CallService {
  const { tokens, send, clock } = parts

  async function exchange(call: ServiceCall, signal: AbortSignal, claims?: string): Promise<HttpResponse> {
    const { service, audience, changing, ...request } = call
    if (signal.aborted) throw createTimeoutError(service, 'unchanged', signal.reason)
    const token = await tokens.get(audience, signal, claims)
    if (signal.aborted) throw createTimeoutError(service, 'unchanged', signal.reason)
    const headers = { ...request.headers, authorization: `Bearer ${token}` }
    const response = await send({ ...request, headers, signal }).catch((error: unknown) => {
      if (signal.aborted) throw createTimeoutError(service, toOutcome(changing), error)
      throw toConnectionError(service, changing, error)
    })
    // A call that was answered with a challenge did not run, so this one repetition is safe for every call.
    const challenge = claims === undefined ? findChallenge(response) : undefined
    return challenge === undefined ? response : exchange(call, signal, challenge)
  }

  async function attempt(call: ServiceCall, signal: AbortSignal): Promise<HttpResponse> {
    const response = await exchange(call, signal)
    if (isThrottled(response)) throw createThrottledError(call.service, response, clock)
    if (![408, 503, 504].includes(response.status)) return response
    const said = scrub(findErrorWords(findJson(response.body))?.text ?? '')
    throw createStatusError(call.service, { response, outcome: toOutcome(call.changing), clock, said })
  }

  return async function callService(call, signal) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(call, signal)
      } catch (error) {
        const wait = call.changing ? undefined : findWait(error, tries)
        if (wait === undefined) throw error
        await pause(clock, wait, signal).catch((reason: unknown) => {
          throw createTimeoutError(call.service, 'unchanged', reason)
        })
      }
    }
  }
}

function findWait(error: unknown, tries: number): number | undefined {
  if (!(error instanceof BackendError) || error.code !== 'unavailable' || tries >= mostTries) return undefined
  const wait = error.retryAfterMilliseconds ?? waitMilliseconds * tries
  return wait > longestWaitMilliseconds ? undefined : wait
}

// Exchange says the second with any status, in plain text and without Retry-After.
function isThrottled({ status, body }: HttpResponse): boolean {
  return status === 429 || /^\W{0,3}You have reached the maximum number of concurrent requests/i.test(body)
}

/** The claims of a 401 that asks for another token (continuous access evaluation), as the JSON that Entra wants. */
function findChallenge({ status, headers }: HttpResponse): string | undefined {
  if (status !== 401) return undefined
  const encoded = /\bclaims="?([\w+/=-]+)"?/i.exec(headers['www-authenticate'] ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const claims = findJson(text)
  return typeof claims === 'object' && claims !== null ? text : undefined
}
