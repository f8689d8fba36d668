import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type CloudName, clouds } from '../../../../src/backends/exchange/clouds.js'
import { cmdletNames } from '../../../../src/backends/exchange/cmdlets.js'
import type { Credential, Tokens } from '../../../../src/backends/exchange/credential.js'
import { createExamine, type ExamineParts } from '../../../../src/backends/exchange/examine/index.js'
import type { HttpRequest, HttpResponse } from '../../../../src/backends/exchange/http.js'
import { createRestrictions } from '../../../../src/backends/exchange/restrictions.js'
import { type Check, checkSchema } from '../../../../src/domain/check.js'
import { dayMilliseconds } from '../../../../src/domain/instant.js'
import { BackendError } from '../../../../src/errors.js'
import { createManualClock } from '../../../clock.js'
import { createInProcess } from '../../../fake-exchange/in-process.js'
import { createFakeTenant } from '../../../fake-exchange/tenant.js'

const never = new AbortController().signal

/** Nobody has its key. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIULpTdQ14l6GgaNnr8nNztHPm7CCowCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNcmVwcmlldmUudGVzdDAeFw0yNjExMjUxNDIwMTJaFw0yNzEx
MjUxNDIwMTJaMBgxFjAUBgNVBAMMDXJlcHJpZXZlLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATioR37N1QIGcUfNYaUGw/ZVKvLdVR992j40Tc9NQXjnf7m
xtH4wRQFPvNcK0+5hr9gUDJPWWC9UdGBL3gsFmAno1MwUTAdBgNVHQ4EFgQUFDxM
0494V4/vSvuLwI+73Up+EQ8wHwYDVR0jBBgwFoAUFDxM0494V4/vSvuLwI+73Up+
EQ8wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAysm9F2JImr7I3
bVY4B9iRtnKujtvodBK7lwo08VtWkwIhAJP3Sxq6sJJ2/R2esTEeAEetd7oqstm0
jOedzvPe9/E+
-----END CERTIFICATE-----`
const endsAt = Date.parse(new X509Certificate(certificate).validTo)
const beginsAt = Date.parse(new X509Certificate(certificate).validFrom)

const everything = [
  'User.Read.All',
  'AuditLog.Read.All',
  'UserAuthenticationMethod.Read.All',
  'UserAuthenticationMethod.ReadWrite.All',
  'IdentityRiskyUser.Read.All',
  'Directory.Read.All',
  'GroupMember.Read.All',
  'ExchangeMessageTrace.Read.All',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'User-PasswordProfile.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
]

const refused = new BackendError('Entra refused the credential.', { code: 'forbidden', outcome: 'unchanged' })

interface Given {
  readonly now?: number
  readonly credential?: Credential
  readonly tokens?: Tokens
  readonly transport?: ExamineParts['transport']
  readonly isByToken?: boolean
  readonly proxy?: string
  readonly cloud?: ExamineParts['cloud']
  readonly isWatchOnly?: boolean
  readonly hasAlertsInStep?: boolean
  readonly cloudName?: CloudName
  /** What the sign-in host answers. */
  readonly answer?: (now: number) => Partial<HttpResponse>
}

function createSetup(given: Given = {}) {
  const now = given.now ?? endsAt - 100 * dayMilliseconds
  const tenant = createFakeTenant({ now: () => now })
  for (const permission of everything) tenant.state.graphPermissions.add(permission)
  tenant.state.directoryRoles.add('User Administrator')
  const requests: HttpRequest[] = []
  const inProcess = createInProcess(tenant)
  const examine = createExamine({
    identity: {
      tenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
      organization: 'contoso.onmicrosoft.com',
      appId: 'app-id',
      credential: given.credential ?? { kind: 'certificate', certificate, privateKey: 'key' },
    },
    cloud: given.cloud ?? clouds.worldwide,
    tokens: given.tokens ?? { get: async () => 'a-very-secret-token' },
    ...inProcess,
    list: createRestrictions(inProcess.cmdlets).list,
    clock: createManualClock(now),
    transport: given.transport ?? 'rest',
    isByToken: given.isByToken ?? false,
    isWatchOnly: given.isWatchOnly,
    hasAlertsInStep: given.hasAlertsInStep,
    ...(given.cloudName === undefined ? {} : { cloudName: given.cloudName }),
    proxy: given.proxy,
    async send(request) {
      requests.push(request)
      const date = new Date(now).toUTCString()
      return { status: 200, headers: { date }, body: '{}', ...given.answer?.(now) }
    },
  })
  return {
    state: tenant.state,
    requests,
    examine: (signal = never) => examine(signal),
    async get(name: string): Promise<Check> {
      const [found, ...more] = (await examine(never)).filter((check) => check.name === name)
      if (found === undefined || more.length > 0) throw new Error(`not exactly one line about ${name}`)
      return found
    },
  }
}

