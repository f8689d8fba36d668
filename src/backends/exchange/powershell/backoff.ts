import { BackendError } from '../../../errors.js'
import type { Clock } from '../../../ports.js'

/** Keeps what failed from being tried again at once: a broken pwsh, or a sign-in that Entra would lock out. */
export interface Backoff {
  /** @throws BackendError, the last failure, as long as the next try is not due. */
  check(): void
  /** The pause doubles from one failure to the next. */
  failed(error: BackendError): void
  succeeded(): void
}

const firstPauseMilliseconds = 1_000
const longestPauseMilliseconds = 120_000

export function createBackoff(clock: Clock): Backoff {
  let failures = 0
  let last: { readonly error: BackendError; readonly until: number } | undefined
  return {
    check() {
      if (last === undefined) return
      const retryAfterMilliseconds = last.until - clock.monotonic()
      if (retryAfterMilliseconds <= 0) return
      const { message, code } = last.error
      throw new BackendError(message, {
        code,
        outcome: 'unchanged',
        retryAfterMilliseconds,
        cause: last.error,
      })
    },
    failed(error) {
      const pause = Math.min(firstPauseMilliseconds * 2 ** failures, longestPauseMilliseconds)
      failures += 1
      last = { error, until: clock.monotonic() + pause }
    },
    succeeded() {
      failures = 0
      last = undefined
    },
  }
}
