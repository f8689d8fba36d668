import type { Instant } from '../domain/instant.js'
import type { Clock } from '../ports.js'

/** The machine's clock. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}

/** Time that can be hurried, for a playground: never for a bot whose time is everybody's. */
export interface AdjustableClock extends Clock {
  /** How many of its seconds pass in a real one. */
  rate(): number
  setRate(rate: number): void
  /** Forward only. Waits of up to a minute that have begun keep what is left of them, longer ones end sooner. */
  jump(milliseconds: number): void
}

/**
 * A wait this short is for an answer that is on its way, which no jump brings nearer: cutting it short would turn every
 * call under way into a timeout.
 */
const underwayMilliseconds = 60_000
/** Node's timers run at once when asked to wait longer. */
const longestTimerMilliseconds = 2_147_483_647

interface Timer {
  /** By the clock that never steps. */
  dueAt: number
  readonly run: () => void
  disarm: () => void
}

/** @param aheadMilliseconds how far it is ahead of the real clock to begin with. */
export function createAdjustableClock(real: Clock, aheadMilliseconds = 0): AdjustableClock {
  const timers = new Set<Timer>()
  let rate = 1
  let turned = { wallAt: real.now(), shownAt: real.now() + aheadMilliseconds }
  let passed = { realAt: real.monotonic(), milliseconds: 0 }
  const now = () => Math.floor(turned.shownAt + (real.now() - turned.wallAt) * rate)
  const monotonic = () => passed.milliseconds + (real.monotonic() - passed.realAt) * rate

  function arm(timer: Timer): void {
    timer.disarm()
    const wait = Math.max(0, Math.ceil((timer.dueAt - monotonic()) / rate))
    timer.disarm = real.after(Math.min(wait, longestTimerMilliseconds), () => ring(timer))
  }

  function ring(timer: Timer): void {
    if (monotonic() < timer.dueAt) {
      arm(timer)
    } else {
      timers.delete(timer)
      timer.run()
    }
  }

  function turn(shownAt: Instant, milliseconds: number): void {
    turned = { wallAt: real.now(), shownAt }
    passed = { realAt: real.monotonic(), milliseconds }
    for (const timer of timers) arm(timer)
  }

  return {
    now,
    monotonic,
    after(milliseconds, run) {
      const timer: Timer = { dueAt: monotonic() + Math.max(0, milliseconds), run, disarm: () => {} }
      timers.add(timer)
      arm(timer)
      return () => {
        timers.delete(timer)
        timer.disarm()
      }
    },
    rate: () => rate,
    setRate(next) {
      const [shownAt, milliseconds] = [now(), monotonic()]
      rate = next
      turn(shownAt, milliseconds)
    },
    jump(milliseconds) {
      const from = monotonic()
      for (const timer of timers) if (timer.dueAt - from <= underwayMilliseconds) timer.dueAt += milliseconds
      turn(now() + milliseconds, from + milliseconds)
    },
  }
}
