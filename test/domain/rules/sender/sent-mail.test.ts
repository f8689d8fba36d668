import { expect, test } from 'vitest'
import { parseReason } from '../../../../src/domain/reason.js'
import { sentMail as rule } from '../../../../src/domain/rules/sender/sent-mail.js'
import {
  createRestriction,
  createSenderEvidence,
  hoursBefore,
  known,
  sentMail,
  unknown,
} from '../evidence.js'

const burst = { ...sentMail, messages: 1_203, recipients: 3_612, distinctSubjects: 2 }

test.each([
  [
    'found when many recipients were written to',
    burst,
    '1,203 messages with 2 subjects to 3,612 recipients in 24 hours; 4 messages in the hour from 2026-11-21 22:14 UTC.',
  ],
  [
    'found when one hour was very busy',
    { ...sentMail, busiestHour: { startsAt: hoursBefore(5), messages: 501 } },
    '12 messages with 11 subjects to 14 recipients in 24 hours; 501 messages in the hour from 2026-11-21 22:14 UTC.',
  ],
  [
    'said to be more when not all could be counted',
    { ...burst, hours: 6.2, truncated: true, busiestHour: { startsAt: hoursBefore(5), messages: 871 } },
    'At least 1,203 messages with 2 subjects to 3,612 recipients in 6.2 hours; 871 messages in the hour from 2026-11-21 22:14 UTC.',
  ],
  [
    'a finding of its own when none shows',
    { ...sentMail, messages: 0, recipients: 0 },
    "Exchange counted 12 messages, and message trace shows none in 24 hours. It begins 2026-11-21 04:14 UTC: nothing older is in it. Only mail under the account's own addresses is traced.",
  ],
])('is %s', (_, sent, finding) => {
  const evidence = createSenderEvidence({ sentMail: known(sent) })
  expect(rule(evidence, createRestriction())).toMatchObject({ ruleId: 'sent-mail', basis: 'found', finding })
})

test.each([
  ['little', sentMail],
  ['as much over a week', { ...burst, hours: 168 }],
])('has nothing to say about %s', (_, sent) => {
  expect(rule(createSenderEvidence({ sentMail: known(sent) }), createRestriction())).toBeUndefined()
})

test('says why it could not look', () => {
  const evidence = createSenderEvidence({ sentMail: unknown('Timed out.') })
  expect(rule(evidence, createRestriction())).toMatchObject({ basis: 'not-checked', finding: 'Timed out.' })
})

const counted = (reason: string) => createRestriction({ reason: parseReason(reason) })
const advise = (
  sent: Partial<typeof sentMail & { deliveries: number; truncated: boolean }>,
  reason: string,
) => rule(createSenderEvidence({ sentMail: known({ ...sentMail, ...sent }) }), counted(reason))

test.each([
  ['OutboundSpamLast24Hours=412;OutboundMailLast24Hours=800', { messages: 0 }, '800 messages', 'none'],
  [
    'OutboundSpamLast24Hours=58;OutboundMailLast24Hours=131;CIP=203.0.113.41;',
    { messages: 3 },
    '131 messages',
    '3',
  ],
  ['Outbound Spam Last 24 Hours = 58', { messages: 3 }, '58 messages', '3'],
  ['SpamCountLast24Hours:1,204;', { messages: 600 }, '1,204 messages', '600'],
  ['MessageCount=40', { messages: 19 }, '40 messages', '19'],
  [
    'EmailSendingLimitExceeded;ExceedingLimitType=External;InternalRecipientCountToday=212;ExternalRecipientCountToday=2104;LastMessageRcptCount=480',
    { messages: 12, deliveries: 14 },
    '2,316 recipients',
    '14',
  ],
  [
    'RecipientRateLimitExceeded;RecipientCountLast24Hours=10422;RcptRateLimit=10000',
    { messages: 0 },
    '10,422 recipients',
    'none',
  ],
])('says that Exchange counted more than shows: %s', (reason, sent, many, seen) => {
  const advice = advise(sent, reason)
  expect(advice).toMatchObject({ basis: 'found' })
  expect(advice?.finding).toMatch(`Exchange counted ${many}, and message trace shows ${seen} in 24 hours.`)
  expect(advice?.advice).toMatch(
    /as another address \(Send As, on behalf\), through a connector or by an app/,
  )
  expect(advice?.advice).toMatch(/Reset the password all the same/)
})

test.each([
  ['OutboundSpamLast24Hours=58;OutboundMailLast24Hours=131', { messages: 66 }],
  ['RecipientRateLimitExceeded;RecipientCountLast24Hours=20', { messages: 12, deliveries: 14 }],
  // The limit is no count, and neither is the size of one message.
  ['RcptRateLimit=10000;LastMessageRcptCount=480', { messages: 12, deliveries: 14 }],
  // Evidence of an older version did not count them.
  ['RecipientCountLast24Hours=900', { messages: 12 }],
  ['PolicyVerdict=7;Score:0.91', { messages: 12 }],
])('has nothing to add when the trace shows what was counted: %s', (reason, sent) => {
  expect(advise(sent, reason)).toBeUndefined()
})

test('of a trace that was cut short says that instead of blaming another name', () => {
  const advice = advise({ messages: 900, hours: 1, truncated: true }, 'OutboundMailLast24Hours=9000')
  expect(advice?.finding).toMatch('Exchange counted 9,000 messages; message trace was cut short.')
})

test('of much mail says both, how much and how much does not show', () => {
  const advice = advise({ ...burst }, 'OutboundMailLast24Hours=9000')
  expect(advice?.finding).toMatch(/^1,203 messages .* Exchange counted 9,000 messages, and message trace/)
})

test('none at all is a finding also when Exchange gave no count', () => {
  const advice = advise({ messages: 0, recipients: 0 }, '')
  expect(advice).toMatchObject({
    basis: 'found',
    finding: "Message trace shows no mail under the account's own addresses in 24 hours.",
  })
  expect(advice?.advice).toMatch(/Reset the password all the same/)
})
