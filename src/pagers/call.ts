// One call to a pager: what its answer means for whoever tries again.
import type { Check } from '../domain/check.js'
import { PlatformError, type PlatformErrorCode } from '../errors.js'
import type { Fetch } from '../ports.js'

export interface Call {
  readonly fetch: Fetch
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal: AbortSignal
  /** As people know it: "PagerDuty". */
  readonly name: string
}

/** Never follows a redirect: keys must not end up elsewhere. @throws PlatformError, which names no address */
export async function callPager({ fetch, url, headers, body, signal, name }: Call): Promise<void> {
  const response = await ask()
  await response.body?.cancel().catch(() => {})
  if (response.ok) return
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw new PlatformError(`${name} answered ${response.status}`, {
    code: toCode(response.status),
    ...(Number.isFinite(wait) && wait > 0 ? { retryAfterMilliseconds: wait * 1_000 } : {}),
  })

  async function ask(): Promise<Response> {
    try {
      return await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal,
        headers: { 'content-type': 'application/json', 'user-agent': 'Reprieve', ...headers },
        body,
      })
    } catch {
      // The cause may quote the address, which may hold a token.
      throw new PlatformError(`${name} gave no answer`, { code: 'unavailable', mayBeDone: true })
    }
  }
}

function toCode(status: number): PlatformErrorCode {
  if (status === 429) return 'throttled'
  if (status === 401 || status === 403) return 'forbidden'
  return status === 408 || status >= 500 ? 'unavailable' : 'rejected'
}

/** What the doctor says of one call that rings nowhere. */
export async function examineCall(call: Call, remedy: string): Promise<Check> {
  const name = 'Pager takes what is sent'
  try {
    await callPager(call)
    return { name, result: 'ok', found: `${call.name} takes it.`, remedy: '' }
  } catch (error) {
    const found = error instanceof PlatformError ? `${error.message}.` : 'The call failed.'
    return { name, result: 'problem', found, remedy }
  }
}
