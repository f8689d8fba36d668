import { expect, test } from 'vitest'
import { inboxRules } from '../../../../src/domain/rules/sender/inbox-rules.js'
import {
  createRestriction,
  createSenderEvidence,
  daysBefore,
  hoursBefore,
  known,
  unknown,
} from '../evidence.js'

const harmless = { name: 'Team', enabled: true, hidden: false, effect: 'moves to Team', suspicious: false }
const advise = (rules: Parameters<typeof inboxRules>[0]['inboxRules']) =>
  inboxRules(createSenderEvidence({ inboxRules: rules }), createRestriction())

test.each([
  ['suspicious', { suspicious: true }, '"Team" moves to Team.'],
  ['hidden', { hidden: true }, '"Team" (hidden) moves to Team.'],
  [
    'suspicious, hidden and disabled',
    { suspicious: true, hidden: true, enabled: false },
    '"Team" (hidden, disabled) moves to Team.',
  ],
])('names a rule that is %s, and leaves the others out', (_, marks, finding) => {
  const rules = known([
    { ...harmless, name: 'Other' },
    { ...harmless, ...marks },
  ])
  expect(advise(rules)).toMatchObject({ ruleId: 'inbox-rules', basis: 'found', finding })
})

test('has nothing to say about harmless rules', () => {
  expect(advise(known([harmless]))).toBeUndefined()
})

test('says why it could not look', () => {
  expect(advise(unknown('Timed out.'))).toMatchObject({ basis: 'not-checked', finding: 'Timed out.' })
})

test('names a harmless rule that is new, and leaves out one that is old', () => {
  const rules = known([
    { ...harmless, name: 'Old', changedAt: daysBefore(8) },
    { ...harmless, name: 'New', changedAt: hoursBefore(4) },
  ])
  expect(advise(rules)?.finding).toBe('"New" (changed 2026-11-21 23:14 UTC) moves to Team.')
})
