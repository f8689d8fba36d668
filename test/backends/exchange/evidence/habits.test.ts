// What the day is held against: where an account is used otherwise, what it sends otherwise, and what was done to it lately.
import { describe, expect, test } from 'vitest'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import type { SenderEvidence } from '../../../../src/domain/evidence.js'
import { dayMilliseconds, hourMilliseconds } from '../../../../src/domain/instant.js'
import { parseReason } from '../../../../src/domain/reason.js'
import type { Restriction } from '../../../../src/domain/restriction.js'
import { judge } from '../../../../src/domain/verdict/index.js'
import { createRestriction } from '../../../domain/rules/evidence.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import type { FakeAccount, FakeMessage, FakeSignIn } from '../../../fake-exchange/model.js'
import { createSetup, daysAgo, hoursAgo, known, laura, never, now, unknown } from './setup.js'

const signIn = (facts: Partial<FakeSignIn> = {}): FakeSignIn => ({
  createdDateTime: hoursAgo(3),
  ipAddress: '192.0.2.1',
  clientAppUsed: 'Browser',
  city: 'Milan',
  countryOrRegion: 'IT',
  errorCode: 0,
  interactive: true,
  ...facts,
})
const message = (facts: Partial<FakeMessage> = {}): FakeMessage => ({
  received: hoursAgo(2),
  recipient: 'a@fabrikam.com',
  subject: 'Invoice',
  status: 'Delivered',
  fromIp: '192.0.2.1',
  ...facts,
})
const messages = (count: number, facts: Partial<FakeMessage> = {}) =>
  Array.from({ length: count }, (_, index) => message({ recipient: `p${index}@fabrikam.com`, ...facts }))

/** As somebody asks about this restriction. */
async function gatherAbout(setup: ReturnType<typeof createSetup>, facts: Partial<Restriction>) {
  const restriction = createRestriction({ createdAt: now - hourMilliseconds, ...facts })
  const evidence = await setup.patiently(setup.gather(laura, never, undefined, restriction))
  if (evidence.kind !== 'sender') throw new Error('not about a sender')
  return { evidence, restriction }
}

const listSignIns = ({ signIns }: SenderEvidence) => (signIns.known ? signIns.value : [])

describe('where an account is usually used', () => {
  test('is where it was in the 30 days before the week, and where a device of the organisation is', async () => {
    const { usualPlaces } = await createSetup({
      signIns: [
        signIn({ createdDateTime: daysAgo(20) }),
        signIn({ createdDateTime: daysAgo(18), city: 'Turin', errorCode: 50_126 }),
        signIn({ createdDateTime: daysAgo(3), city: 'Rome', managed: true }),
        signIn({ createdDateTime: daysAgo(3), city: 'Lagos', countryOrRegion: 'NG' }),
      ],
    }).gatherSender()
    expect(usualPlaces).toEqual(known(['Milan (IT)', 'Rome (IT)']))
  })

  test('says why when the log of then cannot be read, and the week is listed all the same', async () => {
    const setup = createSetup({ signIns: [signIn()] })
    setup.setTrouble(' and createdDateTime le ', 'throttled')
    const evidence = await setup.gatherSender()
    expect(evidence.usualPlaces).toEqual(
      unknown('Sign-in logs: Microsoft Graph asked to wait, too much was asked of it.'),
    )
    expect(listSignIns(evidence)).toHaveLength(1)
  })

  test('tells a machine nobody has seen from the one that is only not said', async () => {
    const usual = signIn({ createdDateTime: daysAgo(20), managed: true, system: 'Windows11' })
    const strange = signIn({ managed: false, system: 'Linux', ipAddress: '198.51.100.23' })
    const silent = signIn({ system: 'Linux', ipAddress: '198.51.100.24' })
    const evidence = await createSetup({ signIns: [usual, strange, silent] }).gatherSender()
    expect(listSignIns(evidence).map(({ device }) => device)).toEqual(['unknown', undefined])
  })

  test('counts colleagues at an address that is new', async () => {
    const away = signIn({ city: 'Stockholm', countryOrRegion: 'SE', ipAddress: '192.0.2.99' })
    const setup = createSetup({ signIns: [signIn({ createdDateTime: daysAgo(20) }), away] })
    for (const name of ['tom', 'vera'])
      setup.state.accounts.push(createFakeAccount({ upn: `${name}@contoso.com`, signIns: [away, away] }))
    expect(listSignIns(await setup.gatherSender())).toMatchObject([{ sharedBy: 2 }])
  })
})

