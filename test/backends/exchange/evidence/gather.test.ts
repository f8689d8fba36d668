import { describe, expect, test } from 'vitest'
import type { Entity } from '../../../../src/domain/entity.js'
import type { InProcessTrouble } from '../../../fake-exchange/in-process.js'
import {
  catchFailure,
  createConnector,
  createSetup,
  known,
  laura,
  listUnknown,
  now,
  relay,
  unknown,
} from './setup.js'

const mailboxFacts = ['automaticReply', 'delegates', 'forwarding', 'missingDoors', 'removedTraces']

test('knows everything about an account with which all is well', async () => {
  const evidence = await createSetup().gatherSender()
  expect(listUnknown(evidence)).toEqual([])
  expect(evidence).toMatchObject({
    gatheredAt: now,
    forwarding: known(null),
    inboxRules: known([]),
    delegates: known([]),
    signIns: known([]),
    risk: known({ level: 'none', detail: '' }),
    consents: known([]),
    roles: known([]),
    headroom: known({ limit: 22_059, used: 1_812, enforced: true }),
  })
})

// Each source fails alone, and takes only what hangs on it.
const sources: readonly (readonly [string, readonly string[]])[] = [
  ['Get-Mailbox', mailboxFacts],
  ['Get-MailboxPermission', ['delegates']],
  ['Get-RecipientPermission', ['delegates']],
  ['Get-InboxRule', ['inboxRules']],
  ['Search-UnifiedAuditLog', ['missingApps', 'missingDoors', 'removedTraces', 'submission']],
  ['Get-SweepRule', ['missingRules']],
  ['Get-MailboxAutoReplyConfiguration', ['automaticReply']],
  ['Get-MobileDeviceStatistics', ['missingDoors']],
  ['Get-MailboxFolderPermission', ['missingDelegates']],
  ['Get-MailboxFolderStatistics', []],
  ['Get-TransportRule', ['transportRules']],
  ['Get-JournalRule', ['journalRules']],
  ['Get-AcceptedDomain', []],
  ['Get-MessageTraceV2', ['rhythm', 'sentMail']],
  ['Get-HostedOutboundSpamFilterPolicy', ['outboundPolicy']],
  ['Get-HostedOutboundSpamFilterRule', ['outboundPolicy']],
  ['Get-LimitsEnforcementStatus', ['headroom']],
  ['GET /v1.0/users/laura@contoso.com?', ['password']],
  ['authentication/methods', ['authentication']],
  ['v1.0/auditLogs/signIns', ['missingSignIns', 'usualPlaces']],
  ['directoryAudits', ['appCredentials', 'methodChanges']],
  ['beta/auditLogs/signIns', ['missingSignIns']],
  ['riskyUsers', ['risk']],
  ['oauth2PermissionGrants', ['consents']],
  ['servicePrincipals', []],
  ['directoryRole', ['roles']],
]

const troubles: readonly InProcessTrouble[] = [
  'unavailable',
  'timeout',
  'throttled',
  'forbidden',
  'unlicensed',
  'partial',
  'rejected',
  'garbage',
]

describe.each(sources)('when %s fails', (source, lost) => {
  test.each(troubles)('(%s) only what hangs on it is not known', async (trouble) => {
    const setup = createSetup({
      methods: [{ type: 'phone', id: '1' }],
      grants: [
        {
          id: 'g1',
          clientId: 'c1',
          app: 'PDF',
          consentType: 'Principal',
          resourceId: 'r',
          scope: 'Mail.Read',
        },
      ],
      risk: { level: 'high', state: 'atRisk', detail: 'none' },
      roles: ['Exchange Administrator'],
      signIns: [createSignIn(true), createSignIn(false)],
      rules: [{ identity: 'laura\\1', name: 'Team', enabled: true, hidden: false, properties: {} }],
    })
    setup.setTrouble(source, trouble)
    const evidence = await setup.gatherSender()
    const expected = isMadeUpFor(source, trouble) ? [] : [...lost].sort()
    expect([...listUnknown(evidence)].sort()).toEqual(expected)
  })
})

/** The report of registrations stands in for methods that may not be read, a second look for a name nobody can read. */
function isMadeUpFor(source: string, trouble: InProcessTrouble): boolean {
  if (source === 'authentication/methods') return trouble === 'forbidden'
  return source.startsWith('GET /v1.0/users/laura') && trouble === 'rejected'
}

function createSignIn(interactive: boolean) {
  return {
    createdDateTime: new Date(now - 3_600_000).toISOString(),
    ipAddress: '192.0.2.1',
    clientAppUsed: interactive ? 'Browser' : 'Authenticated SMTP',
    city: 'Milan',
    countryOrRegion: 'IT',
    errorCode: 0,
    interactive,
  }
}

