// Lets many gatherings share one answer, so that a storm does not ask a hundred times what is the same for the whole
// tenant. Only answers are kept, never failures.
import { setMaxListeners } from 'node:events'
import { createJointWork } from '../../../concurrency/joint-work.js'
import type { Clock } from '../../../ports.js'
import { createGivenUpError } from './failures.js'

export type SharedRead<Value> = (signal: AbortSignal) => Promise<Value>

/** @param keepMilliseconds how old an answer may be, counted from when it was asked for. */
export function shareRead<Value>(
  read: SharedRead<Value>,
  clock: Clock,
  keepMilliseconds: number,
): SharedRead<Value> {
  const work = createJointWork<Value>()
  let kept: { readonly value: Value; readonly askedAt: number } | undefined

  async function readAndKeep(signal: AbortSignal): Promise<Value> {
    const askedAt = clock.monotonic()
    const value = await read(signal)
    kept = { value, askedAt }
    return value
  }

  return async (signal) => {
    if (kept !== undefined && clock.monotonic() - kept.askedAt < keepMilliseconds) return kept.value
    // Many calls under one signal may wait here.
    setMaxListeners(0, signal)
    try {
      return await work.join('', readAndKeep, signal)
    } catch (error) {
      throw signal.aborted ? createGivenUpError(signal.reason) : error
    }
  }
}