describe('examining', () => {
  test('finds nothing to do when everything works', async () => {
    const checks = await createSetup().examine()
    for (const check of checks) expect(checkSchema.parse(check)).toMatchObject({ result: 'ok' })
    expect(checks.map(({ name }) => name)).toEqual([
      'Way to Exchange',
      'Proxy',
      'Sign-in host',
      'Clock',
      'Certificate',
      'Token for Exchange',
      'Token for Graph',
      'Token for Security & Compliance',
      'Read the Restricted entities list',
      'List restricted senders',
      'Unblock senders',
      'List restricted connectors',
      'Unblock connectors',
      'Look at mailboxes',
      'Look at what mailboxes are set to',
      'Count sent mail',
      'See that mail flows after an unblock',
      'Read outbound policies, limits, connectors and the audit switch',
      "Read transport rules, journal rules and the organisation's domains",
      'Search the audit log',
      'Stop forwarding and disable inbox rules',
      'Remove delegates and give them back',
      'Read alert policies',
      'Graph: accounts',
      'Graph: sign-ins',
      'Graph: changes of authentication methods',
      'Graph: secrets and certificates of apps',
      'Graph: authentication methods',
      'Graph: risk',
      'Graph: apps with consent',
      'Graph: admin roles',
      'Graph: groups',
      'Graph: alerts',
      'Graph: domains',
      'Graph: block sign-in',
      'Graph: revoke sessions',
      'Graph: require a new password',
      'Graph: remove a sign-in method',
      "Graph: remove an app's consent",
      'Graph: message traces',
    ])
  })

  test('misses no permission that only what is off by default takes', async () => {
    const { state, examine } = createSetup()
    state.graphPermissions.delete('SecurityAlert.Read.All')
    const found = (await examine()).find(({ name }) => name === 'Graph: alerts')
    expect(found).toMatchObject({
      result: 'ok',
      found: 'The app lacks SecurityAlert.Read.All, which only early cards by alerts take.',
    })
  })

  test('changes nothing, and shows no secret', async () => {
    const { state, examine } = createSetup({ proxy: 'http://bot:hunter2@proxy.contoso.com:8080' })
    const before = structuredClone(state)
    const checks = await examine()
    expect(state).toEqual(before)
    expect(JSON.stringify(checks)).not.toMatch(/hunter2|a-very-secret-token|BEGIN/)
  })

  test('never rejects, whatever is broken, and says what to do about each problem', async () => {
    const { state, examine } = createSetup({
      tokens: { get: () => Promise.reject(refused) },
      answer: () => {
        throw new Error('connect ECONNREFUSED 10.1.2.3:443')
      },
    })
    state.allowedCmdlets = new Set()
    state.graphPermissions.clear()
    const checks = await examine()
    const bad = checks.filter(({ result }) => result === 'problem' || result === 'warning')
    expect(bad.length).toBeGreaterThan(20)
    expect(bad.filter(({ remedy }) => remedy === '')).toEqual([])
    expect(JSON.stringify(checks)).not.toMatch(/10\.1\.2\.3/)
  })

  test.each([
    [
      'china',
      [
        'Search the audit log',
        'Graph: changes of authentication methods',
        'Graph: secrets and certificates of apps',
        'Graph: authentication methods',
        'Graph: risk',
        'Graph: alerts',
        'Graph: remove a sign-in method',
      ],
    ],
    ['gcc-high', []],
  ] as const)('says of the cloud %s what cannot be told there', async (cloudName, untold) => {
    const checks = await createSetup({ cloudName, cloud: clouds[cloudName] }).examine()
    const said = checks.filter(({ found }) => found.startsWith('It cannot be told here'))
    expect(said.map(({ name }) => name)).toEqual(untold)
    expect(said.every(({ result }) => result === 'skipped')).toBe(true)
  })

  test('misses no right to change anything where the organisation is only watched', async () => {
    const { state, examine } = createSetup({ isWatchOnly: true })
    state.allowedCmdlets = new Set(cmdletNames.filter((cmdlet) => /^(?:Get|Search)-/.test(cmdlet)))
    for (const permission of [...state.graphPermissions])
      if (/ReadWrite|EnableDisable|RevokeSessions/.test(permission)) state.graphPermissions.delete(permission)
    state.graphPermissions.add('UserAuthenticationMethod.Read.All')
    state.directoryRoles.clear()
    const checks = await examine()
    expect(checks.filter(({ result }) => result !== 'ok')).toEqual([])
    expect(
      checks.map(({ name }) => name).filter((name) => /nblock|emove|revoke|require|Stop/.test(name)),
    ).toEqual(['See that mail flows after an unblock'])
  })

  test('misses the right to Defender’s alerts only where they are to be kept in step', async () => {
    const name = 'Graph: alerts of Defender'
    expect((await createSetup().examine()).map((check) => check.name)).not.toContain(name)
    expect(await createSetup({ hasAlertsInStep: true }).get(name)).toMatchObject({
      result: 'warning',
      found: 'The app lacks SecurityAlert.ReadWrite.All.',
    })
    const { state, get } = createSetup({ hasAlertsInStep: true })
    state.graphPermissions.add('SecurityAlert.ReadWrite.All')
    expect((await get(name)).result).toBe('ok')
    expect((await createSetup({ hasAlertsInStep: true, cloudName: 'china' }).get(name)).result).toBe(
      'skipped',
    )
  })

  test('never rejects when it is given up', async () => {
    const checks = await createSetup().examine(AbortSignal.abort())
    expect(checks.find(({ name }) => name === 'List restricted senders')).toMatchObject({
      result: 'problem',
    })
  })
})

