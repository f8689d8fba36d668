// What Teams refuses for being too much at once it takes a moment later; nothing was done then.
import { pause } from '../../concurrency/pause.js'
import { PlatformError } from '../../errors.js'
import type { Clock } from '../../ports.js'

/** An answer is worth waiting for, but not for ever: whoever asked has gone on by then. */
const mostWaits = 3
const longestWaitMilliseconds = 60_000
const usualWaitMilliseconds = 1_000

export async function patiently<Value>(
  clock: Pick<Clock, 'after'>,
  call: () => Promise<Value>,
): Promise<Value> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await call()
    } catch (error) {
      const milliseconds = findWait(error)
      if (milliseconds === undefined || waits === mostWaits) throw error
      await pause(clock, milliseconds)
    }
  }
}

function findWait(error: unknown): number | undefined {
  if (!(error instanceof PlatformError) || error.code !== 'throttled') return undefined
  const { retryAfterMilliseconds = usualWaitMilliseconds } = error
  return retryAfterMilliseconds <= longestWaitMilliseconds ? retryAfterMilliseconds : undefined
}
