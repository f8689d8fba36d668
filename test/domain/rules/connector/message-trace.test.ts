import { expect, test } from 'vitest'
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
