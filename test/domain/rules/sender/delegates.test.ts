import { expect, test } from 'vitest'
import { delegates } from '../../../../src/domain/rules/sender/delegates.js'
import { createRestriction, createSenderEvidence, known, unknown } from '../evidence.js'

test.each([
  [
    'found when others can use it',
    known([
      { who: 'tom@contoso.com', right: 'FullAccess' },
      { who: 'x@contoso.com', right: 'SendAs' },
    ]),
    'found',
    'tom@contoso.com (FullAccess), x@contoso.com (SendAs).',
  ],
  ['not checked when unknown', unknown('Timed out.'), 'not-checked', 'Timed out.'],
] as const)('is %s', (_, holders, basis, finding) => {
  expect(delegates(createSenderEvidence({ delegates: holders }), createRestriction())).toMatchObject({
    ruleId: 'delegates',
    basis,
    finding,
  })
})

test('has nothing to say when nobody else can use it', () => {
  expect(delegates(createSenderEvidence(), createRestriction())).toBeUndefined()
})
