import { describe, expect, test } from 'vitest'
import { dayMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { parseReason } from '../../src/domain/reason.js'
import {
  isNewListing,
  isSameRestriction,
  type Restriction,
  toVanishedOutcome,
} from '../../src/domain/restriction.js'

const began = Date.UTC(2026, 10, 22, 3, 14)
const midnight = Date.UTC(2026, 10, 23)
const spam = parseReason('OutboundSpamLast24Hours=412')
const limit = parseReason('EmailSendingLimitExceeded;ExceedingLimitType=External')
const restriction: Restriction = {
  entity: { kind: 'sender', address: 'laura@contoso.com' },
  reason: spam,
  createdAt: began,
  temporary: false,
  raw: {},
}
const { createdAt: _, ...undated } = restriction

describe('a restriction that vanished', () => {
  test.each([
    [
      'temporary, before UTC midnight',
      { ...restriction, temporary: true },
      midnight - 1,
      'cleared-elsewhere',
    ],
    ['temporary, from UTC midnight on', { ...restriction, temporary: true }, midnight, 'expired'],
    ['temporary, of unknown age', { ...undated, temporary: true }, midnight - 1, 'cleared-elsewhere'],
    ['temporary, seen before midnight', { ...undated, temporary: true }, midnight, 'expired'],
    [
      'a limit, within a day',
      { ...restriction, reason: limit },
      began + dayMilliseconds - 1,
      'cleared-elsewhere',
    ],
    ['a limit, after a day', { ...restriction, reason: limit }, began + dayMilliseconds, 'expired'],
    [
      'a limit, of unknown age',
      { ...undated, reason: limit },
      began + dayMilliseconds - 1,
      'cleared-elsewhere',
    ],
    ['a limit, first seen a day ago', { ...undated, reason: limit }, began + dayMilliseconds, 'expired'],
    ['spam, however old', restriction, began + 30 * dayMilliseconds, 'cleared-elsewhere'],
  ] as const)('%s, has %4$s', (_title, given, now, outcome) => {
    expect(toVanishedOutcome(given, began, now)).toBe(outcome)
  })
})

describe('an entry that is back', () => {
  const later = { ...restriction, createdAt: began + 10 * minuteMilliseconds }

  test.each([
    ['with a later date is another one', restriction, later, true],
    ['with the same date is the same', restriction, restriction, false],
    ['with an earlier date proves nothing', later, restriction, false],
    ['with a date after it was first seen without one is another one', undated, later, true],
    ['with a date from about then proves nothing', undated, restriction, false],
    ['without a date proves nothing', restriction, undated, false],
  ] as const)('%s', (_title, before, after, isNew) => {
    expect(isNewListing(before, began, after)).toBe(isNew)
  })
})

describe('two looks', () => {
  test('saw the same when only what is not judged differs', () => {
    expect(isSameRestriction(restriction, { ...restriction, raw: { SenderAddress: 'x' } })).toBe(true)
  })

  test.each([
    ['another beginning', { ...restriction, createdAt: began + minuteMilliseconds }],
    ['no beginning', undated],
    ['a change', { ...restriction, changedAt: began + minuteMilliseconds }],
    ['another reason', { ...restriction, reason: parseReason('OutboundSpamLast24Hours=413') }],
    ['another kind of block', { ...restriction, temporary: true }],
  ])('differ with %s', (_title, other) => {
    expect(isSameRestriction(restriction, other)).toBe(false)
  })
})
