import { expect, test } from 'vitest'
import { resetPassword } from '../../../../src/domain/rules/sender/reset-password.js'
import {
  account,
  began,
  createRestriction,
  createSenderEvidence,
  createUndatedRestriction,
  daysBefore,
  known,
  unknown,
} from '../evidence.js'

test.each([
  [
    'found when it is older than the restriction',
    known({ changedAt: daysBefore(90) }),
    'found',
    /2026-08-24 03:14 UTC, before/,
  ],
  [
    "not settled by a change since, which may be the intruder's",
    known({ changedAt: began + 1 }),
    'not-checked',
    /later than the restriction\. By whom is not known: an intruder's change looks the same/,
  ],
  ['not checked when unknown', unknown('No permission.'), 'not-checked', /^No permission\.$/],
  ['readable when the date is no date', known({ changedAt: 1e300 }), 'not-checked', /at an unknown time/],
] as const)('is %s', (_, password, basis, finding) => {
  const advice = resetPassword(createSenderEvidence({ password }), createRestriction())
  expect(advice).toMatchObject({ title: 'Change password', basis })
  expect(advice?.finding).toMatch(finding)
})

test('cannot judge when Exchange did not say when the restriction began', () => {
  const advice = resetPassword(createSenderEvidence(), createUndatedRestriction())
  expect(advice).toMatchObject({ basis: 'not-checked' })
})

test.each([
  ['cloud', known(account), /^Reset the user's password\. /],
  ['synced', known({ ...account, synced: true }), /in on-premises Active Directory, twice/],
  [
    'unknown',
    unknown('No permission.'),
    /if the account is synced, in on-premises Active Directory and twice/,
  ],
] as const)(
  'names the right place for a %s account, and keeps the password out of mail and chat',
  (_, fact, deed) => {
    const advice = resetPassword(createSenderEvidence({ account: fact }), createRestriction())?.advice
    expect(advice).toMatch(deed)
    expect(advice).toMatch(/app passwords.*Never send the new password by mail or chat/)
  },
)

test("is the home organisation's to do for a guest, whose password is kept there", () => {
  const evidence = createSenderEvidence({ account: known({ ...account, kind: 'guest' }) })
  expect(resetPassword(evidence, createRestriction())?.advice).toMatch(
    /^Have the guest's home organisation change the password/,
  )
})