describe('the way to Exchange', () => {
  test.each([
    ['rest', /REST.*supports these calls only from its own PowerShell module/],
    ['powershell', /PowerShell.*Supported/],
  ] as const)('%s is described with what Microsoft supports', async (transport, found) => {
    expect((await createSetup({ transport }).get('Way to Exchange')).found).toMatch(found)
  })

  test.each([
    [undefined, 'ok', /None/],
    [
      'http://bot:hunter2@proxy.contoso.com:8080',
      'ok',
      /^Microsoft is called through proxy\.contoso\.com:8080\.$/,
    ],
    ['proxy.contoso.com:8080', 'problem', /no URL/],
  ])('with the proxy %s', async (proxy, result, found) => {
    const check = await createSetup(proxy === undefined ? {} : { proxy }).get('Proxy')
    expect(check.result).toBe(result)
    expect(check.found).toMatch(found)
  })
})

describe('the sign-in host', () => {
  test('is asked once, for what every tenant publishes', async () => {
    const { requests, examine } = createSetup()
    await examine()
    expect(requests.map(({ method, url }) => [method, url])).toEqual([
      [
        'GET',
        'https://login.microsoftonline.com/8c3dad1d-b6bc-4f8b-939b-8263372eced6/v2.0/.well-known/openid-configuration',
      ],
    ])
  })

  test.each([
    [400, 'problem', /does not know the tenant/],
    [404, 'problem', /does not know the tenant/],
    [407, 'warning', /status 407/],
    [503, 'warning', /status 503/],
  ])('that answers %s', async (status, result, found) => {
    const check = await createSetup({ answer: () => ({ status }) }).get('Sign-in host')
    expect(check.result).toBe(result)
    expect(check.found).toMatch(found)
  })

  test.each([
    [0, 'ok', /Within a minute/],
    [-59, 'ok', /Within a minute/],
    [61, 'warning', /61 seconds behind/],
    [-61, 'warning', /61 seconds ahead/],
    [300, 'warning', /300 seconds behind/],
    [-301, 'problem', /301 seconds ahead/],
  ])('whose clock is %s seconds ahead of ours', async (seconds, result, found) => {
    const toAnswer = (now: number) => ({ headers: { date: new Date(now + seconds * 1_000).toUTCString() } })
    const check = await createSetup({ answer: toAnswer }).get('Clock')
    expect(check.result).toBe(result)
    expect(check.found).toMatch(found)
  })

  test.each([[{}], [{ date: 'soon' }]])(
    'that says the time as %j tells nothing about the clock',
    async (headers) => {
      expect(await createSetup({ answer: () => ({ headers }) }).get('Clock')).toMatchObject({
        result: 'skipped',
      })
    },
  )
})

describe('the credential', () => {
  test.each([
    [endsAt - 31 * dayMilliseconds, 'ok', /31 days from now/],
    [endsAt - 30 * dayMilliseconds, 'ok', /30 days from now/],
    [endsAt - 30 * dayMilliseconds + 1, 'warning', /29 days from now/],
    [endsAt - dayMilliseconds, 'warning', /1 day from now/],
    [endsAt, 'problem', /expired/],
    [beginsAt - 1, 'problem', /not valid before/],
  ])('is a certificate that is looked at at %s', async (now, result, found) => {
    const check = await createSetup({ now }).get('Certificate')
    expect(check.result).toBe(result)
    expect(check.found).toMatch(found)
  })

  test('that is no certificate is a problem', async () => {
    const credential = { kind: 'certificate', certificate: 'nonsense', privateKey: 'key' } as const
    expect(await createSetup({ credential }).get('Certificate')).toMatchObject({ result: 'problem' })
  })

  test('that is a secret cannot be looked into', async () => {
    const credential = { kind: 'secret', clientSecret: 'hunter2' } as const
    const check = await createSetup({ credential }).get('Client secret')
    expect(check).toMatchObject({ result: 'skipped' })
    expect(JSON.stringify(check)).not.toContain('hunter2')
  })
})

