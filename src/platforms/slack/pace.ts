// Keeps calls within Slack's limits. A lane is what Slack counts: a method, or a method and a channel.
import { pause } from '../../concurrency/pause.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { PlatformError } from '../../errors.js'
import type { Clock } from '../../ports.js'

interface Limit {
  readonly everyMilliseconds: number
  /** How many may go at once after a quiet time. */
  readonly burst: number
}

/** About one message a second and channel, with short bursts: https://docs.slack.dev/apis/web-api/rate-limits */
export const postLimit: Limit = { everyMilliseconds: 1_000, burst: 4 }
/** Tier 3: 50 and more a minute. */
export const updateLimit: Limit = { everyMilliseconds: 1_200, burst: 20 }

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

export function createPace(clock: Clock): Pace {
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
    async takeTurn(lane, { everyMilliseconds, burst }) {
      refuseClosed(lane)
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
      closedUntil.set(lane, clock.monotonic() + Math.min(milliseconds, longestClosedMilliseconds))
    },
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
