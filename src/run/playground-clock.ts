// The playground's time: hurried from the control desk, and never set back by a restart, however the process ended.
import { z } from 'zod'
import type { DeskClock } from '../../playground/desk/port.js'
import { openSavedState } from '../../playground/saved.js'
import type { Clock } from '../ports.js'
import type { Saved } from '../stores/saved-file.js'
import { type AdjustableClock, createAdjustableClock } from './clock.js'

/** While time is hurried, the lead that is saved covers this much of what is still to come. */
const coveredMilliseconds = 10_000

const savedClock = z.object({ version: z.literal(1), aheadMilliseconds: z.number().min(0) })

export interface PlaygroundClock {
  /** The time the bot, the tenant and the workspaces live in. */
  readonly clock: AdjustableClock
  readonly controls: DeskClock
  /** Resolves when the time reached is saved. */
  stop(): Promise<void>
}

/** @throws ConfigError when the saved time cannot be read. */
export async function createPlaygroundClock(real: Clock, saved: Saved): Promise<PlaygroundClock> {
  const state = await openSavedState({
    saved,
    schema: savedClock,
    fresh: () => ({ version: 1 as const, aheadMilliseconds: 0 }),
  })
  const clock = createAdjustableClock(real, state.value.aheadMilliseconds)
  let cancel = () => {}

  // Saved before it is true: a crash in between may lose some of the future, but repeats nothing of the past.
  async function cover(jumpMilliseconds: number, rate: number): Promise<void> {
    cancel()
    const ahead = clock.now() - real.now() + jumpMilliseconds
    const lead = Math.max(rate, clock.rate()) - 1
    state.value.aheadMilliseconds = Math.max(0, ahead + lead * coveredMilliseconds)
    await state.commit()
  }

  function keepCovered(): void {
    if (clock.rate() === 1) return
    cancel = real.after(coveredMilliseconds / 2, () => {
      void cover(0, clock.rate()).finally(keepCovered)
    })
  }

  return {
    clock,
    controls: {
      now: () => clock.now(),
      rate: () => clock.rate(),
      async setRate(rate) {
        await cover(0, rate)
        clock.setRate(rate)
        keepCovered()
      },
      async jump(milliseconds) {
        await cover(milliseconds, clock.rate())
        clock.jump(milliseconds)
        keepCovered()
      },
    },
    async stop() {
      clock.setRate(1)
      await cover(0, 1)
    },
  }
}
