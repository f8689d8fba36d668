import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import type { Evidence } from '../../../src/domain/evidence.js'
import { recommend } from '../../../src/domain/rules/index.js'
import {
  createConnectorEvidence,
  createConnectorRestriction,
  createRestriction,
  createSenderEvidence,
} from './evidence.js'

const ids = (evidence: Evidence | undefined, restriction = createRestriction()) =>
  recommend({ evidence, restriction }).map(({ ruleId }) => ruleId)

test("keeps Microsoft's order for an account of which nothing is known yet, all of it not checked", () => {
  const advice = recommend({ evidence: undefined, restriction: createRestriction({ temporary: true }) })
  expect(advice.map(({ ruleId, stage, basis }) => `${stage} ${ruleId} ${basis}`)).toEqual([
    'contain block-sign-in not-checked',
    'contain reset-password not-checked',
    'contain revoke-sessions not-checked',
    'contain multi-factor-authentication not-checked',
    'contain consented-apps not-checked',
    'contain app-credentials not-checked',
    'contain admin-roles not-checked',
    'contain forwarding not-checked',
    'contain transport-rules not-checked',
    'contain journal-rules not-checked',
    'contain inbox-rules not-checked',
    'contain automatic-reply not-checked',
    'contain opened-doors not-checked',
    'investigate sign-ins not-checked',
    'investigate account-risk not-checked',
    'investigate removed-traces not-checked',
    'investigate sent-mail not-checked',
    'investigate delegates not-checked',
    'investigate legitimate-bulk-mail not-checked',
    'investigate tenant-limit not-checked',
    'investigate temporary-block found',
  ])
  expect(advice.find(({ ruleId }) => ruleId === 'forwarding')?.finding).toBe('Not gathered yet')
})

test("always has the portal's two, and what no report can rule out", () => {
  expect(ids(createSenderEvidence())).toEqual([
    'reset-password',
    'revoke-sessions',
    'multi-factor-authentication',
    'sign-ins',
  ])
})

test('never advises passwords or MFA for a connector', () => {
  const advice = recommend({ evidence: undefined, restriction: createConnectorRestriction() })
  expect(advice.map(({ ruleId }) => ruleId)).toEqual([
    'recent-changes',
    'revert-changes',
    'definition',
    'message-trace',
    'on-premises-server',
  ])
  expect(JSON.stringify(advice)).not.toMatch(/password|mfa|multi-factor/i)
})

test('treats evidence of the other kind as none', () => {
  expect(recommend({ evidence: createConnectorEvidence(), restriction: createRestriction() })).toEqual(
    recommend({ evidence: undefined, restriction: createRestriction() }),
  )
  expect(recommend({ evidence: createSenderEvidence(), restriction: createConnectorRestriction() })).toEqual(
    recommend({ evidence: undefined, restriction: createConnectorRestriction() }),
  )
})

test('gives every rule its own id, the name of its file, a short title and a page to go to', () => {
  const advice = [
    ...recommend({ evidence: undefined, restriction: createRestriction({ temporary: true }) }),
    ...recommend({ evidence: undefined, restriction: createConnectorRestriction() }),
  ]
  const files = ['sender', 'connector'].flatMap((kind) =>
    readdirSync(new URL(`../../../src/domain/rules/${kind}`, import.meta.url)).map((file) =>
      basename(file, '.ts'),
    ),
  )
  expect(advice.map(({ ruleId }) => ruleId).sort()).toEqual(files.sort())
  for (const { title, link } of advice) {
    expect(title.length).toBeLessThanOrEqual(60)
    if ('url' in link) expect(new URL(link.url).hostname).toBe('learn.microsoft.com')
    else expect(link.path).toMatch(/^\/[\w#/]+/)
  }
})

test('opens the page of the user whose id is known, and never builds a link from anything else', () => {
  const link = (evidence: Evidence) => {
    const [first] = recommend({ evidence, restriction: createRestriction() })
    return first !== undefined && 'path' in first.link ? first.link.path : ''
  }
  expect(link(createSenderEvidence())).toMatch(/overview\/userId\/4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a04$/)
  const account = {
    ...createSenderEvidence().account,
    known: true,
    value: { userId: '../../evil', displayName: '', addresses: [], signInAllowed: true, synced: false },
  } as const
  expect(link(createSenderEvidence({ account }))).toMatch(/AllUsers$/)
})
