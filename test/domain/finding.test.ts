import { describe, expect, test } from 'vitest'
import { isOfSubstance } from '../../src/domain/answers.js'
import { toDigest } from '../../src/domain/digest.js'
import { hasNewFindings, toFindingId } from '../../src/domain/finding.js'
import type { Recommendation } from '../../src/domain/recommendation.js'
import {
  began,
  createRestriction,
  createSenderEvidence,
  createTakenOver,
  known,
  sentMail,
  unknown,
} from './rules/evidence.js'

const one: Recommendation = {
  ruleId: 'forwarding',
  stage: 'contain',
  title: 'Remove unknown forwarding',
  advice: 'Remove it.',
  basis: 'found',
  finding: 'Mail is forwarded to a@evil.example.',
  link: { title: 'Mailboxes', url: 'https://admin.exchange.microsoft.com' },
}

describe('two findings are the same one', () => {
  test.each([
    ['whatever the advice says', { advice: 'Remove it now.', title: 'Other words' }, true],
    ['not when another thing was found', { finding: 'Mail is forwarded to b@evil.example.' }, false],
    ['not when it is no longer known', { basis: 'not-checked' as const }, false],
    ['not of another rule', { ruleId: 'inbox-rules' }, false],
  ])('%s', (_, change, isSame) => {
    expect(toFindingId({ ...one, ...change }) === toFindingId(one)).toBe(isSame)
  })

  test('by what was found where the text says more, in any order', () => {
    const [first, second] = [
      { ...one, finding: '5 of many', subject: ['a', 'b'] },
      { ...one, finding: '6 of many', subject: ['b', 'a'] },
    ]
    expect(toFindingId(first)).toBe(toFindingId(second))
    expect(toFindingId({ ...first, subject: ['a', 'c'] })).not.toBe(toFindingId(first))
    expect(toFindingId({ ...first, subject: ['a,b'] })).not.toBe(toFindingId(first))
  })
})

test('a digest is short, fits a form, and is SHA-256', () => {
  // sha256 of ["a",["b"]]
  expect(toDigest(['a', ['b']])).toMatch(/^[\da-f]{16}$/)
  expect(toDigest(['a', ['b']])).toBe(toDigest(['a', ['b']]))
  expect(toDigest(['a', 'b'])).not.toBe(toDigest(['a', ['b']]))
})

describe('evidence read again', () => {
  const restriction = createRestriction()
  const busy = { ...sentMail, recipients: 2_000, messages: 2_000 }
  const has = (evidence: Parameters<typeof createSenderEvidence>[0], before = createTakenOver()) =>
    hasNewFindings({ evidence: before, restriction }, { evidence: { ...before, ...evidence }, restriction })

  test.each([
    ['later', { gatheredAt: began + 9 }, false],
    ['without what was there', { forwarding: known(null), consents: known([]) }, false],
    ['with much mail now', { sentMail: known(busy) }, true],
    ['with a role now', { roles: known(['Global Administrator']) }, true],
    ['with what cannot be known any more', { forwarding: unknown('Graph is down') }, true],
    ['with a delegate now', { delegates: known([{ who: 'eve@evil.example', right: 'SendAs' }]) }, true],
    [
      'with an undated phone now',
      {
        authentication: known({ multiFactor: true, methods: [{ kind: 'Phone' }] }),
      },
      true,
    ],
  ])('%s', (_, evidence, isNew) => {
    expect(has(evidence)).toBe(isNew)
  })

  test.each([
    [2_040, false],
    [4_100, true],
  ])('with %i messages after 2,000 is new: %s', (messages, isNew) => {
    const before = createSenderEvidence({ sentMail: known(busy) })
    expect(has({ sentMail: known({ ...busy, messages }) }, before)).toBe(isNew)
  })

  test('for the first time is new', () => {
    expect(hasNewFindings({ restriction }, { evidence: createSenderEvidence(), restriction })).toBe(true)
  })
})

test.each([
  ['', false],
  ['x', false],
  ['ok', false],
  ['.....', false],
  ['aaaaaaaa', false],
  ['fine', false],
  ['HR knows', true],
  ['已重置密码', true],
  ['пароль сброшен', true],
])('the note %j says something: %s', (note, isOf) => {
  expect(isOfSubstance(note)).toBe(isOf)
})
