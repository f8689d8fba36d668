import { describe, expect, test } from 'vitest'
import { reasons } from '../../../src/backends/sandbox/reasons.js'
import { evidenceSchema } from '../../../src/domain/evidence.js'
import { recommend } from '../../../src/domain/rules/index.js'
import { began, createSetup, laura, priya, sender } from './setup.js'

async function advise(entity: Parameters<ReturnType<typeof createSetup>['gather']>[0]) {
  const { sandbox, gather, find } = createSetup()
  sandbox.restrict(entity)
  const restriction = await find(entity)
  if (restriction === undefined) throw new Error('not restricted')
  const advice = recommend({ evidence: await gather(entity), restriction })
  return Object.fromEntries(advice.map(({ ruleId, basis }) => [ruleId, basis]))
}

describe('Contoso', () => {
  test('has people, services and connectors, each listed by a name of its own', () => {
    const { sandbox } = createSetup()
    expect(sandbox.directory.map(({ name }) => name)).toEqual([
      'Maya Lindqvist',
      'Tom Okafor',
      'Vera Novak',
      'Laura Bianchi',
      'Oscar Reyes',
      'Priya Raman',
      'Henrik Dahl',
      'Info desk',
      'Billing service',
      'Chen Wei',
      'Fatima El Amrani',
      "Sean O'Brien",
      'Head office relay',
      'Warehouse scanners',
      'Payroll gateway',
    ])
  })

  test('gives a reason of every known shape to somebody', async () => {
    const { sandbox, settle } = createSetup()
    for (const { entity } of sandbox.directory) sandbox.restrict(entity)
    const listed = await settle(sandbox.list(new AbortController().signal))
    const given = new Set(listed.restrictions.map(({ reason }) => reason.raw))
    expect([...given].sort()).toEqual(Object.values(reasons).sort())
  })

  test('tells of every account and connector what the schema takes', async () => {
    const { sandbox, gather } = createSetup()
    for (const { entity } of sandbox.directory) {
      const evidence = await gather(entity)
      expect(evidenceSchema.safeParse(evidence).error).toBeUndefined()
    }
  })
})

describe("Laura's account", () => {
  test('has everything a taken-over account has', async () => {
    expect(await advise(laura)).toEqual({
      'block-sign-in': 'found',
      'reset-password': 'found',
      'revoke-sessions': 'not-checked',
      'multi-factor-authentication': 'found',
      'consented-apps': 'found',
      forwarding: 'found',
      'inbox-rules': 'found',
      'sign-ins': 'found',
      'account-risk': 'found',
      'sent-mail': 'found',
      'legitimate-bulk-mail': 'found',
    })
  })

  test('tells a story that ends with the restriction', async () => {
    const { sandbox, clock, gather } = createSetup()
    sandbox.restrict(laura)
    await clock.advance(3_600_000)
    const evidence = await gather({ kind: 'sender', address: 'LAURA@contoso.com' })
    if (evidence.kind !== 'sender' || !evidence.signIns.known) throw new Error('no sign-ins')
    expect(Math.max(...evidence.signIns.value.map(({ at }) => at))).toBe(began - 4 * 3_600_000)
  })
})

test.each([
  ['what no licence covers', 'priya.raman@contoso.onmicrosoft.com', 'sign-ins', 'not-checked'],
  ['what is not permitted', 'fatima.elamrani@contoso.com', 'admin-roles', 'not-checked'],
  ['what timed out', "sean.o'brien@contoso.com", 'sent-mail', 'not-checked'],
  ['bulk mail that may be legitimate', 'svc-billing@contoso.com', 'legitimate-bulk-mail', 'found'],
  ['roles of an administrator', 'henrik.dahl@contoso.com', 'admin-roles', 'found'],
  ['who else sends as a shared mailbox', 'info@contoso.com', 'delegates', 'found'],
])('%s shows: %s', async (_, address, ruleId, basis) => {
  expect(await advise(sender(address))).toMatchObject({ [ruleId]: basis })
})

test('an account is known by all its addresses, so that nobody unblocks their own under another name', async () => {
  const { gather } = createSetup()
  expect(await gather(sender('INVOICES@contoso.com'))).toMatchObject({
    account: { known: true, value: { addresses: ['svc-billing@contoso.com', 'invoices@contoso.com'] } },
  })
})

test('an address without a mailbox points to a relay', async () => {
  const { gather } = createSetup()
  const why = 'There is no mailbox or account with this address: the mail may come through a relay.'
  expect(await gather(sender('scanner@contoso.com'))).toMatchObject({
    account: { known: false, why },
    sentMail: { known: true, value: { messages: 0 } },
  })
})

test("tells whose mailbox it is, and that an address without one is nobody's", async () => {
  const { gather } = createSetup()
  expect(await gather(priya)).toMatchObject({
    owner: { kind: 'account', addresses: ['priya.raman@contoso.onmicrosoft.com', 'priya@contoso.com'] },
  })
  expect(await gather(sender('scanner@contoso.com'))).toMatchObject({ owner: { kind: 'nobody' } })
})
