// A platform that does not answer is asked by one task at a time, ever more seldom; the others wait as they are, so that
// they go out by age when it is back. What one channel refuses, or a limit that was reached, says nothing about a platform.
import type { PlatformName } from '../domain/actor.js'
import type { PlatformError } from '../errors.js'
import type { Clock } from '../ports.js'

export interface Breakers {
  /** It answered, whatever the answer was. */
  answered(platform: PlatformName): void
  failed(platform: PlatformName, error: PlatformError): void
  isOpen(platform: PlatformName | undefined): boolean
  /** How many tasks of a platform may be under way, where that is fewer than usual. */
  readLimits(): Readonly<Record<string, number>>
}

/** One dropped connection is no outage. */
const failuresToOpen = 2
const longestPauseMilliseconds = 30_000

interface Outage {
  readonly pauses: number
  /** By the clock that never steps. */
  readonly askAgainAt: number
}

export function createBreakers(clock: Pick<Clock, 'monotonic'>): Breakers {
  const failures = new Map<PlatformName, number>()
  const outages = new Map<PlatformName, Outage>()

  function pause(platform: PlatformName, pauses: number): void {
    const wait = Math.min(1_000 * 2 ** pauses, longestPauseMilliseconds)
    outages.set(platform, { pauses, askAgainAt: clock.monotonic() + wait })
  }

  function answered(platform: PlatformName): void {
    failures.delete(platform)
    outages.delete(platform)
  }

  return {
    answered,
    failed(platform, { code, isOfChannel, isPaced }) {
      if (isPaced || isOfChannel) return
      if (code !== 'unavailable') return answered(platform)
      const outage = outages.get(platform)
      const count = (failures.get(platform) ?? 0) + 1
      failures.set(platform, count)
      if (outage === undefined && count >= failuresToOpen) pause(platform, 1)
      // What was under way when it began tells nothing new.
      if (outage !== undefined && outage.askAgainAt <= clock.monotonic()) pause(platform, outage.pauses + 1)
    },
    isOpen: (platform) => platform !== undefined && outages.has(platform),
    readLimits() {
      const now = clock.monotonic()
      return Object.fromEntries(
        [...outages].map(([platform, { askAgainAt }]) => [platform, askAgainAt <= now ? 1 : 0]),
      )
    },
  }
}
