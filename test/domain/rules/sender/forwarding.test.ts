import { expect, test } from 'vitest'
import { forwarding } from '../../../../src/domain/rules/sender/forwarding.js'
import { createRestriction, createSenderEvidence, known, unknown } from '../evidence.js'

test.each([
  [
    'found without a copy',
    known({ to: 'drop@evil.test', keepsCopy: false }),
    'found',
    'Mail is forwarded to drop@evil.test, without a copy in the mailbox.',
  ],
  [
    'found with a copy',
    known({ to: 'drop@evil.test', keepsCopy: true }),
    'found',
    'Mail is forwarded to drop@evil.test, with a copy in the mailbox.',
  ],
  ['not checked when unknown', unknown('Timed out.'), 'not-checked', 'Timed out.'],
] as const)('is %s', (_, target, basis, finding) => {
  expect(forwarding(createSenderEvidence({ forwarding: target }), createRestriction())).toMatchObject({
    ruleId: 'forwarding',
    basis,
    finding,
  })
})

test('has nothing to say when nothing is forwarded', () => {
  expect(forwarding(createSenderEvidence(), createRestriction())).toBeUndefined()
})
