import { expect, test } from 'vitest'
import { accountRisk } from '../../../../src/domain/rules/sender/account-risk.js'
import { createRestriction, createSenderEvidence, known, unknown } from '../evidence.js'

test.each([
  [
    'found when there is one',
    known({ level: 'high', detail: 'Anonymous IP address' }),
    'found',
    'Risk is high: Anonymous IP address.',
  ],
  ['found without details', known({ level: 'low', detail: '' }), 'found', 'Risk is low.'],
  ['not checked when unknown', unknown('Timed out.'), 'not-checked', 'Timed out.'],
] as const)('is %s', (_, risk, basis, finding) => {
  expect(accountRisk(createSenderEvidence({ risk }), createRestriction())).toMatchObject({
    ruleId: 'account-risk',
    basis,
    finding,
  })
})

test('has nothing to say when there is no risk', () => {
  expect(accountRisk(createSenderEvidence(), createRestriction())).toBeUndefined()
})