describe('tokens', () => {
  test.each([
    ['exchange', 'Token for Exchange', 'problem'],
    ['graph', 'Token for Graph', 'warning'],
    ['compliance', 'Token for Security & Compliance', 'warning'],
  ])('that Entra refuses for %s', async (refusedFor, name, result) => {
    const tokens: Tokens = {
      get: async (audience) => {
        if (audience === refusedFor) throw refused
        return 'token'
      },
    }
    const { examine } = createSetup({ tokens })
    const bad = (await examine()).filter((check) => check.result !== 'ok')
    expect(bad).toMatchObject([{ name, result, found: 'Entra refused the credential.' }])
  })
})

describe('cmdlets', () => {
  test.each([
    ['Remove-BlockedSenderAddress', 'Unblock senders', 'problem', /Transport Hygiene/],
    ['Get-BlockedConnector', 'List restricted connectors', 'problem', /Transport Hygiene/],
    ['Get-InboxRule', 'Look at mailboxes', 'warning', /View-Only Recipients/],
    ['Get-MessageTraceV2', 'Count sent mail', 'warning', /Message Tracking/],
    ['Get-MessageTraceDetailV2', 'See that mail flows after an unblock', 'warning', /Message Tracking/],
    [
      'Get-AcceptedDomain',
      "Read transport rules, journal rules and the organisation's domains",
      'warning',
      /View-Only Configuration/,
    ],
    [
      'Get-InboundConnector',
      'Read outbound policies, limits, connectors and the audit switch',
      'warning',
      /View-Only Configuration/,
    ],
    ['Get-SweepRule', 'Look at what mailboxes are set to', 'warning', /View-Only Recipients/],
    [
      'Get-TransportRule',
      "Read transport rules, journal rules and the organisation's domains",
      'warning',
      /View-Only Configuration/,
    ],
    ['Search-UnifiedAuditLog', 'Search the audit log', 'warning', /View-Only Audit Logs/],
    ['Set-Mailbox', 'Stop forwarding and disable inbox rules', 'warning', /Mail Recipients/],
    ['Remove-MailboxPermission', 'Remove delegates and give them back', 'warning', /Mail Recipients/],
    ['Get-ProtectionAlert', 'Read alert policies', 'warning', /Security Reader/],
  ] as const)('without %s', async (missing, name, result, role) => {
    const { state, examine } = createSetup()
    state.allowedCmdlets = new Set(cmdletNames.filter((cmdlet) => cmdlet !== missing))
    // Without one of its two halves the list itself cannot be read, which is a finding of its own.
    const bad = (await examine()).filter(
      (one) => one.result !== 'ok' && !/^Read the Restricted/.test(one.name),
    )
    expect(bad).toMatchObject([{ name, result, found: `The app may not run ${missing}.` }])
    expect(bad[0]?.remedy).toMatch(role)
  })

  test('that read the list are run for real', async () => {
    const { state, get } = createSetup()
    state.listings.push({ key: 'sender:laura@contoso.com', record: { SenderAddress: 'laura@contoso.com' } })
    expect(await get('Read the Restricted entities list')).toMatchObject({ found: 'It has 1 entry.' })
    state.allowedCmdlets = new Set()
    const check = await get('Read the Restricted entities list')
    expect(check.result).toBe('problem')
    expect(check.remedy).toMatch(/Exchange\.ManageAsApp and a role/)
  })
})

describe("Graph's message traces", () => {
  test("want the service principal of Microsoft's own app, and how to make it is said", async () => {
    const { state, get } = createSetup()
    state.hasTransportPrincipal = false
    const check = await get('Graph: message traces')
    expect(check).toMatchObject({ result: 'warning' })
    expect(check.found).toMatch(/8bd644d1-64a1-4d4b-ae52-2e0cbf64e373.*Get-MessageTraceV2 is asked instead/)
    expect(check.remedy).toMatch(/New-MgServicePrincipal -AppId 8bd644d1.*up to 24 hours/)
  })

  test('are no loss where the cloud has none', async () => {
    expect(await createSetup({ cloud: clouds.china }).get('Graph: message traces')).toMatchObject({
      result: 'ok',
      found: 'Graph has none in this cloud. Get-MessageTraceV2 is asked instead.',
    })
  })
})

