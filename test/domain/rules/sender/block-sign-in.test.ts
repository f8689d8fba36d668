import { expect, test } from 'vitest'
import { blockSignIn } from '../../../../src/domain/rules/sender/block-sign-in.js'
import { account, createRestriction, createSenderEvidence, known, unknown } from '../evidence.js'

const advise = (fact: Parameters<typeof blockSignIn>[0]['account']) =>
  blockSignIn(createSenderEvidence({ account: fact }), createRestriction())

test.each([
  ['found while sign-in is allowed', known(account), 'found', 'Sign-in is allowed.'],
  [
    'not checked when the account could not be read',
    unknown('No permission.'),
    'not-checked',
    'No permission.',
  ],
] as const)('is %s', (_, fact, basis, finding) => {
  expect(advise(fact)).toMatchObject({ ruleId: 'block-sign-in', stage: 'contain', basis, finding })
})

test('has nothing to say once sign-in is blocked', () => {
  expect(advise(known({ ...account, signInAllowed: false }))).toBeUndefined()
})

test('sends to on-premises Active Directory when the account is synced, because the cloud block is reverted', () => {
  expect(advise(known({ ...account, synced: true }))?.advice).toMatch(/on-premises Active Directory.*reverts/)
  expect(advise(known(account))?.advice).not.toMatch(/on-premises/)
})
