import { describe, expect, test } from 'vitest'
import { countDelay, type Delays, mergeDelays, noDelays, summariseDelays } from '../../src/domain/delays.js'
import { dayMilliseconds, hourMilliseconds } from '../../src/domain/instant.js'
import { began } from './incidents.js'

function countAll(all: readonly number[], now = began, delays: Delays = noDelays): Delays {
  return all.reduce(
    (counted, milliseconds) => countDelay(counted, { name: 'card', milliseconds, now }),
    delays,
  )
}

const repeat = (times: number, milliseconds: number) => Array.from({ length: times }, () => milliseconds)
const summarise = (delays: Delays, now = began) => summariseDelays(delays, 'card', now)

describe('what is told of many waits', () => {
  test('is never less than the truth, and at most a step of the scale more', () => {
    const waits = Array.from({ length: 1_000 }, (_, index) => (index + 1) * 60)
    expect(summarise(countAll(waits))).toEqual({ count: 1_000, median: 30_000, worst99: 60_000 })
  })

  test.each([
    ['one wait', [4_200], { count: 1, median: 5_000, worst99: 5_000 }],
    ['one of a hundred that is bad', [...repeat(99, 1_000), 90_000], { worst99: 1_000 }],
    ['two of a hundred that are bad', [...repeat(98, 1_000), 90_000, 90_000], { worst99: 90_000 }],
    ['a wait of a week', [7 * dayMilliseconds], { median: dayMilliseconds }],
    ['a clock that was set back meanwhile', [-5_000], { median: 10 }],
  ])('holds for %s', (_, waits, told) => {
    expect(summarise(countAll(waits))).toMatchObject(told)
  })

  test('is nothing when nobody waited, or only for something else', () => {
    expect(summarise(noDelays)).toBeUndefined()
    expect(summariseDelays(countAll([1]), 'answer', began)).toBeUndefined()
  })
})

describe('what is kept', () => {
  test('is a day, and stays small whatever is counted', () => {
    const hours = Array.from({ length: 100 }, (_, index) => began + index * hourMilliseconds)
    const delays = hours.reduce(
      (counted, now) =>
        countAll(
          Array.from({ length: 60 }, (_, index) => 2 ** (index / 2)),
          now,
          counted,
        ),
      noDelays,
    )
    const last = hours.at(-1) ?? 0
    expect(delays.hours).toHaveLength(24)
    expect(summarise(delays, last)?.count).toBe(24 * 60)
    expect(JSON.stringify(delays).length).toBeLessThan(20_000)
    expect(summarise(delays, last + dayMilliseconds)).toBeUndefined()
  })

  test('holds nothing of hours that have not come yet, when the clock was set back', () => {
    const delays = countAll([50_000], began + 5 * hourMilliseconds)
    expect(summarise(delays)).toBeUndefined()
    expect(countAll([1_000], began, delays).hours).toHaveLength(1)
  })

  test('is the same whether it was counted in one process or in two', () => {
    const [one, other] = [countAll([1_000, 40_000]), countAll([1_000, 2_000])]
    expect(mergeDelays(one, other)).toEqual(countAll([1_000, 40_000, 1_000, 2_000]))
    const later = countAll([1_000], began + hourMilliseconds)
    expect(summarise(mergeDelays(later, one), began + hourMilliseconds)).toMatchObject({ count: 3 })
  })
})
