import { beforeEach, expect, test } from 'vitest'
import { type Backoff, createBackoff } from '../../src/concurrency/backoff.js'
import { createManualClock, type ManualClock } from '../clock.js'

let clock: ManualClock
let backoff: Backoff<string>
beforeEach(() => {
  clock = createManualClock(3 * 3_600_000)
  backoff = createBackoff({ clock, firstMilliseconds: 1_000, longestMilliseconds: 5_000 })
})

test('leaves alone what has failed, tells why and for how long, and no longer', async () => {
  expect(backoff.find()).toBeUndefined()
  backoff.failed('pwsh ended')
  expect(backoff.find()).toEqual({ failure: 'pwsh ended', leftMilliseconds: 1_000 })
  await clock.advance(999)
  expect(backoff.find()).toEqual({ failure: 'pwsh ended', leftMilliseconds: 1 })
  await clock.advance(1)
  expect(backoff.find()).toBeUndefined()
})

test('waits twice as long after each failure in a row, up to the longest, and begins anew after a success', async () => {
  const seen: (number | undefined)[] = []
  const fail = async () => {
    backoff.failed('down')
    seen.push(backoff.find()?.leftMilliseconds)
    await clock.advance(60_000)
  }
  for (let failure = 0; failure < 5; failure += 1) await fail()
  expect(seen).toEqual([1_000, 2_000, 4_000, 5_000, 5_000])
  backoff.succeeded()
  await fail()
  expect(seen.at(-1)).toBe(1_000)
})

test('is over at once after a success', () => {
  backoff.failed('down')
  backoff.succeeded()
  expect(backoff.find()).toBeUndefined()
})

test('waits no longer when somebody sets the clock back', async () => {
  backoff.failed('down')
  clock.step(-2 * 3_600_000)
  await clock.advance(1_000)
  expect(backoff.find()).toBeUndefined()
})
