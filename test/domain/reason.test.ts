import { describe, expect, test } from 'vitest'
import { findReasonFact, parseReason, toCount } from '../../src/domain/reason.js'

const facts = (raw: string) => parseReason(raw).facts.map(({ key, value }) => [key, value])

describe('reading a reason', () => {
  test.each([
    [
      'spam counters, a key with spaces, a colon and a trailing semicolon',
      'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;Last Spam Message MessagetraceId:6e1f-77;CIP=203.0.113.9;AS:42004;',
      'spam',
      [
        ['OutboundSpamLast24Hours', '412'],
        ['OutboundMailLast24Hours', '1203'],
        ['Last Spam Message MessagetraceId', '6e1f-77'],
        ['CIP', '203.0.113.9'],
        ['AS', '42004'],
      ],
    ],
    [
      'a limit with a bare first token',
      'EmailSendingLimitExceeded;ExceedingLimitType=External;ExternalRecipientCountToday=2001',
      'limit',
      [
        ['EmailSendingLimitExceeded', ''],
        ['ExceedingLimitType', 'External'],
        ['ExternalRecipientCountToday', '2001'],
      ],
    ],
    [
      'the daily rate',
      'RecipientRateLimitExceeded;RecipientCountLast24Hours=10422;RcptRateLimit=10000',
      'limit',
      [
        ['RecipientRateLimitExceeded', ''],
        ['RecipientCountLast24Hours', '10422'],
        ['RcptRateLimit', '10000'],
      ],
    ],
    ['an unknown key', 'Something new=1=2:3', 'unknown', [['Something new', '1=2:3']]],
    [
      'an empty value',
      'Key=; Other:',
      'unknown',
      [
        ['Key', ''],
        ['Other', ''],
      ],
    ],
    [
      'a part that starts with its separator',
      '=7;:8',
      'unknown',
      [
        ['=7', ''],
        [':8', ''],
      ],
    ],
    [
      'lines',
      'OutboundSpamLast24Hours=62\r\nOutboundMailLast24Hours=290',
      'spam',
      [
        ['OutboundSpamLast24Hours', '62'],
        ['OutboundMailLast24Hours', '290'],
      ],
    ],
    [
      'a comma before another key, and one among thousands',
      'OutboundSpamLast24Hours=1,204, OutboundMailLast24Hours=2,000|CIP=203.0.113.9',
      'spam',
      [
        ['OutboundSpamLast24Hours', '1,204'],
        ['OutboundMailLast24Hours', '2,000'],
        ['CIP', '203.0.113.9'],
      ],
    ],
    ['a comma in a value', 'Note=Lagos, Nigeria', 'unknown', [['Note', 'Lagos, Nigeria']]],
    ['nothing', '', 'unknown', []],
    ['nothing but separators', ' ; ;; ', 'unknown', []],
  ] as const)('takes %s', (_, raw, cause, expected) => {
    expect(parseReason(raw)).toMatchObject({ raw, cause })
    expect(facts(raw)).toEqual(expected)
  })

  test('says spam when a reason carries spam and limit counters', () => {
    expect(parseReason('RecipientCountLast24Hours=9;OutboundSpamLast24Hours=4').cause).toBe('spam')
  })

  test('does not take a value for a cause', () => {
    expect(parseReason('Note=no spam and no limit').cause).toBe('unknown')
  })

  test('stays fast on a hostile text', () => {
    expect(parseReason('=;:'.repeat(20_000)).facts.length).toBe(20_001)
  })
})

describe('finding a fact', () => {
  const reason = parseReason('Last Spam Message MessagetraceId:6e1f;CIP=192.0.2.1;CIP=192.0.2.2;Flag')

  test.each([
    ['LastSpamMessageMessageTraceId', '6e1f'],
    ['cip', '192.0.2.1'],
    ['flag', ''],
    ['missing', undefined],
  ])('%s gives %j', (key, value) => {
    expect(findReasonFact(reason, key)).toBe(value)
  })
})

describe('a count', () => {
  test.each([
    ['62', 62],
    ['1,204', 1204],
    ['1.204', 1204],
    ["12'204'000", 12204000],
    ['1\u00A0204', 1204],
    ['1\u202F204', 1204],
    ['1,2', undefined],
    ['62 of 290', undefined],
    ['', undefined],
  ])('printed as "%s" is %j', (given, count) => {
    expect(toCount(given)).toBe(count)
  })
})
