import { late, within } from '../../concurrency/within.js'
import type { Clock } from '../../ports.js'

interface Deadline {
  readonly clock: Clock
  readonly milliseconds: number
  /** What to reject with when time is up. */
  readonly toError: () => Error
}

/** Rejects when time is up, whether or not the work listens to its signal; work that does must then not go on. */
export async function withDeadline<T>(
  { clock, milliseconds, toError }: Deadline,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const value = await within(clock, milliseconds, run(controller.signal))
  if (value !== late) return value
  controller.abort()
  throw toError()
}
