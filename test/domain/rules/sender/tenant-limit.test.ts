import { expect, test } from 'vitest'
import { tenantLimit } from '../../../../src/domain/rules/sender/tenant-limit.js'
import { createRestriction, createSenderEvidence, known, unknown } from '../evidence.js'

const advise = (headroom: Parameters<typeof tenantLimit>[0]['headroom']) =>
  tenantLimit(createSenderEvidence({ headroom }), createRestriction())

test.each([
  [
    { limit: 22_059, used: 17_648, enforced: true },
    '17,648 of 22,059 external recipients in 24 hours (80%).',
  ],
  [
    { limit: 10_000, used: 12_000, enforced: false },
    '12,000 of 10,000 external recipients in 24 hours (120%); Microsoft does not enforce the limit yet.',
  ],
])('warns of %j', (value, finding) => {
  expect(advise(known(value))).toMatchObject({ ruleId: 'tenant-limit', basis: 'found', finding })
})

test('has nothing to say while there is room, or when nobody asked', () => {
  expect(advise(known({ limit: 22_059, used: 17_647 }))).toBeUndefined()
  expect(tenantLimit(createSenderEvidence(), createRestriction())).toBeUndefined()
})

test('says why it could not look', () => {
  expect(advise(unknown('No role.'))).toMatchObject({ basis: 'not-checked', finding: 'No role.' })
})
