import { expect, onTestFinished, test } from 'vitest'
import { createAdjustableClock, createSystemClock } from '../../src/run/clock.js'
import { createManualClock } from '../clock.js'

const hour = 3_600_000

test('is the real clock until somebody turns it', async () => {
  const real = createManualClock(1_000)
  const clock = createAdjustableClock(real)
  let rung = 0
  clock.after(50, () => {
    rung = clock.now()
  })
  await real.advance(49)
  expect(rung).toBe(0)
  await real.advance(1)
  expect([rung, clock.now()]).toEqual([1_050, 1_050])
})

test('begins as far ahead as it is told', () => {
  expect(createAdjustableClock(createManualClock(1_000), 5 * hour).now()).toBe(1_000 + 5 * hour)
})

test('lets a minute pass in a second, for the waits that have begun too', async () => {
  const real = createManualClock(0)
  const clock = createAdjustableClock(real)
  const rung: number[] = []
  clock.after(60_000, () => rung.push(clock.now()))
  clock.setRate(60)
  clock.after(120_000, () => rung.push(clock.now()))
  await real.advance(999)
  expect(rung).toEqual([])
  await real.advance(1)
  expect(rung).toEqual([60_000])
  clock.setRate(1)
  await real.advance(59_999)
  expect(rung).toEqual([60_000])
  await real.advance(1)
  expect(rung).toEqual([60_000, 120_000])
})

test('does not turn back when it slows down', async () => {
  const real = createManualClock(0)
  const clock = createAdjustableClock(real)
  clock.setRate(60)
  await real.advance(10_000)
  clock.setRate(1)
  expect(clock.now()).toBe(600_000)
  await real.advance(1_000)
  expect(clock.now()).toBe(601_000)
})

test('ends long waits with a jump that passes them, and leaves those for an answer on its way alone', async () => {
  const real = createManualClock(0)
  const clock = createAdjustableClock(real)
  const rung: string[] = []
  clock.after(20_000, () => rung.push('deadline'))
  clock.after(hour, () => rung.push('an hour'))
  clock.after(48 * hour, () => rung.push('two days'))
  clock.jump(24 * hour)
  expect(clock.now()).toBe(24 * hour)
  await real.advance(0)
  expect(rung).toEqual(['an hour'])
  await real.advance(19_999)
  expect(rung).toEqual(['an hour'])
  await real.advance(1)
  expect(rung).toEqual(['an hour', 'deadline'])
  await real.advance(24 * hour)
  expect(rung).toEqual(['an hour', 'deadline', 'two days'])
})

test('forgets a cancelled wait, before and after a jump', async () => {
  const real = createManualClock(0)
  const clock = createAdjustableClock(real)
  const cancel = clock.after(hour, () => expect.unreachable())
  clock.jump(60_000)
  cancel()
  clock.jump(2 * hour)
  await real.advance(3 * hour)
  expect(real.countTimers()).toBe(0)
})

test('waits longer than a timer of Node can', async () => {
  const real = createManualClock(0)
  const clock = createAdjustableClock(real)
  const longest = 2 ** 31 - 1
  let rung = false
  clock.after(longest + 5, () => {
    rung = true
  })
  await real.advance(longest)
  expect(rung).toBe(false)
  await real.advance(5)
  expect(rung).toBe(true)
})

test('runs on real timers, not before its time', async () => {
  const clock = createAdjustableClock(createSystemClock())
  clock.setRate(60)
  onTestFinished(() => clock.setRate(1))
  const began = clock.monotonic()
  const rung = await new Promise<number>((resolve) => {
    clock.after(600, () => resolve(clock.monotonic()))
  })
  expect(rung).toBeGreaterThanOrEqual(began + 600)
})

test('rings in time when somebody sets the real clock back, and shows what that one shows', async () => {
  const real = createManualClock(10 * hour)
  const clock = createAdjustableClock(real, hour)
  let rung = false
  clock.after(60_000, () => {
    rung = true
  })
  real.step(-2 * hour)
  await real.advance(60_000)
  expect(rung).toBe(true)
  expect(clock.now()).toBe(9 * hour + 60_000)
  expect(clock.monotonic()).toBe(60_000)
})