test.each([
  [50_140, true, undefined],
  [50_125, true, undefined],
  [50_074, false, true],
  [50_126, false, undefined],
] as const)('error %i is a success: %s, proves the password: %s', async (errorCode, succeeded, right) => {
  const evidence = await createSetup({ signIns: [signIn({ errorCode })] }).gatherSender()
  expect(listSignIns(evidence)[0]).toMatchObject({ succeeded })
  expect(listSignIns(evidence)[0]?.passwordRight).toBe(right)
})

test('methods that were added and taken away are told with who, when and from where', async () => {
  const { user } = createSetup()
  const audit = (facts: object) => ({
    activityDateTime: hoursAgo(4),
    activityDisplayName: 'User registered security info',
    result: 'success',
    resultReason: 'User registered Authenticator App with Notification',
    initiatedBy: { user: { id: user.userId, userPrincipalName: user.upn, ipAddress: '192.0.2.1' } },
    targetResources: [{ id: user.userId, userPrincipalName: user.upn }],
    ...facts,
  })
  const helpdesk = { id: 'h', userPrincipalName: 'tier1@contoso.com', ipAddress: '192.0.2.7' }
  const evidence = await createSetup({
    signIns: [signIn()],
    methodAudits: [
      audit({}),
      audit({ activityDisplayName: 'User started security info registration' }),
      audit({ result: 'failure' }),
      audit({
        activityDateTime: hoursAgo(3),
        activityDisplayName: 'User deleted security info',
        resultReason: 'User deleted Authenticator App with Notification',
      }),
      audit({
        activityDateTime: hoursAgo(5),
        activityDisplayName: 'Admin registered security info',
        resultReason: 'Admin registered temporary access pass method for user',
        initiatedBy: { app: null, user: helpdesk },
      }),
    ],
  }).gatherSender()
  const own = { by: 'self', kind: 'Microsoft Authenticator', from: 'Milan (IT)', ipAddress: '192.0.2.1' }
  expect(evidence.methodChanges).toEqual(
    known([
      { ...own, at: Date.parse(hoursAgo(3)), removed: true },
      { ...own, at: Date.parse(hoursAgo(4)) },
      {
        at: Date.parse(hoursAgo(5)),
        kind: 'Temporary Access Pass',
        by: 'other',
        who: 'tier1@contoso.com',
        ipAddress: '192.0.2.7',
      },
    ]),
  )
})

test('apps with rights over every mailbox are not known where nothing is logged: an empty log is no answer', async () => {
  const setup = createSetup()
  setup.state.unifiedAuditLogIngestionEnabled = false
  const { missingApps } = await setup.gatherSender()
  expect(missingApps).toEqual(unknown('Audit logging is off in this tenant.'))
})