const words: readonly (readonly [string, InProcessTrouble, object])[] = [
  ['signIns', 'unlicensed', { signIns: unknown('Sign-in logs need a Microsoft Entra ID P1 licence.') }],
  ['riskyUsers', 'unlicensed', { risk: unknown('Risk reports need a Microsoft Entra ID P2 licence.') }],
  [
    'riskyUsers',
    'forbidden',
    { risk: unknown('The app lacks the Microsoft Graph permission IdentityRiskyUser.Read.All.') },
  ],
  [
    'signIns',
    'forbidden',
    { signIns: unknown('The app lacks the Microsoft Graph permission AuditLog.Read.All.') },
  ],
  [
    'Get-InboxRule',
    'forbidden',
    {
      inboxRules: unknown('The app lacks an Exchange role with Get-InboxRule, such as View-Only Recipients.'),
    },
  ],
  [
    'Get-LimitsEnforcementStatus',
    'forbidden',
    {
      headroom: unknown(
        'The app lacks an Exchange role with Get-LimitsEnforcementStatus, such as View-Only Configuration.',
      ),
    },
  ],
  [
    'Get-MessageTraceV2',
    'timeout',
    { sentMail: unknown('Message trace: Exchange Online did not answer in time.') },
  ],
  [
    'Get-MessageTraceV2',
    'throttled',
    { sentMail: unknown('Message trace: Exchange Online asked to wait, too much was asked of it.') },
  ],
  [
    'directoryRole',
    'unavailable',
    { roles: unknown('Directory roles: Microsoft Graph could not be reached.') },
  ],
]

test.each(words)('says of %s, %s, what is missing or wrong', async (source, trouble, facts) => {
  const setup = createSetup()
  setup.setTrouble(source, trouble)
  expect(await setup.gatherSender()).toMatchObject(facts)
})

describe('of a tenant', () => {
  test('without licences, what needs one is not known, and everything else is', async () => {
    const setup = createSetup()
    setup.state.licences.clear()
    expect(listUnknown(await setup.gatherSender())).toEqual(['signIns', 'risk'])
  })

  test('whose Graph permits nothing, what Exchange knows is known', async () => {
    const setup = createSetup()
    setup.state.graphPermissions.clear()
    const evidence = await setup.gatherSender()
    expect(listUnknown(evidence)).toEqual([
      'authentication',
      'methodChanges',
      'password',
      'signIns',
      'risk',
      'consents',
      'appCredentials',
      'roles',
    ])
    expect(evidence.account).toMatchObject(known({ addresses: ['laura@contoso.com'] }))
  })
})

describe.each<readonly [string, Entity]>([
  ['a sender', laura],
  ['a connector', relay],
])('about %s', (_, entity) => {
  test.each([
    ['unavailable', 'unavailable'],
    ['throttled', 'throttled'],
    ['forbidden', 'forbidden'],
    ['timeout', 'timeout'],
  ] as const)('it fails when everything is %s', async (trouble, code) => {
    const setup = createSetup()
    setup.setTrouble('', trouble)
    const failure = await catchFailure(setup.gather(entity, new AbortController().signal))
    expect(failure).toMatchObject({ code, outcome: 'unchanged' })
    if (code === 'throttled') expect(failure.retryAfterMilliseconds).toBe(7_000)
  })

  test('nobody is asked when it was given up before it began', async () => {
    const setup = createSetup()
    const failure = await catchFailure(setup.gather(entity, AbortSignal.abort()))
    expect(failure).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
    expect(setup.calls).toEqual([])
  })

  test('it ends when it is given up, and leaves no timer behind', async () => {
    const setup = createSetup()
    setup.setTrouble('', 'hang')
    const controller = new AbortController()
    const failing = catchFailure(setup.gather(entity, controller.signal))
    await setup.clock.advance(1)
    expect(setup.calls.length).toBeGreaterThan(0)
    controller.abort()
    expect(await failing).toMatchObject({ code: 'timeout', outcome: 'unchanged' })
    expect(setup.clock.countTimers()).toBe(0)
  })

  test('what never answers does not hold up the rest for more than a minute', async () => {
    const setup = createSetup()
    setup.state.connectors.push(createConnector())
    setup.setTrouble('Get-MessageTraceV2', 'hang')
    const gathering = setup.gather(entity, new AbortController().signal)
    await setup.clock.advance(60_000)
    expect(listUnknown(await gathering)).toEqual(entity.kind === 'sender' ? ['rhythm', 'sentMail'] : ['mail'])
  })
})

test('an answer kept from before does not stand for one about the sender', async () => {
  const setup = createSetup()
  await setup.gatherSender()
  setup.setTrouble('', 'unavailable')
  expect(await catchFailure(setup.gatherSender())).toMatchObject({ code: 'unavailable' })
})

test('a failure that says when to come back is told before one that only an admin can end', async () => {
  const setup = createSetup()
  setup.setTrouble('', 'forbidden')
  setup.setTrouble('riskyUsers', 'throttled')
  expect(await catchFailure(setup.gatherSender())).toMatchObject({ code: 'forbidden' })
  setup.setTrouble('GET', 'throttled')
  expect(await catchFailure(setup.gatherSender())).toMatchObject({ code: 'throttled' })
})

test('asks Exchange and Graph three things at a time each', async () => {
  const setup = createSetup()
  setup.setTrouble('', 'hang')
  const controller = new AbortController()
  const failing = catchFailure(setup.gather(laura, controller.signal))
  await setup.clock.advance(1)
  const tenantWide =
    /^Get-(?:HostedOutbound|Limits|TransportRule|JournalRule|AcceptedDomain)|directoryAudits\?\$filter=activityDateTime/
  const isGraph = (call: string) => call.startsWith('GET')
  const own = setup.calls.filter((call) => !tenantWide.test(call))
  expect(own.filter(isGraph).length).toBeLessThanOrEqual(3)
  expect(own.filter((call) => !isGraph(call)).length).toBeLessThanOrEqual(3)
  controller.abort()
  await failing
})
