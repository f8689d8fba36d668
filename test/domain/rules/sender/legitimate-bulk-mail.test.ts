import { expect, test } from 'vitest'
import { parseReason } from '../../../../src/domain/reason.js'
import { legitimateBulkMail } from '../../../../src/domain/rules/sender/legitimate-bulk-mail.js'
import {
  createRestriction,
  createSenderEvidence,
  known,
  outboundPolicy,
  sentMail,
  unknown,
} from '../evidence.js'

const much = known({ ...sentMail, messages: 1_203, recipients: 3_612, distinctSubjects: 2 })
const limit = createRestriction({
  reason: parseReason('EmailSendingLimitExceeded;ExceedingLimitType=External'),
})

test.each([
  [
    'much mail',
    createSenderEvidence({ sentMail: much }),
    createRestriction(),
    'found',
    '1,203 messages with 2 subjects to 3,612 recipients in 24 hours. Policy "Default": recipients a day the service default (10,000), then BlockUserForToday.',
  ],
  [
    'a limit, however little was sent',
    createSenderEvidence(),
    limit,
    'found',
    '12 messages with 11 subjects to 14 recipients in 24 hours. Policy "Default": recipients a day the service default (10,000), then BlockUserForToday.',
  ],
  [
    'a limit of its own policy',
    createSenderEvidence({
      outboundPolicy: known({ ...outboundPolicy, name: 'Billing', recipientsPerDay: 2_500 }),
    }),
    limit,
    'found',
    '12 messages with 11 subjects to 14 recipients in 24 hours. Policy "Billing": recipients a day 2,500, then BlockUserForToday.',
  ],
  [
    'limits by the hour',
    createSenderEvidence({
      outboundPolicy: known({ ...outboundPolicy, externalPerHour: 500, internalPerHour: 1_000 }),
    }),
    limit,
    'found',
    '12 messages with 11 subjects to 14 recipients in 24 hours. Policy "Default": recipients a day the service default (10,000), an hour 500 outside and 1,000 inside, then BlockUserForToday.',
  ],
  [
    'an unknown policy',
    createSenderEvidence({ sentMail: much, outboundPolicy: unknown('No permission.') }),
    createRestriction(),
    'found',
    '1,203 messages with 2 subjects to 3,612 recipients in 24 hours. The outbound policy is not known: No permission.',
  ],
  [
    'an unknown volume',
    createSenderEvidence({ sentMail: unknown('Timed out.') }),
    createRestriction(),
    'not-checked',
    'Timed out. Policy "Default": recipients a day the service default (10,000), then BlockUserForToday.',
  ],
] as const)('asks after %s', (_, evidence, restriction, basis, finding) => {
  expect(legitimateBulkMail(evidence, restriction)).toMatchObject({ basis, finding })
})

test('does not ask after a little spam', () => {
  expect(legitimateBulkMail(createSenderEvidence(), createRestriction())).toBeUndefined()
})