describe('apps', () => {
  const app = {
    id: 'sp1',
    appId: '3d73f6aa-c814-5828-818e-1b30be808f88',
    displayName: 'sync-helper',
    appOwnerOrganizationId: 'another',
    assignments: [
      { appRoleId: 'b633e1c5-b582-4048-a93e-9f11b44c7e96', createdDateTime: daysAgo(500) },
      { appRoleId: 'df021288-bdef-4463-88db-98f22de89214', createdDateTime: daysAgo(500) },
    ],
  }
  const sent = (AppId: string) => ({
    creationDate: hoursAgo(2),
    user: 'laura@contoso.com',
    operation: 'Send',
    data: { AppId, ClientInfoString: 'Client=REST', ClientIPAddress: '192.0.2.1:5000' },
  })

  test('that handed the mail over are named, with what they may do everywhere', async () => {
    const setup = createSetup()
    setup.state.apps.push(app)
    setup.state.audit.push(sent(app.appId))
    const evidence = await setup.gatherSender()
    expect(evidence.submission).toEqual(known({ by: 'app', name: 'sync-helper', ipAddress: '192.0.2.1' }))
    expect(evidence.consents).toEqual(
      known([
        {
          app: 'sync-helper',
          scopes: 'Mail.Send, application, every mailbox',
          grantedAt: Date.parse(daysAgo(500)),
          consentedBy: 'admin',
          publisherVerified: false,
        },
      ]),
    )
  })

  test("of Microsoft are a person's mail program", async () => {
    const setup = createSetup()
    setup.state.apps.push({ ...app, appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' })
    setup.state.audit.push(sent(app.appId))
    const evidence = await setup.gatherSender()
    expect(evidence.submission).toMatchObject(known({ by: 'person' }))
    expect(evidence.consents).toEqual(known([]))
  })
})

describe('mail', () => {
  const reason = parseReason('OutboundSpamLast24Hours=118;OutboundMailLast24Hours=121')

  test('under an address that was lent is counted when its own is too little', async () => {
    const setup = createSetup({ sent: [message()] })
    setup.state.accounts.push(
      createFakeAccount({ upn: 'info@contoso.com', sendAs: ['laura@contoso.com'], sent: messages(120) }),
    )
    const { evidence } = await gatherAbout(setup, { reason })
    expect(evidence.sentMail).toMatchObject(
      known({ messages: 1, asAnother: { address: 'info@contoso.com', messages: 120 } }),
    )
    const { evidence: enough } = await gatherAbout(createSetup({ sent: messages(120) }), { reason })
    expect(enough.sentMail.known && enough.sentMail.value.asAnother).toBeUndefined()
  })

  test('of the day before a restriction of last week is read for itself', async () => {
    const setup = createSetup({ sent: [...messages(300, { received: daysAgo(5.2) }), message()] })
    const { evidence } = await gatherAbout(setup, { createdAt: now - 5 * dayMilliseconds })
    expect(evidence.sentMail).toMatchObject(known({ hours: 24, messages: 1, before: { messages: 300 } }))
  })

  test('is counted since a day before the restriction, not before now', async () => {
    const setup = createSetup({ sent: [message({ received: hoursAgo(30) })] })
    const { evidence } = await gatherAbout(setup, { createdAt: now - 10 * hourMilliseconds })
    expect(evidence.sentMail).toMatchObject(known({ hours: 34, messages: 1 }))
  })

  test('from an address of which neither mail nor a sign-in is known is marked as new', async () => {
    const { sentMail } = await createSetup({
      sent: [
        message(),
        message({ fromIp: '198.51.100.23', recipient: 'b@fabrikam.com' }),
        message({ received: daysAgo(9) }),
      ],
    }).gatherSender()
    expect(sentMail).toMatchObject(
      known({
        sources: [
          { ipAddress: '192.0.2.1', messages: 1, isNew: false },
          { ipAddress: '198.51.100.23', messages: 1, isNew: true },
        ],
      }),
    )
  })
})

/** Ten mails on each of 80 days, and every fourth week 400 to the members. */
const listNewsletters = (): FakeMessage[] => [
  ...Array.from({ length: 80 }, (_, day) => messages(10, { received: daysAgo(day + 1.2) })).flat(),
  ...[28, 56, 84].flatMap((day) => messages(400, { received: daysAgo(day + 0.1) })),
]

describe('the rhythm of a sender', () => {
  test('is an ordinary day, the same day of the week and the days with far more', async () => {
    const { rhythm, sentMail } = await createSetup({
      sent: [...messages(400), ...listNewsletters()],
    }).gatherSender()
    expect(rhythm).toMatchObject(
      known({
        messagesPerDay: 10,
        outsideShare: 1,
        peaks: [{ messages: 410 }, { messages: 410 }, { messages: 400 }],
      }),
    )
    expect(sentMail).toMatchObject(known({ seenBefore: 1, outsideShare: 1 }))
  })

  test('is asked for in nine calls, once for each restriction however often somebody looks', async () => {
    const setup = createSetup({ sent: listNewsletters() })
    const { evidence } = await gatherAbout(setup, {})
    const { evidence: again } = await gatherAbout(setup, {})
    expect(again.rhythm).toEqual(evidence.rhythm)
    const all = setup.runs.filter(({ cmdlet }) => cmdlet === 'Get-MessageTraceV2')
    expect(all).toHaveLength(2 + 9)
  })

  test('is not known, and says so, when too many others were asked about just now', async () => {
    const setup = createSetup()
    const gather = createGather({ cmdlets: setup.cmdlets, graph: setup.graph, clock: setup.clock })
    const all: SenderEvidence[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const address = `${name}@contoso.com`
      setup.state.accounts.push(createFakeAccount({ upn: address }))
      const evidence = await setup.patiently(gather({ kind: 'sender', address }, never))
      if (evidence.kind === 'sender') all.push(evidence)
    }
    expect(all.map(({ rhythm }) => rhythm?.known)).toEqual([true, true, true, true, false])
    const last = all.at(-1)?.rhythm
    expect(last?.known === false && last.why).toMatch(/too many others/)
  })

  test('clears a newsletter of every month, once nothing else is missing', async () => {
    const account: Partial<FakeAccount> = {
      signIns: [signIn({ managed: true }), signIn({ createdDateTime: daysAgo(20), managed: true })],
      methods: [{ type: 'fido2', id: '1', createdDateTime: daysAgo(300) }],
      sent: [...messages(400), ...listNewsletters()],
    }
    const { evidence, restriction } = await gatherAbout(createSetup(account), {
      reason: parseReason('OutboundSpamLast24Hours=20;OutboundMailLast24Hours=400'),
    })
    expect(judge(evidence, { restriction }).verdict).toBe('bulk')
    const { removedTraces: _, ...less } = evidence
    expect(judge(less, { restriction }).verdict).toBe('unclear')
  })
})
