import { expect, test } from 'vitest'
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
    'a finding of its own when nothing was sent',
    { ...sentMail, messages: 0, recipients: 0 },
    'Nothing was sent from the mailbox in 24 hours: the mail may come through a relay, and a password reset will not stop it.',
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
