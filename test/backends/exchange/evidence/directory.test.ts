import { describe, expect, test } from 'vitest'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import type { FakeAccount, FakeSignIn } from '../../../fake-exchange/model.js'
import { createSetup, daysAgo, hoursAgo, known, laura, never, unknown } from './setup.js'

describe('authentication', () => {
  test.each([
    [[], false, []],
    [['email'], false, [['Mail address for password reset', 'emailMethods/0']]],
    [['temporaryAccessPass'], false, [['Temporary Access Pass', 'temporaryAccessPassMethods/0']]],
    [
      ['microsoftAuthenticator', 'phone'],
      true,
      [
        ['Microsoft Authenticator', 'microsoftAuthenticatorMethods/0'],
        ['Phone', 'phoneMethods/1'],
      ],
    ],
    [['fido2'], true, [['Security key or passkey', 'fido2Methods/0']]],
    // Nobody knows where Graph would remove it.
    [['somethingNew'], false, [['somethingNew', undefined]]],
  ])('with %j is %s, without the password', async (types, multiFactor, kinds) => {
    const methods = types.map((type, index) => ({ type, id: String(index) }))
    const { authentication } = await createSetup({ methods }).gatherSender()
    expect(authentication).toEqual(
      known({
        multiFactor,
        methods: kinds.map(([kind, id]) => (id === undefined ? { kind } : { kind, id })),
      }),
    )
  })

  test('has the date of a method that has one', async () => {
    const setup = createSetup({ methods: [{ type: 'fido2', id: '1', createdDateTime: hoursAgo(5) }] })
    expect((await setup.gatherSender()).authentication).toMatchObject(
      known({ methods: [{ addedAt: Date.parse(hoursAgo(5)) }] }),
    )
  })

  test('comes from the report of registrations when the methods may not be read', async () => {
    const setup = createSetup({ methods: [{ type: 'phone', id: '1', createdDateTime: hoursAgo(5) }] })
    setup.state.graphPermissions.delete('UserAuthenticationMethod.Read.All')
    expect((await setup.gatherSender()).authentication).toEqual(
      known({ multiFactor: true, methods: [{ kind: 'Phone' }] }),
    )
    setup.state.licences.clear()
    expect((await setup.gatherSender()).authentication).toEqual(
      unknown('The app lacks the Microsoft Graph permission UserAuthenticationMethod.Read.All.'),
    )
  })
})

const browser: FakeSignIn = {
  createdDateTime: hoursAgo(30),
  ipAddress: '192.0.2.14',
  clientAppUsed: 'Browser',
  city: 'Milan',
  countryOrRegion: 'IT',
  errorCode: 0,
  interactive: true,
}
const program = {
  ...browser,
  createdDateTime: hoursAgo(4),
  clientAppUsed: 'Authenticated SMTP',
  interactive: false,
}

describe('sign-ins', () => {
  test('tell a managed device, a device code and the registration of a device, and else say nothing of them', async () => {
    const setup = createSetup({
      signIns: [
        { ...browser, createdDateTime: hoursAgo(4), managed: true },
        { ...browser, createdDateTime: hoursAgo(5), app: 'Device Registration Service' },
        { ...program, createdDateTime: hoursAgo(6), clientAppUsed: 'Mobile', protocol: 'deviceCode' },
        { ...browser, createdDateTime: hoursAgo(7), managed: false },
      ],
    })
    const { signIns } = await setup.gatherSender()
    if (!signIns.known) throw new Error(signIns.why)
    expect(signIns.value.map(({ device, way }) => ({ device, way }))).toEqual([
      { device: 'known', way: undefined },
      { device: undefined, way: 'device-registration' },
      { device: undefined, way: 'device-code' },
      { device: undefined, way: undefined },
    ])
  })

  test('are those of people and of programs, newest first, a week back', async () => {
    const setup = createSetup({
      signIns: [
        { ...browser, errorCode: 50126, createdDateTime: hoursAgo(2), city: '' },
        browser,
        program,
        { ...browser, createdDateTime: daysAgo(8) },
      ],
    })
    const evidence = await setup.gatherSender()
    const shared = { ipAddress: '192.0.2.14' }
    expect(evidence.signIns).toEqual(
      known([
        {
          ...shared,
          at: Date.parse(hoursAgo(2)),
          from: 'IT',
          client: 'Browser',
          succeeded: false,
          interactive: true,
        },
        {
          ...shared,
          at: Date.parse(hoursAgo(4)),
          from: 'Milan (IT)',
          client: 'Authenticated SMTP',
          succeeded: true,
          interactive: false,
        },
        {
          ...shared,
          at: Date.parse(hoursAgo(30)),
          from: 'Milan (IT)',
          client: 'Browser',
          succeeded: true,
          interactive: true,
        },
      ]),
    )
    expect(evidence.missingSignIns).toBeUndefined()
  })

  test.each([
    ['v1.0/auditLogs', 'interactive', 'Authenticated SMTP'],
    ['beta/auditLogs', 'non-interactive', 'Browser'],
  ])('from %s alone are missed by name, and the others are there', async (path, which, client) => {
    const setup = createSetup({ signIns: [browser, program] })
    setup.setTrouble(path, 'timeout')
    const evidence = await setup.gatherSender()
    expect(evidence.signIns).toMatchObject(known([{ client }]))
    expect(evidence.missingSignIns).toEqual(
      unknown(`The ${which} sign-ins were not read. Sign-in logs: Microsoft Graph did not answer in time.`),
    )
  })

  test('are the newest hundred of each kind', async () => {
    const failures = Array.from({ length: 300 }, (_, index) => ({
      ...program,
      errorCode: 50126,
      createdDateTime: hoursAgo(1 + index / 60),
    }))
    const { signIns } = await createSetup({ signIns: [...failures, browser] }).gatherSender()
    if (!signIns.known) throw new Error(signIns.why)
    expect(signIns.value).toHaveLength(101)
    expect(signIns.value[0]?.at).toBe(Date.parse(hoursAgo(1)))
  })
})

