import { expect, test } from 'vitest'
import { revertChanges } from '../../../../src/domain/rules/connector/revert-changes.js'
import {
  createConnectorEvidence,
  createConnectorRestriction,
  daysBefore,
  hoursBefore,
  known,
  unknown,
} from '../evidence.js'

const fresh = { at: hoursBefore(8), who: 'admin@contoso.com', operation: 'Set-InboundConnector' }
const old = { ...fresh, at: daysBefore(8) }
const advise = (changes: Parameters<typeof revertChanges>[0]['changes']) =>
  revertChanges(createConnectorEvidence({ changes }), createConnectorRestriction())

test.each([
  [
    'found after a recent change',
    known([old, fresh]),
    'found',
    '1 change in the week before the restriction or since.',
  ],
  ['not checked when unknown', unknown('The audit log is off.'), 'not-checked', 'The audit log is off.'],
] as const)('is %s', (_, changes, basis, finding) => {
  expect(advise(changes)).toMatchObject({ ruleId: 'revert-changes', stage: 'contain', basis, finding })
})

test('has nothing to say when nothing was changed lately', () => {
  expect(advise(known([old]))).toBeUndefined()
})
