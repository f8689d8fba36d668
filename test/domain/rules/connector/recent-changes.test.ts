import { expect, test } from 'vitest'
import { recentChanges } from '../../../../src/domain/rules/connector/recent-changes.js'
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
const advise = (changes: Parameters<typeof recentChanges>[0]['changes']) =>
  recentChanges(createConnectorEvidence({ changes }), createConnectorRestriction())

test.each([
  [
    'found after a recent change',
    known([old, fresh]),
    'found',
    'Set-InboundConnector by admin@contoso.com, 2026-11-21 19:14 UTC.',
  ],
  ['not checked when unknown', unknown('The audit log is off.'), 'not-checked', 'The audit log is off.'],
] as const)('is %s', (_, changes, basis, finding) => {
  expect(advise(changes)).toMatchObject({ ruleId: 'recent-changes', stage: 'contain', basis, finding })
})

test('has nothing to say when nothing was changed lately', () => {
  expect(advise(known([old]))).toBeUndefined()
})
