// What people read about every account of the sandbox, whatever Exchange gave as its reason.
import { expect, test } from 'vitest'
import { examineSandbox } from '../../../src/backends/sandbox/examine.js'
import { accounts } from '../../../src/backends/sandbox/people.js'
import { reasons } from '../../../src/backends/sandbox/reasons.js'
import { parseReason } from '../../../src/domain/reason.js'
import { recommend } from '../../../src/domain/rules/index.js'
import { stepWords } from '../../../src/features/containment/words.js'
import { createRestriction, createSenderEvidence } from '../../domain/rules/evidence.js'

const began = createRestriction().createdAt ?? 0

function listAdvice(index: number) {
  const account = accounts[index]
  if (account === undefined) throw new Error('no such account')
  return Object.values(reasons).flatMap((raw) => {
    const restriction = createRestriction({ reason: parseReason(raw) })
    return recommend({ evidence: { ...createSenderEvidence(), ...account.story(began) }, restriction })
  })
}

/** Sentences that somebody could take for leave to let the password be. */
const talksOut = [
  /\b(?:will|does|would|may|can) not (?:stop|help)/i,
  /helps nobody|no need to|not needed|not necessary/i,
  /password[^.]{0,60}(?:already|dealt with|looks fine|in order)/i,
  /after the restriction began|nothing was sent/i,
]

test.each(accounts.map(({ name }, index) => [name, index] as const))(
  'nothing about %s talks anybody out of a password reset',
  (_, index) => {
    const advice = listAdvice(index)
    for (const one of advice)
      for (const sentence of talksOut) expect(`${one.title}: ${one.finding}`).not.toMatch(sentence)
    expect(
      advice.filter(({ ruleId, basis }) => ruleId === 'reset-password' && basis === 'looks-fine'),
    ).toEqual([])
  },
)

test.each(accounts.map(({ name }, index) => [name, index] as const))(
  'the sign-ins of %s are never said to be fine',
  (_, index) => {
    const found = listAdvice(index).filter(({ ruleId }) => ruleId === 'sign-ins')
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ basis }) => basis !== 'looks-fine')).toBe(true)
  },
)

test('no step of containment says that a password can stay, but the one that takes its own back', () => {
  const texts = Object.values(stepWords).map(({ title, effect, done }) => `${title} ${effect} ${done}`)
  for (const text of texts) for (const sentence of talksOut) expect(text).not.toMatch(sentence)
})

test('what Exchange counted and the trace does not show is found at the account that sends as another', () => {
  const henrik = accounts.findIndex(({ upn }) => upn.startsWith('henrik'))
  expect(listAdvice(henrik).map(({ finding }) => finding)).toContainEqual(
    expect.stringMatching(
      /^128 messages left as info@contoso\.com, which is not its own address; 3 messages under its own\./,
    ),
  )
})

test('requiring a password change is offered as no reset, with the role that it needs', () => {
  const { effect, done } = stepWords['require-password-change']
  expect(effect).toMatch(/no password reset: the current password stays valid until the next sign-in/)
  expect(effect).toMatch(/nobody is locked out.*needs the Entra role User Administrator/)
  expect(done).toMatch(/at the next sign-in/)
})

test('the doctor says of the sandbox what a real organisation needs for it', async () => {
  const list = async () => ({ restrictions: [], unreadable: [], notices: [] })
  const checks = await examineSandbox(list, new AbortController().signal)
  expect(checks.map(({ found }) => found).join(' ')).toMatch(/needs the Entra role User Administrator/)
})
