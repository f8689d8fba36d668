import { expect, test } from 'vitest'
import { adminRoles } from '../../../../src/domain/rules/sender/admin-roles.js'
import { createRestriction, createSenderEvidence, known, unknown } from '../evidence.js'

test.each([
  [
    'found when it holds roles',
    known(['Exchange Administrator', 'User Administrator']),
    'found',
    'Holds Exchange Administrator, User Administrator.',
  ],
  [
    'cut short when there are many',
    known(['a', 'b', 'c', 'd', 'e', 'f', 'g']),
    'found',
    'Holds a, b, c, d, e and 2 more.',
  ],
  ['not checked when unknown', unknown('Timed out.'), 'not-checked', 'Timed out.'],
] as const)('is %s', (_, roles, basis, finding) => {
  expect(adminRoles(createSenderEvidence({ roles }), createRestriction())).toMatchObject({
    ruleId: 'admin-roles',
    basis,
    finding,
  })
})

test('has nothing to say when it holds no role', () => {
  expect(adminRoles(createSenderEvidence(), createRestriction())).toBeUndefined()
})
