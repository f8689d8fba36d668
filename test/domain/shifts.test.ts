import { expect, test } from 'vitest'
import { findLastShift, findNextShift } from '../../src/domain/shifts.js'

const times = [
  { hour: 8, minute: 0 },
  { hour: 20, minute: 0 },
]
const berlin = { times, zone: 'Europe/Berlin' }
const at = (iso: string) => Date.parse(iso)
const iso = (instant: number | undefined) => (instant === undefined ? '' : new Date(instant).toISOString())

test('shifts change at the same hour of the wall all year, over both nights in which clocks change', () => {
  expect(iso(findNextShift(at('2026-03-28T20:00:00Z'), berlin))).toBe('2026-03-29T06:00:00.000Z')
  expect(iso(findNextShift(at('2026-10-24T19:00:00Z'), berlin))).toBe('2026-10-25T07:00:00.000Z')
})

test('the last change is known for four hours, and then nobody waits for it', () => {
  expect(iso(findLastShift(at('2026-11-22T07:00:00Z'), berlin))).toBe('2026-11-22T07:00:00.000Z')
  expect(iso(findLastShift(at('2026-11-22T10:59:00Z'), berlin))).toBe('2026-11-22T07:00:00.000Z')
  expect(iso(findLastShift(at('2026-11-22T11:01:00Z'), berlin))).toBe('')
})
