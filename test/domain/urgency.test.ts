import { expect, test } from 'vitest'
import { parseReason } from '../../src/domain/reason.js'
import { toUrgency } from '../../src/domain/urgency.js'
import { createConnectorRestriction, createRestriction } from './rules/evidence.js'

const spam = (count: number) => parseReason(`OutboundSpamLast24Hours=${count};OutboundMailLast24Hours=900`)
const limit = parseReason('ExceedingLimitType=Recipient;RecipientCountLast24Hours=12000;RcptRateLimit=10000')
const never = { count: 0 }

test('much spam, some spam, a connector, what is not explained, and then a limit: those before that were restricted before', () => {
  const inOrder = [
    { restriction: createRestriction({ reason: spam(5) }), earlier: { count: 2 } },
    { restriction: createRestriction({ reason: spam(900) }), earlier: never },
    { restriction: createRestriction({ reason: spam(5) }), earlier: never },
    { restriction: createConnectorRestriction(), earlier: never },
    { restriction: createRestriction({ reason: spam(900), temporary: true }), earlier: never },
    { restriction: createRestriction({ reason: parseReason('?'), temporary: true }), earlier: never },
    { restriction: createRestriction({ reason: limit }), earlier: { count: 1 } },
    { restriction: createRestriction({ reason: limit }), earlier: never },
    { restriction: createRestriction({ reason: limit, temporary: true }), earlier: never },
  ]
  const urgencies = inOrder.map(toUrgency)
  expect(urgencies.toSorted((one, other) => other - one)).toEqual(urgencies)
  expect(new Set(urgencies).size).toBe(inOrder.length)
})

test.each(['', 'many', '-7', 'Infinity', '1e400'])(
  'a count of spam that is none (%s) counts as none',
  (count) => {
    const reason = parseReason(`OutboundSpamLast24Hours=${count}`)
    expect(toUrgency({ restriction: createRestriction({ reason }), earlier: never })).toBe(5)
  },
)