describe("Graph's permissions", () => {
  test.each([
    [
      'AuditLog.Read.All',
      [
        'Graph: sign-ins',
        'Graph: changes of authentication methods',
        'Graph: secrets and certificates of apps',
      ],
    ],
    ['UserAuthenticationMethod.ReadWrite.All', ['Graph: remove a sign-in method']],
    ['IdentityRiskyUser.Read.All', ['Graph: risk']],
    ['User.EnableDisableAccount.All', ['Graph: block sign-in']],
    ['User.RevokeSessions.All', ['Graph: revoke sessions']],
    ['User-PasswordProfile.ReadWrite.All', ['Graph: require a new password']],
    ['DelegatedPermissionGrant.ReadWrite.All', ["Graph: remove an app's consent"]],
    ['ExchangeMessageTrace.Read.All', ['Graph: message traces']],
    [
      'Directory.Read.All',
      [
        'Graph: secrets and certificates of apps',
        'Graph: admin roles',
        'Graph: domains',
        'Graph: block sign-in',
      ],
    ],
  ])('without %s', async (missing, names) => {
    const { state, examine } = createSetup()
    state.graphPermissions.delete(missing)
    const bad = (await examine()).filter((check) => check.result !== 'ok')
    expect(bad.map(({ name }) => name)).toEqual(names)
    for (const { result, remedy } of bad) {
      expect(result).toBe('warning')
      expect(remedy).toMatch(/grant admin consent/)
    }
  })

  test.each([[[]], [['Directory Readers']]])(
    'without the role User Administrator (roles: %s) warn of requiring a new password, and say what it is not',
    async (roles) => {
      const { state, get } = createSetup()
      state.directoryRoles.clear()
      for (const role of roles) state.directoryRoles.add(role)
      const check = await get('Graph: require a new password')
      expect(check).toMatchObject({
        result: 'warning',
        found: 'The permission is there, the Entra role User Administrator is not.',
      })
      expect(check.remedy).toMatch(/^Assign the Entra role User Administrator .*no reset/)
      expect(JSON.stringify(check)).not.toMatch(/Privileged/)
      state.graphPermissions.delete('User-PasswordProfile.ReadWrite.All')
      expect((await get('Graph: require a new password')).found).toBe(
        'The app lacks User-PasswordProfile.ReadWrite.All and the Entra role User Administrator.',
      )
    },
  )

  test.each(['Privileged Authentication Administrator', 'Global Administrator'])(
    'with the higher role %s are enough',
    async (role) => {
      const { state, get } = createSetup()
      state.directoryRoles.clear()
      state.directoryRoles.add(role)
      expect((await get('Graph: require a new password')).result).toBe('ok')
    },
  )

  test('that hold a smaller one count for it', async () => {
    const { state, examine } = createSetup()
    state.graphPermissions.clear()
    for (const permission of [
      'Directory.ReadWrite.All',
      'AuditLog.Read.All',
      'UserAuthenticationMethod.ReadWrite.All',
      'IdentityRiskyUser.Read.All',
      'ExchangeMessageTrace.Read.All',
    ])
      state.graphPermissions.add(permission)
    expect((await examine()).filter((check) => check.result !== 'ok')).toEqual([])
  })

  test.each([
    ['Directory.Read.All', 'RoleManagement.Read.Directory', 'Graph: admin roles'],
    ['IdentityRiskyUser.Read.All', 'IdentityRiskyUser.ReadWrite.All', 'Graph: risk'],
  ])(
    'without %s are not made good by %s, which Microsoft does not list for it',
    async (least, other, name) => {
      const { state, examine } = createSetup()
      for (const permission of [...state.graphPermissions])
        if (permission === least || permission.startsWith('Directory.'))
          state.graphPermissions.delete(permission)
      state.graphPermissions.add(other)
      const check = (await examine()).find((one) => one.name === name)
      expect(check?.found).toContain(`The app lacks ${least}`)
    },
  )
})

describe('the way to Exchange', () => {
  test.each([
    ['powershell', true, true],
    ['powershell', false, false],
    ['rest', true, false],
  ] as const)(
    'by %s, with a token: %j, names the version of the module: %j',
    async (transport, isByToken, isNamed) => {
      const { examine } = createSetup({ transport, isByToken })
      const way = (await examine()).find(({ name }) => name === 'Way to Exchange')
      expect(way?.found.includes('version 3.8 or later')).toBe(isNamed)
    },
  )
})
