// A clock that stands still until a test moves it.
import type { Instant } from '../src/domain/instant.js'
import type { Clock } from '../src/ports.js'

export interface ManualClock extends Clock {
  /** Somebody sets the wall clock: it shows this much more, or less, and no timer notices. */
  step(milliseconds: number): void
  /** Runs every timer that falls due on the way, in order, at its own time, and lets promises settle after each. */
  advance(milliseconds: number): Promise<void>
  /** Timers that still wait; 0 after a clean stop. */
  countTimers(): number
  /** How long until the next of them falls due; Infinity when none waits. */
  untilNext(): number
}

interface Timer {
  /** By the clock that never steps. */
  readonly dueAt: number
  readonly run: () => void
}

export function createManualClock(start: Instant): ManualClock {
  const timers = new Set<Timer>()
  let passed = 0
  let ahead = start

  // A Set keeps insertion order, so timers due at the same instant run in the order they were set.
  function findNext(until: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of timers)
      if (timer.dueAt <= until && (next === undefined || timer.dueAt < next.dueAt)) next = timer
    return next
  }

  return {
    now: () => ahead + passed,
    monotonic: () => passed,
    step(milliseconds) {
      ahead += milliseconds
    },
    after(milliseconds, run) {
      const timer = { dueAt: passed + Math.max(0, milliseconds), run }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    async advance(milliseconds) {
      const until = passed + milliseconds
      await settle()
      for (let timer = findNext(until); timer !== undefined; timer = findNext(until)) {
        timers.delete(timer)
        passed = Math.max(passed, timer.dueAt)
        timer.run()
        await settle()
      }
      passed = until
    },
    countTimers: () => timers.size,
    untilNext: () => (findNext(Infinity)?.dueAt ?? Infinity) - passed,
  }
}

/** One turn of the event loop: every promise chain that waits for nothing outside has run to its end by then. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
