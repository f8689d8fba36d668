import { expect, test } from 'vitest'
import { parseReason } from '../../../../src/domain/reason.js'
import { messageTrace } from '../../../../src/domain/rules/connector/message-trace.js'
import { createConnectorEvidence, createConnectorRestriction, known, unknown } from '../evidence.js'

test.each([
  [
    'found when some was spam',
    known({ hours: 48, messages: 5_210, markedAsSpam: 3_877 }),
    'found',
    '3,877 of 5,210 messages in 48 hours were marked as spam.',
  ],
  ['not checked when unknown', unknown('Timed out.'), 'not-checked', 'Timed out.'],
] as const)('is %s', (_, mail, basis, finding) => {
  const evidence = createConnectorEvidence({ mail })
  expect(messageTrace(evidence, createConnectorRestriction())).toMatchObject({ basis, finding })
})

test('has nothing to say when none of it was spam', () => {
  expect(messageTrace(createConnectorEvidence(), createConnectorRestriction())).toBeUndefined()
})

test('says that Exchange counted more than shows, also when none of that was spam', () => {
  const mail = known({ hours: 24, messages: 12, markedAsSpam: 0 })
  const restriction = {
    ...createConnectorRestriction(),
    reason: parseReason('SuspiciousConnectorActivity;SpamCountLast24Hours=3877;MailCountLast24Hours=5210;'),
  }
  expect(messageTrace(createConnectorEvidence({ mail }), restriction)).toMatchObject({
    basis: 'found',
    finding: expect.stringMatching(
      /^Exchange counted 5,210 messages, and message trace shows 12 in 24 hours\./,
    ) as string,
  })
})
