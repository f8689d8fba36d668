import { expect, test } from 'vitest'
import { parseReason } from '../../../../src/domain/reason.js'
import { signIns } from '../../../../src/domain/rules/sender/sign-ins.js'
import { createRestriction, createSenderEvidence, hoursBefore, known, unknown } from '../evidence.js'

const home = {
  at: hoursBefore(30),
  from: 'Milan (IT)',
  ipAddress: '192.0.2.1',
  client: 'Browser',
  succeeded: true,
}
const abroad = { ...home, from: 'Lagos (NG)', ipAddress: '203.0.113.9' }
const failure = { ...abroad, succeeded: false }

test.each([
  ['found from two places', [home, abroad], 'found', 'Signed in from Milan (IT), Lagos (NG).'],
  [
    'found after many failures',
    [home, ...Array.from({ length: 10 }, () => failure)],
    'found',
    'Signed in from Milan (IT); 10 failed attempts.',
  ],
  [
    'fine from one place',
    [home, home, failure],
    'looks-fine',
    'Signed in from Milan (IT); 1 failed attempt.',
  ],
  ['still there when the log is empty', [], 'looks-fine', 'No interactive sign-in.'],
] as const)('is %s', (_, log, basis, finding) => {
  const evidence = createSenderEvidence({ signIns: known(log) })
  expect(signIns(evidence, createRestriction())).toMatchObject({ ruleId: 'sign-ins', basis, finding })
})

test('recognises the address the spam came from', () => {
  const restriction = createRestriction({ reason: parseReason('OutboundSpamLast24Hours=9;CIP=192.0.2.1') })
  expect(signIns(createSenderEvidence({ signIns: known([home]) }), restriction)).toMatchObject({
    basis: 'found',
    finding: 'Signed in from Milan (IT); one from 192.0.2.1, where the restricted mail came from.',
  })
})

test('takes no address for none', () => {
  const restriction = createRestriction({ reason: parseReason('OutboundSpamLast24Hours=9;CIP=') })
  const evidence = createSenderEvidence({ signIns: known([{ ...home, ipAddress: '' }]) })
  expect(signIns(evidence, restriction)?.basis).toBe('looks-fine')
})

test('warns that the log leaves non-interactive sign-ins out', () => {
  expect(signIns(createSenderEvidence(), createRestriction())?.advice).toMatch(/non-interactive/)
})

test('says why it could not look', () => {
  const evidence = createSenderEvidence({ signIns: unknown('Needs Entra ID P1.') })
  expect(signIns(evidence, createRestriction())).toMatchObject({
    basis: 'not-checked',
    finding: 'Needs Entra ID P1.',
  })
})
