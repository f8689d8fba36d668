// What the fake server says, or does instead of saying something.
import { type Fault, toErrorBody } from './faults.js'

export interface WireRequest {
  readonly method: string
  /** As the client meant it: `https://outlook.office365.com/adminapi/…`. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Whether its token was asked for with claims. */
  readonly claims: boolean
}

export interface WireAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** `drop` breaks the connection, `cut` does so in the middle of the answer, `hang` never answers. */
export type Reaction = WireAnswer | 'drop' | 'hang' | { readonly cut: WireAnswer }

export function toJsonAnswer(status: number, body: unknown): WireAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

const challenge = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}').toString(
  'base64',
)
const concurrencyText =
  'You have reached the maximum number of concurrent requests per tenant. Please wait and try again'

type Work = () => WireAnswer | Promise<WireAnswer>

export async function react(fault: Fault, request: WireRequest, work: Work): Promise<Reaction> {
  switch (fault.kind) {
    case 'none':
      return work()
    case 'down':
      return 'drop'
    case 'hang':
      return 'hang'
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
      return work()
    case 'throttled':
      return { status: 429, headers: toRetryAfter(fault.retryAfter) }
    case 'concurrency':
      return { status: fault.status, headers: { 'content-type': 'text/plain' }, body: concurrencyText }
    case 'forbidden':
      return fault.body === 'empty'
        ? { status: 403 }
        : { status: 403, headers: { 'content-encoding': 'gzip' }, body: '\0\0\0\0\0\0\0\0' }
    case 'challenge':
      return request.claims ? work() : toChallenge()
    case 'unauthorized':
      return { status: 401, headers: { 'www-authenticate': 'Bearer realm=""' } }
    case 'broken':
      return {
        status: fault.status,
        headers: { 'content-type': 'text/html', ...toRetryAfter(fault.retryAfter) },
        body: '<html><body>The service is unavailable on DB8PR01.</body></html>',
      }
    case 'truncated':
      return { cut: await work() }
    case 'answer-lost':
      if (fault.done) await work()
      return 'drop'
    case 'partial':
      return toPart(fault.rest, request, await work())
    case 'body':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: fault.body }
    case 'refused':
      return toJsonAnswer(fault.status, toErrorBody(fault.shape, fault.message))
    case 'graph-error':
      return toJsonAnswer(fault.status, { error: { code: fault.code, message: fault.message } })
    case 'sign-in':
      return toSignInError(401, fault.code, 'invalid_client')
    case 'redirect':
      return { status: 302, headers: { location: fault.location } }
    default:
      return fault satisfies never
  }
}

function toRetryAfter(retryAfter: string | undefined): Record<string, string> {
  return retryAfter === undefined ? {} : { 'retry-after': retryAfter }
}

function toChallenge(): WireAnswer {
  const header = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${challenge}"`
  return { status: 401, headers: { 'www-authenticate': header } }
}

export function toSignInError(status: number, code: number, error: string): WireAnswer {
  return toJsonAnswer(status, {
    error,
    error_description: `AADSTS${code}: Something is wrong with the app. Trace ID: 5f8f2a80-0000 Correlation ID: 9a1c-canary Timestamp: 2026-11-22 03:14:00Z`,
    error_codes: [code],
    trace_id: '5f8f2a80-0000',
    correlation_id: '9a1c-canary',
  })
}

// The first page has one entry; what it names as the rest is broken in one way or another.
function toPart(rest: string, { url }: WireRequest, whole: WireAnswer): WireAnswer {
  const link = new URL(url)
  link.searchParams.set('$skiptoken', 'part')
  const body: unknown = JSON.parse(whole.body ?? '{}')
  const value = typeof body === 'object' && body !== null && 'value' in body ? body.value : []
  const first = Array.isArray(value) ? value.slice(0, 1) : []
  if (url.searchParams.get('$skiptoken') !== 'part') {
    const foreign = `https://evil.test${link.pathname}`
    const links: Readonly<Record<string, string>> = { foreign, 'no-link': 'http://[' }
    return toJsonAnswer(200, { value: first, '@odata.nextLink': links[rest] ?? link.href })
  }
  if (rest === 'loop') return toJsonAnswer(200, { value: first, '@odata.nextLink': link.href })
  return rest === 'no-value' ? toJsonAnswer(200, { '@odata.context': 'x' }) : { status: 500 }
}
