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
    "not settled by one place, which may be the intruder's alone",
    [home, home, failure],
    'not-checked',
    'Signed in from Milan (IT); 1 failed attempt. One place proves nothing: only the user knows whether it is theirs.',
  ],
  [
    'not settled by an empty log',
    [],
    'not-checked',
    'No interactive sign-in. That proves nothing: a session from earlier, an app or another account may have sent the mail.',
  ],
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
  expect(signIns(evidence, restriction)?.basis).toBe('not-checked')
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

const program = { ...home, client: 'Authenticated SMTP', interactive: false }

test('names where programs send from by SMTP', () => {
  const evidence = createSenderEvidence({ signIns: known([{ ...home, interactive: true }, program]) })
  expect(signIns(evidence, createRestriction())).toMatchObject({
    basis: 'found',
    finding: 'Signed in from Milan (IT); by SMTP from Milan (IT).',
  })
})

test('asks to look for programs elsewhere only while the log has none', () => {
  const advice = (log: readonly (typeof program)[]) =>
    signIns(createSenderEvidence({ signIns: known(log) }), createRestriction())?.advice
  expect(advice([])).toMatch(/Look at the non-interactive ones as well/)
  expect(advice([program])).toMatch(/Those of programs are among them/)
})

test('a program that only failed is no sign-in, and its failures are counted', () => {
  const evidence = createSenderEvidence({ signIns: known([{ ...program, succeeded: false }]) })
  expect(signIns(evidence, createRestriction())).toMatchObject({
    basis: 'not-checked',
    finding: expect.stringMatching(
      /^No successful sign-in; 1 failed attempt\. That proves nothing/,
    ) as string,
  })
})

test('half a log is not checked, whatever is fine in the other half, and what was found stays found', () => {
  const missingSignIns = unknown('The non-interactive sign-ins were not read. Timed out.')
  const advise = (log: readonly (typeof home)[]) =>
    signIns(createSenderEvidence({ signIns: known(log), missingSignIns }), createRestriction())
  expect(advise([home])).toMatchObject({
    basis: 'not-checked',
    finding: 'Signed in from Milan (IT). The non-interactive sign-ins were not read. Timed out.',
  })
  expect(advise([home, abroad])).toMatchObject({ basis: 'found' })
})
