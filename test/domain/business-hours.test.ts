import { describe, expect, test } from 'vitest'
import { type BusinessHours, findMoment, type When } from '../../src/domain/business-hours.js'

const office: BusinessHours = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  fromMinutes: 8 * 60,
  toMinutes: 18 * 60,
}
const zone = 'Europe/Berlin'

const find = (when: When, from: string, given: { readonly hours?: BusinessHours } = { hours: office }) =>
  new Date(findMoment(when, { hours: given.hours, zone }, Date.parse(from))).toISOString().slice(0, 16)

describe('a step for hours of work', () => {
  test.each([
    ['comes at once while people work', '2026-11-23T10:00Z', '2026-11-23T10:00'],
    ['waits for the morning', '2026-11-23T03:00Z', '2026-11-23T07:00'],
    ['waits for tomorrow when the day is over', '2026-11-23T17:00Z', '2026-11-24T07:00'],
    ['waits for Monday', '2026-11-27T17:00Z', '2026-11-30T07:00'],
    ['begins at eight in the evening of summer time too', '2026-10-24T20:00Z', '2026-10-26T07:00'],
    ['begins at eight after the clocks went ahead', '2026-03-27T20:00Z', '2026-03-30T06:00'],
  ])('%s', (_name, from, want) => {
    expect(find('business', from)).toBe(want)
  })
})

describe('a step for the time outside of them', () => {
  test.each([
    ['comes at once at night', '2026-11-23T03:00Z', '2026-11-23T03:00'],
    ['comes at once on a Sunday', '2026-11-22T10:00Z', '2026-11-22T10:00'],
    ['waits for the evening', '2026-11-23T10:00Z', '2026-11-23T17:00'],
  ])('%s', (_name, from, want) => {
    expect(find('outside', from)).toBe(want)
  })

  test('waits for the end of work that goes on over midnight', () => {
    const long = { days: ['mon', 'tue'], fromMinutes: 0, toMinutes: 24 * 60 } as const
    expect(find('outside', '2026-11-23T10:00Z', { hours: long })).toBe('2026-11-24T23:00')
  })

  test('comes at the end of the week where work never ends', () => {
    const always = {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      fromMinutes: 0,
      toMinutes: 24 * 60,
    } as const
    expect(find('outside', '2026-11-23T10:00Z', { hours: always })).toBe('2026-11-30T23:00')
  })
})

test('without hours every step comes at its time', () => {
  expect(find('business', '2026-11-23T03:00Z', {})).toBe('2026-11-23T03:00')
  expect(find('always', '2026-11-23T03:00Z')).toBe('2026-11-23T03:00')
})