describe('risk', () => {
  test.each<[FakeAccount['risk'], object]>([
    [undefined, { level: 'none', detail: '' }],
    [
      { level: 'medium', state: 'atRisk', detail: 'none' },
      { level: 'medium', detail: 'at risk' },
    ],
    [
      { level: 'low', state: 'confirmedCompromised', detail: 'adminConfirmedUserCompromised' },
      { level: 'high', detail: 'confirmed compromised, admin confirmed user compromised' },
    ],
    [
      { level: 'high', state: 'dismissed', detail: 'adminDismissedAllRiskForUser' },
      { level: 'none', detail: 'dismissed, admin dismissed all risk for user' },
    ],
  ])('%j is %j', async (risk, value) => {
    expect((await createSetup({ risk }).gatherSender()).risk).toEqual(known(value))
  })

  test.each([
    ['hidden', 'How high the risk is needs a Microsoft Entra ID P2 licence.'],
    ['unknownFutureValue', 'Entra gives a risk level that Reprieve does not know.'],
  ])('%s is not known', async (level, why) => {
    const setup = createSetup({ risk: { level, state: 'atRisk', detail: 'none' } })
    expect((await setup.gatherSender()).risk).toEqual(unknown(why))
  })
})

describe('risk in a cloud without risk reports', () => {
  test('cannot be told, whatever Graph answers there', async () => {
    const { gatherSender } = createSetup({}, [], 'china')
    expect((await gatherSender()).risk).toEqual(
      unknown('Risk cannot be told in this cloud: Microsoft Graph has no risk reports there.'),
    )
  })
})

describe('consents', () => {
  const grant = {
    id: 'grant-1',
    clientId: 'app-1',
    app: 'PDF Invoice Viewer',
    consentType: 'Principal',
    resourceId: 'graph',
    scope: ' Mail.ReadWrite  Mail.Send ',
  } as const

  test('have the name of the app, and a date only when it can be one', async () => {
    const setup = createSetup({
      grants: [
        { ...grant, startTime: hoursAgo(4) },
        { ...grant, id: 'grant-2', startTime: '0001-01-01T00:00:00Z' },
        { ...grant, id: 'grant-3', startTime: hoursAgo(-5) },
      ],
    })
    const shared = {
      app: 'PDF Invoice Viewer',
      scopes: 'Mail.ReadWrite Mail.Send',
      consentedBy: 'user',
      publisherVerified: false,
    }
    expect((await setup.gatherSender()).consents).toEqual(
      known([
        { ...shared, id: 'grant-1', grantedAt: Date.parse(hoursAgo(4)) },
        { ...shared, id: 'grant-2' },
        { ...shared, id: 'grant-3' },
      ]),
    )
    expect(setup.calls.filter((call) => call.includes('servicePrincipals'))).toHaveLength(1)
  })

  test('are worth showing without the name of the app', async () => {
    const setup = createSetup({ grants: [grant] })
    setup.setTrouble('servicePrincipals', 'forbidden')
    expect((await setup.gatherSender()).consents).toMatchObject(
      known([{ id: 'grant-1', app: 'an app with the id app-1' }]),
    )
  })
})

test('roles of which Graph gives only that they are there need a permission, and it is named', async () => {
  const { cmdlets, graph, clock, patiently } = createSetup({ roles: ['Exchange Administrator'] })
  const list: typeof graph.list = async (path, signal, most) => {
    const records = await graph.list(path, signal, most)
    return path.includes('directoryRole')
      ? records.map((record) => ({ ...record, displayName: null }))
      : records
  }
  const gather = createGather({ cmdlets, graph: { ...graph, list }, clock })
  expect(await patiently(gather(laura, never))).toMatchObject({
    roles: unknown('The app lacks the Microsoft Graph permission Directory.Read.All.'),
  })
})

test('roles are named', async () => {
  const setup = createSetup({ roles: ['Exchange Administrator', 'Application Administrator'] })
  expect((await setup.gatherSender()).roles).toEqual(
    known(['Exchange Administrator', 'Application Administrator']),
  )
})
