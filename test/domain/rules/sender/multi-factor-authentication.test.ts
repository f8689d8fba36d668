import { expect, test } from 'vitest'
import { multiFactorAuthentication } from '../../../../src/domain/rules/sender/multi-factor-authentication.js'
import {
  createRestriction,
  createSenderEvidence,
  createUndatedRestriction,
  daysBefore,
  hoursBefore,
  known,
  unknown,
} from '../evidence.js'

const app = { kind: 'Authenticator app', addedAt: daysBefore(400) }
const phone = { kind: 'Phone', addedAt: hoursBefore(2) }

test.each([
  ['found when it is not set up', known({ multiFactor: false, methods: [] }), 'found', 'Not set up.'],
  [
    'found when a method is new',
    known({ multiFactor: true, methods: [app, phone] }),
    'found',
    'Set up, with recently added methods: Phone, 2026-11-22 01:14 UTC.',
  ],
  [
    'found with the new method named when it is not set up',
    known({ multiFactor: false, methods: [phone] }),
    'found',
    'Not set up. Recently added: Phone, 2026-11-22 01:14 UTC.',
  ],
  [
    'fine with old methods',
    known({ multiFactor: true, methods: [app] }),
    'looks-fine',
    'Set up (Authenticator app), nothing new in the 7 days before.',
  ],
  [
    'fine without a list of methods',
    known({ multiFactor: true, methods: [] }),
    'looks-fine',
    'Set up, nothing new in the 7 days before.',
  ],
  [
    'fine with a method of which the date is not known, which is said',
    known({ multiFactor: true, methods: [app, { kind: 'Office phone' }] }),
    'looks-fine',
    'Set up (Authenticator app, Office phone), nothing new in the 7 days before. When it was added is not known: Office phone.',
  ],
  ['not checked when unknown', unknown('Needs Entra ID P1.'), 'not-checked', 'Needs Entra ID P1.'],
] as const)('is %s', (_, authentication, basis, finding) => {
  const evidence = createSenderEvidence({ authentication })
  expect(multiFactorAuthentication(evidence, createRestriction())).toMatchObject({ basis, finding })
})

test('counts back from the look when the restriction has no date', () => {
  const evidence = createSenderEvidence({ authentication: known({ multiFactor: true, methods: [phone] }) })
  expect(multiFactorAuthentication(evidence, createUndatedRestriction())?.basis).toBe('found')
  expect(multiFactorAuthentication(createSenderEvidence(), createUndatedRestriction())?.basis).toBe(
    'looks-fine',
  )
})

test('is found when the log tells of a method that says nothing of its own age', () => {
  const evidence = createSenderEvidence({
    authentication: known({ multiFactor: true, methods: [{ kind: 'Phone' }] }),
    methodChanges: known([{ at: hoursBefore(2), kind: 'Phone', by: 'self' }]),
  })
  expect(multiFactorAuthentication(evidence, createRestriction())).toMatchObject({
    basis: 'found',
    finding: 'Set up, with recently added methods: Phone, 2026-11-22 01:14 UTC.',
  })
})

test.each([
  [
    'SMTP',
    { client: 'Authenticated SMTP' },
    'Set up (Authenticator app), but signing in by SMTP asks for none.',
  ],
  [
    'a device code',
    { client: 'Browser', way: 'device-code' as const },
    'Set up (Authenticator app), but a device code lets somebody else in past it.',
  ],
])('is not fine for somebody who got in by %s, which passes it by', (_, how, finding) => {
  const signIn = { at: hoursBefore(4), from: 'Milan (IT)', ipAddress: '', succeeded: true, ...how }
  const evidence = createSenderEvidence({
    authentication: known({ multiFactor: true, methods: [app] }),
    signIns: known([signIn]),
  })
  expect(multiFactorAuthentication(evidence, createRestriction())).toMatchObject({
    basis: 'not-checked',
    finding,
  })
})
