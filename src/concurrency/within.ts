// Waiting that has an end, by the injected clock. Two kinds: `within` leaves work that takes too long to itself, the
// others tell it to end and wait until it has, because only the work itself knows what it has done by then.
import type { Timers } from './time.js'

/** Came instead of a value, because the time was up. */
export const late: unique symbol = Symbol('late')

/** The work goes on after the time is up; whoever needs its value awaits it again. */
export async function within<Value>(
  clock: Timers,
  milliseconds: number,
  work: Promise<Value>,
): Promise<Value | typeof late> {
  let cancel = () => {}
  const timeUp = new Promise<typeof late>((resolve) => {
    cancel = clock.after(milliseconds, () => resolve(late))
  })
  try {
    return await Promise.race([work, timeUp])
  } finally {
    cancel()
  }
}

/** Calls `giveUp` when the time is up, which has to make the work end. */
export async function endAfter<Value>(
  clock: Timers,
  milliseconds: number,
  work: () => Promise<Value>,
  giveUp: () => void,
): Promise<Value> {
  const cancel = clock.after(milliseconds, giveUp)
  try {
    return await work()
  } finally {
    cancel()
  }
}

/** Runs one call whose signal aborts when the time is up. */
export async function withDeadline<Value>(
  clock: Timers,
  milliseconds: number,
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController()
  return endAfter(
    clock,
    milliseconds,
    () => call(controller.signal),
    () => controller.abort(),
  )
}
