// Keeps below Teams' limits, so that a storm waits here for a moment rather than being refused there.
import { pause } from '../../concurrency/pause.js'
import { createRecent } from '../../concurrency/recent.js'
import { PlatformError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import type { Commons } from './commons.js'

interface Limit {
  readonly calls: number
  readonly milliseconds: number
}

// Microsoft, "Optimize your bot with rate limiting in Teams": per bot and thread, updates included.
const threadLimits: readonly Limit[] = [
  { calls: 7, milliseconds: 1_000 },
  { calls: 8, milliseconds: 2_000 },
  { calls: 60, milliseconds: 30_000 },
  { calls: 1_800, milliseconds: 3_600_000 },
]
// Per app and tenant; sources say 30 or 50.
const tenantLimits: readonly Limit[] = [{ calls: 30, milliseconds: 1_000 }]

/** Longer waits are the caller's: a task would lose its lease, and a person their patience. */
const longestWaitMilliseconds = 10_000
const mostThreads = 5_000

/** Teams asks for seconds. Whatever asks for more is no reason to be silent for longer. */
const longestClosedMilliseconds = 5 * 60_000

type PaceCommons = Pick<Commons, 'count' | 'close' | 'readClosed'>

export interface Pace {
  /** Resolves when a call may go out. @throws PlatformError `throttled` when that would take too long. */
  wait(thread: string | undefined): Promise<void>
  /** Whether a call would have to wait now: whoever can do without it answers in another way. Never rejects. */
  isBusy(thread: string): Promise<boolean>
  /** Teams asked to wait: whichever process comes next does. */
  close(thread: string | undefined, milliseconds: number): void
}

/** Where each process is alone: the limits are its own. */
const alone: PaceCommons = { count: async () => 1, close: async () => {}, readClosed: async () => 0 }

/** @param commons Teams counts the calls of one bot, whichever process makes them: each takes its part of every limit. */
export function createPace(clock: Clock, commons: PaceCommons = alone): Pace {
  // By the clock that never steps: setting the other one back must close nothing.
  const tenant: number[] = []
  const threads = createRecent<number[]>(mostThreads)

  function getThread(name: string): number[] {
    const calls = threads.get(name) ?? []
    threads.set(name, calls)
    return calls
  }

  return {
    async wait(thread) {
      const processes = await commons.count()
      const closed = thread === undefined ? 0 : await commons.readClosed(thread)
      if (closed > 0) throw toThrottled(closed)
      const giveUpAt = clock.monotonic() + longestWaitMilliseconds
      const calls = thread === undefined ? [] : getThread(thread)
      for (;;) {
        const now = clock.monotonic()
        const at = Math.max(
          findSlot(tenant, toPart(tenantLimits, processes), now),
          findSlot(calls, toPart(threadLimits, processes), now),
        )
        if (at <= now) {
          tenant.push(now)
          calls.push(now)
          return
        }
        if (at > giveUpAt) throw toThrottled(at - now)
        await pause(clock, at - now)
      }
    },
    async isBusy(thread) {
      const processes = await commons.count()
      if ((await commons.readClosed(thread)) > 0) return true
      const now = clock.monotonic()
      const isFree = (calls: number[], limits: readonly Limit[]) =>
        findSlot(calls, toPart(limits, processes), now) <= now
      return !isFree(tenant, tenantLimits) || !isFree(getThread(thread), threadLimits)
    },
    close(thread, milliseconds) {
      if (thread !== undefined) void commons.close(thread, Math.min(milliseconds, longestClosedMilliseconds))
    },
  }
}

function toPart(limits: readonly Limit[], processes: number): readonly Limit[] {
  return limits.map(({ calls, milliseconds }) => ({
    calls: Math.max(1, Math.floor(calls / processes)),
    milliseconds,
  }))
}

/** The first moment from `now` on at which one more call breaks no limit. Drops what no limit looks back to. */
function findSlot(calls: number[], limits: readonly Limit[], now: number): number {
  const memory = Math.max(...limits.map((limit) => limit.milliseconds))
  while (calls[0] !== undefined && calls[0] <= now - memory) calls.shift()
  const slots = limits.map(({ calls: most, milliseconds }) => {
    const earlier = calls[calls.length - most]
    return earlier === undefined ? now : earlier + milliseconds
  })
  return Math.max(now, ...slots)
}

function toThrottled(retryAfterMilliseconds: number): PlatformError {
  return new PlatformError('Too many messages for Teams at once', {
    code: 'throttled',
    isPaced: true,
    retryAfterMilliseconds,
  })
}
