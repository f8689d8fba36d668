import { describe, expect, test } from 'vitest'
import { loadSettings, readSettingsFile, toExchangeIdentity } from '../../src/config/index.js'
import { environment, exchangeTenant, findProblems, least, slack } from './settings.js'

const certificate = 'certificate: ${EXCHANGE_CERTIFICATE}'
const file = (more: string) => `${slack}\n${exchangeTenant(more)}\n`

function readBackend(more: string, given: Readonly<Record<string, string>> = environment) {
  return readSettingsFile(file(more), given).tenants[0]?.backend
}

describe('the backend of a real organisation', () => {
  test('needs its ids and one way to sign in, and has a default for the rest', () => {
    expect(readBackend(certificate)).toEqual({
      kind: 'exchange',
      tenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
      organization: 'contoso.onmicrosoft.com',
      appId: '99999999-8888-4777-a666-555555555555',
      certificate: environment.EXCHANGE_CERTIFICATE,
      cloud: 'worldwide',
      transport: 'rest',
      powershell: { path: 'pwsh', recycleAfterCalls: 500, recycleAfterMinutes: 45 },
    })
  })

  test('takes a certificate with line breaks written as \\n', () => {
    const escaped = environment.EXCHANGE_CERTIFICATE.replaceAll('\n', '\\n')
    expect(readBackend(certificate, { ...environment, EXCHANGE_CERTIFICATE: escaped })).toMatchObject({
      certificate: environment.EXCHANGE_CERTIFICATE,
    })
  })

  test('takes a client secret, another cloud, and PowerShell', () => {
    const more =
      'clientSecret: ${EXCHANGE_CLIENT_SECRET}\ncloud: gcc-high\ntransport: powershell\npowershell: { recycleAfterCalls: 9 }'
    expect(readBackend(more)).toMatchObject({
      clientSecret: 'secret-canary-3383',
      cloud: 'gcc-high',
      transport: 'powershell',
      powershell: { path: 'pwsh', recycleAfterCalls: 9 },
    })
  })

  test.each<[what: string, more: string, problem: RegExp]>([
    ['no way to sign in', 'cloud: worldwide', /certificate .*is missing, and so is a client secret/],
    [
      'two ways to sign in',
      `${certificate}\nclientSecret: \${EXCHANGE_CLIENT_SECRET}`,
      /clientSecret .*is there beside certificate/,
    ],
    [
      'PowerShell that signs in with a certificate that is not there',
      'clientSecret: ${EXCHANGE_CLIENT_SECRET}\npowershell: { signIn: certificate }',
      /powershell\.signIn .*is certificate, and there is none/,
    ],
    [
      'a secret in the file',
      'clientSecret: hunter2',
      /clientSecret .*is a secret, which must not stand in the file/,
    ],
    ['a cloud that is not there', `${certificate}\ncloud: gcc`, /cloud .*is not one of worldwide/],
    [
      'a process that outlives its token',
      `${certificate}\npowershell: { recycleAfterMinutes: 60 }`,
      /from 1 to 50/,
    ],
  ])('is refused with %s', (_, more, problem) => {
    const problems = findProblems(file(more))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
    expect(problems.join()).not.toContain('canary')
  })

  test('is refused with a certificate without its key', () => {
    const bare = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----'
    const problems = findProblems(file(certificate), { ...environment, EXCHANGE_CERTIFICATE: bare })
    expect(problems).toEqual([
      'tenants[0].backend.certificate (line 13): is not a certificate and its private key as PEM. Put the text of both files into one variable.',
    ])
  })

  test('is refused with a vanity domain, which PowerShell does not take', () => {
    const problems = findProblems(file(certificate).replace('Contoso.onmicrosoft.com', 'contoso.com'))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('is not a domain such as contoso.onmicrosoft.com')
  })
})

