import { expect, test } from 'vitest'
import { consentedApps } from '../../../../src/domain/rules/sender/consented-apps.js'
import {
  createRestriction,
  createSenderEvidence,
  daysBefore,
  hoursBefore,
  known,
  unknown,
} from '../evidence.js'

const old = { app: 'Expenses', scopes: 'User.Read', grantedAt: daysBefore(300) }
const fresh = { app: 'PDF Tool', scopes: 'Mail.ReadWrite Mail.Send', grantedAt: hoursBefore(3) }
const undated = { app: 'Sync', scopes: 'Mail.Read' }

test.each([
  ['names a new app', [old, fresh], 'found', 'New or undated: PDF Tool (Mail.ReadWrite Mail.Send).'],
  ['names an app without a date', [old, undated], 'found', 'New or undated: Sync (Mail.Read).'],
  [
    'lists older ones as fine',
    [old],
    'looks-fine',
    "Nothing new in the 7 days before. Consented to earlier, or Microsoft's own: Expenses (User.Read).",
  ],
] as const)('%s', (_, consents, basis, finding) => {
  const evidence = createSenderEvidence({ consents: known(consents) })
  expect(consentedApps(evidence, createRestriction())).toMatchObject({ basis, finding })
})

test('has nothing to say without consents, and says why when it could not look', () => {
  expect(consentedApps(createSenderEvidence(), createRestriction())).toBeUndefined()
  const evidence = createSenderEvidence({ consents: unknown('No permission.') })
  expect(consentedApps(evidence, createRestriction())).toMatchObject({
    basis: 'not-checked',
    finding: 'No permission.',
  })
})
