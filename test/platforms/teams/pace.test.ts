import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPace } from '../../../src/platforms/teams/pace.js'
import { createManualClock } from '../../clock.js'

const limits = [
  { calls: 7, milliseconds: 1_000 },
  { calls: 8, milliseconds: 2_000 },
  { calls: 60, milliseconds: 30_000 },
]

/** The most that fall into any stretch of that length. */
function countMost(instants: readonly number[], milliseconds: number): number {
  return Math.max(
    0,
    ...instants.map((from) => instants.filter((at) => at >= from && at < from + milliseconds).length),
  )
}

test('never breaks a limit, whatever comes when', async () => {
  const bursts = fc.array(fc.record({ thread: fc.nat(6), size: fc.nat(12), pause: fc.nat(1_500) }), {
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(bursts, async (given) => {
      const clock = createManualClock(0)
      const pace = createPace(clock)
      const went: { thread: string; at: number }[] = []
      for (const { thread, size, pause } of given) {
        for (let call = 0; call < size; call += 1) {
          const name = String(thread)
          void pace.wait(name).then(
            () => went.push({ thread: name, at: clock.now() }),
            () => {},
          )
        }
        await clock.advance(pause)
      }
      await clock.advance(60_000)
      for (const thread of new Set(went.map((one) => one.thread))) {
        const instants = went.filter((one) => one.thread === thread).map((one) => one.at)
        for (const { calls, milliseconds } of limits)
          expect(countMost(instants, milliseconds)).toBeLessThanOrEqual(calls)
      }
      expect(
        countMost(
          went.map((one) => one.at),
          1_000,
        ),
      ).toBeLessThanOrEqual(30)
      expect(clock.countTimers()).toBe(0)
    }),
    { numRuns: 40 },
  )
})

test('lets one thread pass while another waits', async () => {
  const clock = createManualClock(0)
  const pace = createPace(clock)
  for (let call = 0; call < 7; call += 1) await pace.wait('busy')
  const waiting = pace.wait('busy')
  await pace.wait('quiet')
  expect(clock.countTimers()).toBe(1)
  await clock.advance(1_000)
  await waiting
})

test('a clock that is set back by two hours closes no thread', async () => {
  const clock = createManualClock(3 * 3_600_000)
  const pace = createPace(clock)
  for (let call = 0; call < 7; call += 1) await pace.wait('thread')
  clock.step(-2 * 3_600_000)
  await clock.advance(2_000)
  await expect(pace.wait('thread')).resolves.toBeUndefined()
})
