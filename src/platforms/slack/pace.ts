// Keeps calls within Slack's limits. A lane is what Slack counts: a method, or a method and a channel.
import { pause } from '../../concurrency/pause.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { PlatformError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import type { Commons } from './shared.js'

interface Limit {
  readonly everyMilliseconds: number
  /** How many may go at once after a quiet time. */
  readonly burst: number
}

/** About one message a second and channel, with short bursts: https://docs.slack.dev/apis/web-api/rate-limits */
export const postLimit: Limit = { everyMilliseconds: 1_000, burst: 4 }
/** Tier 3: 50 and more a minute. */
export const updateLimit: Limit = { everyMilliseconds: 1_200, burst: 20 }

type PaceCommons = Pick<Commons, 'count' | 'close' | 'readClosed'>

export interface Pace {
  /** Resolves when it is this call's turn. @throws PlatformError `throttled` when that is too far away. */
  takeTurn(lane: string, limit: Limit): Promise<void>
  /** Slack asked to wait: nothing of this lane goes out before. */
  close(lane: string, milliseconds: number): void
}

/** Longer waits are left to whoever keeps the tasks: held here they would outlive their lease. */
const maximumWaitMilliseconds = 5_000
const maximumLanes = 1_000
/** Slack's limits count minutes. Whatever asks for more is no reason to be silent for longer. */
const longestClosedMilliseconds = 5 * minuteMilliseconds

/** Where each process is alone: the limits are its own. */
const alone: PaceCommons = { count: async () => 1, close: async () => {}, readClosed: async () => 0 }

/** @param commons Slack counts the calls of one app, whichever process makes them: each takes its part of every limit. */
export function createPace(clock: Clock, commons: PaceCommons = alone): Pace {
  // By the clock that never steps: setting the other one back must close no lane.
  const freeAt = new Map<string, number>()
  const closedUntil = new Map<string, number>()
  // Whoever is sent away gets a turn of their own to come back at: a thousand who all came at once would be sent away again.
  const promisedAt = new Map<string, number>()

  function promise(lane: string, at: number, everyMilliseconds: number): number {
    const mine = Math.max(at, (promisedAt.get(lane) ?? 0) + everyMilliseconds)
    promisedAt.set(lane, mine)
    return mine
  }

  function refuseClosed(lane: string): void {
    const wait = (closedUntil.get(lane) ?? 0) - clock.monotonic()
    if (wait > 0) throw toThrottled(lane, wait)
  }

  return {
    async takeTurn(lane, limit) {
      refuseClosed(lane)
      const { everyMilliseconds, burst } = toPart(limit, await commons.count())
      const closedElsewhere = await commons.readClosed(lane)
      if (closedElsewhere > 0) throw toThrottled(lane, closedElsewhere)
      const now = clock.monotonic()
      forgetPast(freeAt, now)
      forgetPast(closedUntil, now)
      forgetPast(promisedAt, now)
      const mine = Math.max(freeAt.get(lane) ?? now, now)
      const wait = mine - now - (burst - 1) * everyMilliseconds
      if (wait > maximumWaitMilliseconds)
        throw toThrottled(lane, promise(lane, now + wait, everyMilliseconds) - now)
      freeAt.set(lane, mine + everyMilliseconds)
      if (wait <= 0) return
      await pause(clock, wait)
      refuseClosed(lane)
    },
    close(lane, milliseconds) {
      const wait = Math.min(milliseconds, longestClosedMilliseconds)
      closedUntil.set(lane, clock.monotonic() + wait)
      void commons.close(lane, wait)
    },
  }
}

function toPart({ everyMilliseconds, burst }: Limit, processes: number): Limit {
  return {
    everyMilliseconds: everyMilliseconds * processes,
    burst: Math.max(1, Math.floor(burst / processes)),
  }
}

function toThrottled(lane: string, milliseconds: number): PlatformError {
  return new PlatformError(`Too many calls of ${lane} at once.`, {
    code: 'throttled',
    isPaced: true,
    retryAfterMilliseconds: milliseconds,
  })
}

function forgetPast(times: Map<string, number>, now: number): void {
  if (times.size <= maximumLanes) return
  for (const [lane, at] of times) if (at <= now) times.delete(lane)
}
