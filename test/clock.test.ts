import { expect, test } from 'vitest'
import { createManualClock } from './clock.js'

test('runs timers in the order they fall due, each at its own time', async () => {
  const clock = createManualClock(1_000)
  const seen: [string, number][] = []
  clock.after(30, () => seen.push(['third', clock.now()]))
  clock.after(10, () => seen.push(['first', clock.now()]))
  clock.after(10, () => seen.push(['second', clock.now()]))
  await clock.advance(29)
  expect(seen).toEqual([
    ['first', 1_010],
    ['second', 1_010],
  ])
  await clock.advance(1)
  expect(seen.at(-1)).toEqual(['third', 1_030])
  expect(clock.now()).toBe(1_030)
})

test('runs timers that were set by promises on the way', async () => {
  const clock = createManualClock(0)
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      clock.after(milliseconds, resolve)
    })
  const seen: number[] = []
  const walk = (async () => {
    for (let step = 0; step < 3; step += 1) {
      await wait(10)
      seen.push(clock.now())
    }
  })()
  await clock.advance(30)
  await walk
  expect(seen).toEqual([10, 20, 30])
})

test('forgets a cancelled timer', async () => {
  const clock = createManualClock(0)
  const cancel = clock.after(5, () => expect.unreachable())
  cancel()
  await clock.advance(10)
  expect(clock.countTimers()).toBe(0)
})

test('may be set while nothing waits longer or shorter for it', async () => {
  const clock = createManualClock(5_000)
  let rung = 0
  clock.after(100, () => {
    rung = clock.now()
  })
  clock.step(-4_000)
  await clock.advance(100)
  expect([rung, clock.monotonic()]).toEqual([1_100, 100])
})
