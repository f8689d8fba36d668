import { expect, test } from 'vitest'
import { revokeSessions } from '../../../../src/domain/rules/sender/revoke-sessions.js'
import { createRestriction, createSenderEvidence, unknown } from '../evidence.js'

test.each([
  ['clean', createSenderEvidence()],
  ['unknown', createSenderEvidence({ account: unknown('No permission.') })],
])('is never claimed as checked, with %s evidence', (_, evidence) => {
  expect(revokeSessions(evidence, createRestriction())).toMatchObject({
    ruleId: 'revoke-sessions',
    stage: 'contain',
    basis: 'not-checked',
  })
})
