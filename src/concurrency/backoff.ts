import type { Monotonic } from './time.js'

/** Keeps what failed from being tried again at once. The pause doubles from one failure in a row to the next. */
export interface Backoff<Failure> {
  /** The last failure, as long as the next try is not due. */
  find(): { readonly failure: Failure; readonly leftMilliseconds: number } | undefined
  failed(failure: Failure): void
  succeeded(): void
}

interface BackoffParts {
  readonly clock: Monotonic
  readonly firstMilliseconds: number
  readonly longestMilliseconds: number
}

export function createBackoff<Failure>(parts: BackoffParts): Backoff<Failure> {
  const { clock, firstMilliseconds, longestMilliseconds } = parts
  let failures = 0
  let last: { readonly failure: Failure; readonly until: number } | undefined
  return {
    find() {
      if (last === undefined) return undefined
      const leftMilliseconds = last.until - clock.monotonic()
      return leftMilliseconds > 0 ? { failure: last.failure, leftMilliseconds } : undefined
    },
    failed(failure) {
      const pause = Math.min(firstMilliseconds * 2 ** failures, longestMilliseconds)
      failures += 1
      last = { failure, until: clock.monotonic() + pause }
    },
    succeeded() {
      failures = 0
      last = undefined
    },
  }
}
