// What REST and Graph make of it on the wire: names are encoded once, lists come in pages, licences are told apart.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import { createAdjustableClock, createSystemClock } from '../../../../src/run/clock.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import { defaultOutboundPolicy } from '../../../fake-exchange/cmdlets-outbound.js'
import { createSetup, never, type Setup } from '../setup.js'
import { known, unknown } from './setup.js'

let setup: Setup
const recently = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

beforeEach(async () => {
  setup = await createSetup({ pageSize: 600 })
  const { state } = setup.tenant
  state.outboundPolicies.push({ ...defaultOutboundPolicy })
  state.limits = { Threshold: 22_059, ObservedValue: 1_812, EnforcementEnabled: true }
})
afterEach(() => setup.close())

async function gather(address: string) {
  const { cmdlets, graph } = setup
  const evidence = await createGather({ cmdlets, graph, clock: createSystemClock() })(
    { kind: 'sender', address },
    never,
  )
  if (evidence.kind !== 'sender') throw new Error('not about a sender')
  return evidence
}

test.each([
  'oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com',
  "sean.o'brien+news@contoso.com",
  'данные@contoso.com',
])('everything about %s arrives', async (upn) => {
  const { state } = setup.tenant
  for (const permission of ['User.Read.All', 'AuditLog.Read.All', 'Directory.Read.All'])
    state.graphPermissions.add(permission)
  state.graphPermissions.add('UserAuthenticationMethod.Read.All')
  state.graphPermissions.add('IdentityRiskyUser.Read.All')
  const signIn = { ipAddress: '192.0.2.1', clientAppUsed: 'Browser', city: 'Milan', countryOrRegion: 'IT' }
  const account = createFakeAccount({
    upn,
    mail: `mail.${upn.length}@contoso.com`,
    rules: [
      {
        identity: 'mailbox\\1',
        name: 'Junk E-Mail Rule',
        enabled: true,
        hidden: true,
        properties: { PermanentDelete: true },
      },
    ],
    signIns: Array.from({ length: 150 }, (_, index) => ({
      ...signIn,
      createdDateTime: recently(index + 1),
      errorCode: 0,
      interactive: index % 2 === 0,
    })),
    sent: Array.from({ length: 1_500 }, (_, index) => ({
      received: recently(60),
      recipient: `person${index}@fabrikam.com`,
      subject: 'Invoice',
      status: 'Delivered',
      fromIp: '',
    })),
  })
  state.accounts.push(account)
  const evidence = await gather(upn)
  expect(evidence).toMatchObject({
    account: known({ userId: account.userId, addresses: [upn, account.mail] }),
    inboxRules: known([{ id: 'mailbox\\1', hidden: true, effect: 'deletes for good', suspicious: true }]),
    delegates: known([]),
    authentication: known({ multiFactor: false, methods: [] }),
    risk: known({ level: 'none' }),
    consents: known([]),
    roles: known([]),
    sentMail: known({ messages: 1_500, recipients: 1_500, distinctSubjects: 1 }),
    outboundPolicy: known({ name: 'Default' }),
    headroom: known({ limit: 22_059, used: 1_812, enforced: true }),
  })
  expect(evidence.signIns.known && evidence.signIns.value.length).toBe(150)
})

test('a licence that is missing is told from a permission that is', async () => {
  const { state } = setup.tenant
  state.licences.clear()
  state.graphPermissions.add('User.Read.All')
  state.graphPermissions.add('AuditLog.Read.All')
  state.graphPermissions.add('IdentityRiskyUser.Read.All')
  state.accounts.push(createFakeAccount({ upn: 'laura@contoso.com' }))
  expect(await gather('laura@contoso.com')).toMatchObject({
    signIns: unknown('Sign-in logs need a Microsoft Entra ID P1 licence.'),
    risk: unknown('Risk reports need a Microsoft Entra ID P2 licence.'),
    roles: unknown('The app lacks the Microsoft Graph permission Directory.Read.All.'),
  })
})

test('what is asked about several at once arrives, and everybody gets their own', async () => {
  const { cmdlets, graph, tenant } = setup
  for (const permission of ['User.Read.All', 'AuditLog.Read.All'])
    tenant.state.graphPermissions.add(permission)
  const upns = ["sean.o'brien+news@contoso.com", 'данные@contoso.com', 'laura@contoso.com', 'tom@contoso.com']
  const signIn = { ipAddress: '192.0.2.1', clientAppUsed: 'Browser', city: 'Milan', countryOrRegion: 'IT' }
  for (const [index, upn] of upns.entries())
    tenant.state.accounts.push(
      createFakeAccount({
        upn,
        userId: `00000000-0000-0000-0000-00000000000${index}`,
        signIns: Array.from({ length: 50 + index }, (_, minutes) => ({
          ...signIn,
          createdDateTime: recently(minutes + 1),
          errorCode: 0,
          interactive: false,
        })),
        sent: Array.from({ length: 300 + index }, (_, number) => ({
          received: recently(60),
          recipient: `person${number}@fabrikam.com`,
          subject: 'Invoice',
          status: 'Delivered',
          fromIp: '',
        })),
      }),
    )
  const clock = createAdjustableClock(createSystemClock())
  clock.setRate(5)
  const gather = createGather({ cmdlets, graph, clock })
  const all = await Promise.all(upns.map((address) => gather({ kind: 'sender', address }, never)))
  for (const [index, evidence] of all.entries()) {
    expect(evidence).toMatchObject({ sentMail: known({ messages: 300 + index }) })
    expect(evidence.kind === 'sender' && evidence.signIns.known && evidence.signIns.value).toHaveLength(
      50 + index,
    )
  }
  // The months before are nine calls a round, and two rounds are enough.
  expect(setup.fake.count('Get-MessageTraceV2')).toBeLessThan(upns.length + 2 * 9)
})
