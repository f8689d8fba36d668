import type { Check } from './check.js'
import type { Instant } from './instant.js'

/** A `Date` header is exact to the second, and an answer takes a moment. */
const noticedMilliseconds = 10_000
/** Slack's signatures and Microsoft's tokens carry a time; from here on what is genuine looks stale or forged. */
const harmfulMilliseconds = 60_000

interface ClockReading {
  /** Whose clock ours is compared with: "Slack". */
  readonly whose: string
  /** What that clock showed; undefined when it did not say. */
  readonly theirs: Instant | undefined
  /** What ours showed at that moment. */
  readonly ours: Instant
}

/** Compares this machine's clock with one that everybody else goes by. */
export function checkClock({ whose, theirs, ours }: ClockReading): Check {
  const name = 'Clock'
  if (theirs === undefined || Number.isNaN(theirs))
    return { name, result: 'skipped', found: `${whose} did not say what time it is.`, remedy: '' }
  const ahead = ours - theirs
  if (Math.abs(ahead) < noticedMilliseconds)
    return { name, result: 'ok', found: `It agrees with that of ${whose}.`, remedy: '' }
  return {
    name,
    result: Math.abs(ahead) < harmfulMilliseconds ? 'warning' : 'problem',
    found: `This machine's clock is ${Math.round(Math.abs(ahead) / 1_000)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of ${whose}.`,
    remedy: 'Let a time service (NTP) set the clock of this machine.',
  }
}