describe('the identity', () => {
  const toIdentity = (more: string, given: Readonly<Record<string, string>> = environment) => {
    const backend = readBackend(more, given)
    if (backend?.kind !== 'exchange') throw new Error('expected a real organisation')
    return toExchangeIdentity(backend)
  }
  const key = '-----BEGIN RSA PRIVATE KEY-----\nk\n-----END RSA PRIVATE KEY-----'
  const own = '-----BEGIN CERTIFICATE-----\na\n-----END CERTIFICATE-----'
  const issuer = '-----BEGIN CERTIFICATE-----\nb\n-----END CERTIFICATE-----'

  test.each([
    ['after', `${own}\n${issuer}\n${key}`],
    ['before', `${key}\n${own}\n${issuer}`],
  ])('is the first certificate, with the key %s it', (_, pem) => {
    expect(toIdentity(certificate, { ...environment, EXCHANGE_CERTIFICATE: pem }).credential).toEqual({
      kind: 'certificate',
      certificate: own,
      privateKey: key,
    })
  })

  test('is the client secret', () => {
    expect(toIdentity('clientSecret: ${EXCHANGE_CLIENT_SECRET}')).toEqual({
      tenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
      organization: 'contoso.onmicrosoft.com',
      appId: '99999999-8888-4777-a666-555555555555',
      credential: { kind: 'secret', clientSecret: 'secret-canary-3383' },
    })
  })
})

describe('the environment alone', () => {
  const read = (given: Readonly<Record<string, string>>) =>
    loadSettings({ environment: given, readFile: async () => Promise.reject(new Error('there is no file')) })
  const chat = {
    SLACK_SIGNING_SECRET: 'x',
    SLACK_BOT_TOKEN: 'xoxb-x',
    SLACK_TEAM_ID: 'T1',
    SLACK_CHANNEL: 'C1',
  }

  test('is enough for one organisation', async () => {
    const settings = await read({
      ...chat,
      EXCHANGE_TENANT_ID: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
      EXCHANGE_ORGANIZATION: 'contoso.onmicrosoft.com',
      EXCHANGE_APP_ID: '99999999-8888-4777-a666-555555555555',
      EXCHANGE_CLIENT_SECRET: 'hush',
      EXCHANGE_TRANSPORT: 'powershell',
      EXCHANGE_PWSH: '/opt/pwsh',
      HTTPS_PROXY: 'http://proxy.contoso.com:8080',
    })
    expect(settings.proxy).toBe('http://proxy.contoso.com:8080')
    expect(settings.tenants[0]?.backend).toMatchObject({
      kind: 'exchange',
      clientSecret: 'hush',
      transport: 'powershell',
      powershell: { path: '/opt/pwsh', recycleAfterCalls: 500 },
    })
  })

  test.each<[string, Record<string, string>, { proxy?: string; noProxy?: string }]>([
    [
      'in capitals',
      { HTTPS_PROXY: 'http://a:1', NO_PROXY: 'b.test,10.0.0.0/8' },
      { proxy: 'http://a:1', noProxy: 'b.test,10.0.0.0/8' },
    ],
    [
      'in small letters',
      { https_proxy: 'http://a:1', no_proxy: 'b.test' },
      { proxy: 'http://a:1', noProxy: 'b.test' },
    ],
    ['as a host alone', { HTTPS_PROXY: 'a.test:1' }, { proxy: 'http://a.test:1' }],
    ['for nobody', { HTTPS_PROXY: 'http://a:1', NO_PROXY: '*' }, { noProxy: '*' }],
    ['not at all', { HTTPS_PROXY: '' }, {}],
  ])(
    'takes the proxy of the environment %s, also beside a file that names none',
    async (_title, given, want) => {
      const settings = await read({ ...chat, ...given })
      const beside = readSettingsFile(least, { ...environment, ...given })
      for (const { proxy, noProxy } of [settings, beside]) expect({ proxy, noProxy }).toEqual(want)
      const own = readSettingsFile(`${least}proxy: http://own.test:1\nnoProxy: own.test`, {
        ...environment,
        ...given,
      })
      expect([own.proxy, own.noProxy]).toEqual(['http://own.test:1', 'own.test'])
    },
  )

  test('says which variables are missing once one of them is there', async () => {
    await expect(read({ ...chat, EXCHANGE_APP_ID: '99999999-8888-4777-a666-555555555555' })).rejects.toThrow(
      /EXCHANGE_TENANT_ID: is missing[\s\S]*EXCHANGE_ORGANIZATION: is missing[\s\S]*EXCHANGE_CERTIFICATE: is missing/,
    )
  })
})
