import { describe, expect, test } from 'vitest'
import { hourMilliseconds } from '../../src/domain/instant.js'
import {
  findNextClock,
  isTimeZone,
  toInstant,
  toLocal,
  toZonedClockText,
  toZonedText,
} from '../../src/domain/time-zone.js'

const at = (iso: string) => Date.parse(iso)
const nine = { hour: 9, minute: 0 }
const iso = (instant: number) => new Date(instant).toISOString()

test('nine in the morning is the next one that the wall shows', () => {
  expect(iso(findNextClock(at('2026-11-22T03:15:00Z'), nine, 'Europe/Berlin'))).toBe(
    '2026-11-22T08:00:00.000Z',
  )
  expect(iso(findNextClock(at('2026-11-22T08:00:00Z'), nine, 'Europe/Berlin'))).toBe(
    '2026-11-23T08:00:00.000Z',
  )
  expect(iso(findNextClock(at('2026-11-22T23:30:00Z'), nine, 'Pacific/Auckland'))).toBe(
    '2026-11-23T20:00:00.000Z',
  )
  expect(iso(findNextClock(at('2026-12-31T22:00:00Z'), nine, 'America/Los_Angeles'))).toBe(
    '2027-01-01T17:00:00.000Z',
  )
})

describe('daylight saving', () => {
  test('nine stays nine over the night in which clocks go forward', () => {
    expect(iso(findNextClock(at('2026-03-28T20:00:00Z'), nine, 'Europe/Berlin'))).toBe(
      '2026-03-29T07:00:00.000Z',
    )
    expect(iso(findNextClock(at('2026-03-27T20:00:00Z'), nine, 'Europe/Berlin'))).toBe(
      '2026-03-28T08:00:00.000Z',
    )
  })

  test('and over the night in which they go back', () => {
    expect(iso(findNextClock(at('2026-10-24T20:00:00Z'), nine, 'Europe/Berlin'))).toBe(
      '2026-10-25T08:00:00.000Z',
    )
  })

  test('an hour that is left out falls on the one after it', () => {
    const half = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 }
    const instant = toInstant(half, 'Europe/Berlin')
    expect(iso(instant)).toBe('2026-03-29T01:30:00.000Z')
    expect(toLocal(instant, 'Europe/Berlin')).toMatchObject({ hour: 3, minute: 30 })
  })

  test('of an hour that comes twice the first counts, and the next day has it once more', () => {
    const half = { hour: 2, minute: 30 }
    const first = findNextClock(at('2026-10-24T22:00:00Z'), half, 'Europe/Berlin')
    expect(iso(first)).toBe('2026-10-25T00:30:00.000Z')
    expect(findNextClock(first, half, 'Europe/Berlin') - first).toBe(25 * hourMilliseconds)
  })

  test('in half hours, south of the equator, and where there is none', () => {
    expect(iso(findNextClock(at('2026-10-03T12:00:00Z'), nine, 'Australia/Lord_Howe'))).toBe(
      '2026-10-03T22:00:00.000Z',
    )
    expect(iso(findNextClock(at('2026-11-22T03:15:00Z'), nine, 'Asia/Kolkata'))).toBe(
      '2026-11-22T03:30:00.000Z',
    )
  })
})

test('a moment is said with the name of its zone, and with the day when it is another one', () => {
  const from = at('2026-11-22T03:15:00Z')
  expect(toZonedClockText(from, 'UTC')).toBe('03:15 UTC')
  expect(toZonedText(at('2026-11-22T08:00:00Z'), from, 'Europe/Berlin')).toBe('09:00 CET')
  expect(toZonedText(at('2026-11-23T08:00:00Z'), from, 'Europe/Berlin')).toBe('Mon 09:00 CET')
  expect(toZonedText(at('2026-12-23T08:00:00Z'), from, 'Europe/Berlin')).toBe('23 Dec, 09:00 CET')
})

test('a place is a zone; an offset, a slip and nothing at all are none', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'].map(isTimeZone)).toEqual(
    Array.from({ length: 4 }, () => true),
  )
  expect(['+01:00', 'Europe/Berln', '', 'Mars/Olympus', 'Europe/Berlin\n'].map(isTimeZone)).toEqual(
    Array.from({ length: 5 }, () => false),
  )
})
