import { createHmac } from 'node:crypto'
import { exportJWK, exportSPKI, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { inPersonalChat } from './activities.js'
import { type Bot, startBot } from './bot.js'
import { appId, createTenant, homeTenantId, issuer, type Tenant } from './tenant.js'

let tenant: Tenant
let bot: Bot

beforeAll(async () => {
  tenant = await createTenant()
  bot = await startBot(tenant)
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterAll(async () => {
  vi.restoreAllMocks()
  await bot.close()
  await tenant.close()
})
beforeEach(() => {
  bot.commands.length = 0
})

const toBase64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

/** The genuine claims, changed; `undefined` leaves one out. */
function sign(changed: Record<string, unknown>): Promise<string> {
  const claims = Object.entries({ ...tenant.toClaims(), ...changed }).filter(
    ([, value]) => value !== undefined,
  )
  return tenant.sign(Object.fromEntries(claims))
}

async function signHmac(alg: string, secret: string): Promise<string> {
  const head = `${toBase64({ alg, kid: tenant.keyId, typ: 'JWT' })}.${toBase64(tenant.toClaims())}`
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
}

function signAs(header: { alg: string; kid?: string }, key = tenant.privateKey): Promise<string> {
  return new SignJWT(tenant.toClaims()).setProtectedHeader(header).sign(key)
}

async function tamper(): Promise<string> {
  const [head, , signature] = (await tenant.sign()).split('.')
  return `${head}.${toBase64({ ...tenant.toClaims(), serviceurl: 'https://evil.test/' })}.${signature}`
}

/** The genuine token with another header, which its signature does not cover. */
async function rename(header: object): Promise<string> {
  const [, claims, signature] = (await tenant.sign()).split('.')
  return `${toBase64({ alg: 'RS256', kid: tenant.keyId, ...header })}.${claims}.${signature}`
}

interface Case {
  readonly name: string
  readonly token: () => Promise<string> | string
  /** The whole header when it is not `Bearer <token>`. */
  readonly header?: (token: string) => string | undefined
  readonly activity?: Record<string, unknown>
  readonly want: { readonly status: number; readonly reached: boolean }
}

const refused = { status: 401, reached: false }
const admitted = { status: 200, reached: true }

const cases: readonly Case[] = [
  { name: 'a genuine token', token: () => tenant.sign(), want: admitted },
  { name: 'no token', token: () => '', header: () => undefined, want: refused },
  { name: 'an empty header', token: () => '', header: () => '', want: refused },
  { name: 'another scheme', token: () => tenant.sign(), header: (token) => `Basic ${token}`, want: refused },
  { name: 'a bare token', token: () => tenant.sign(), header: (token) => token, want: refused },
  {
    name: 'two tokens',
    token: () => tenant.sign(),
    header: (token) => `Bearer ${token} ${token}`,
    want: refused,
  },
  { name: 'garbage', token: () => 'garbage', want: refused },
  { name: 'three parts of garbage', token: () => 'a.b.c', want: refused },
  {
    name: 'a forged signature',
    token: () => signAs({ alg: 'RS256', kid: tenant.keyId }, tenant.strangerKey),
    want: refused,
  },
  { name: 'claims changed after signing', token: tamper, want: refused },
  { name: 'a cut signature', token: async () => (await tenant.sign()).slice(0, -20), want: refused },
  {
    name: 'alg none',
    token: () => `${toBase64({ alg: 'none', kid: tenant.keyId })}.${toBase64(tenant.toClaims())}.`,
    want: refused,
  },
  {
    name: 'alg none with a signature',
    token: () => `${toBase64({ alg: 'none', kid: tenant.keyId })}.${toBase64(tenant.toClaims())}.c2ln`,
    want: refused,
  },
  { name: 'HS256 keyed with a guess', token: () => signHmac('HS256', 'secret'), want: refused },
  {
    name: 'HS256 keyed with the public key',
    token: async () => signHmac('HS256', await exportSPKI(tenant.publicKey)),
    want: refused,
  },
  { name: 'PS256', token: () => signHmac('PS256', 'secret'), want: refused },
  { name: 'an unknown key id', token: () => signAs({ alg: 'RS256', kid: 'unknown' }), want: refused },
  { name: 'no key id', token: () => signAs({ alg: 'RS256' }), want: refused },
  {
    name: 'a key sent along',
    token: async () =>
      new SignJWT(tenant.toClaims())
        .setProtectedHeader({ alg: 'RS256', kid: 'own', jwk: await exportJWK(tenant.publicKey) })
        .sign(tenant.strangerKey),
    want: refused,
  },
  {
    name: 'the address of a key sent along',
    token: () =>
      new SignJWT(tenant.toClaims())
        .setProtectedHeader({
          alg: 'RS256',
          kid: tenant.keyId,
          jku: 'https://evil.test/keys',
          x5u: 'https://evil.test/key',
        })
        .sign(tenant.strangerKey),
    want: refused,
  },
  {
    name: 'a key id that is a path',
    token: () => signAs({ alg: 'RS256', kid: `../${tenant.keyId}` }),
    want: refused,
  },
  { name: 'a token of five parts', token: async () => `${await tenant.sign()}.a.b`, want: refused },
  { name: 'an alg in lower case', token: () => rename({ alg: 'rs256' }), want: refused },
  { name: 'an alg that is a list', token: () => rename({ alg: ['RS256'] }), want: refused },
  { name: 'an exp that is a text', token: () => sign({ exp: String(now() + 600) }), want: refused },
  { name: 'an endless exp', token: () => sign({ exp: null }), want: refused },
  { name: 'an issuer with a slash', token: () => sign({ iss: `${issuer}/` }), want: refused },
  { name: 'a list of issuers', token: () => sign({ iss: [issuer] }), want: refused },
  { name: 'an audience in capitals', token: () => sign({ aud: appId.toUpperCase() }), want: refused },
  {
    name: 'the scheme in lower case',
    token: () => tenant.sign(),
    header: (token) => `bearer ${token}`,
    want: refused,
  },
  { name: 'an expired token', token: () => sign({ exp: now() - 3600 }), want: refused },
  {
    name: 'a token that expired within the tolerance',
    token: () => sign({ exp: now() - 60 }),
    want: admitted,
  },
  { name: 'no exp', token: () => sign({ exp: undefined }), want: refused },
  {
    name: 'an exp that is no number',
    token: () => sign({ exp: undefined, Exp: now() + 600 }),
    want: refused,
  },
  { name: 'not valid yet', token: () => sign({ nbf: now() + 3600 }), want: refused },
  {
    name: 'another audience',
    token: () => sign({ aud: '11111111-2222-4333-8444-555555555555' }),
    want: refused,
  },
  {
    name: 'a list of audiences',
    token: () => sign({ aud: [tenant.toClaims().aud, 'other'] }),
    want: refused,
  },
  { name: 'no audience', token: () => sign({ aud: undefined }), want: refused },
  { name: 'another issuer', token: () => sign({ iss: 'https://evil.test' }), want: refused },
  { name: 'no issuer', token: () => sign({ iss: undefined }), want: refused },
  {
    name: "the emulator's issuer",
    token: () =>
      sign({
        iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
        ver: '1.0',
        appid: tenant.toClaims().aud,
      }),
    want: refused,
  },
  {
    name: "another bot's token",
    token: () => sign({ iss: issuer, ver: '2.0', azp: '11111111-2222-4333-8444-555555555555' }),
    want: refused,
  },
  { name: 'no serviceurl claim', token: () => sign({ serviceurl: undefined }), want: refused },
  {
    name: 'a token for another connector',
    token: () => sign({ serviceurl: 'https://other.test/' }),
    want: refused,
  },
  {
    name: 'an activity without serviceUrl',
    token: () => tenant.sign(),
    activity: { serviceUrl: undefined },
    want: refused,
  },
  {
    name: 'an activity with another serviceUrl',
    token: () => tenant.sign(),
    activity: { serviceUrl: 'https://evil.test/' },
    want: refused,
  },
  {
    name: 'an activity of another channel',
    token: () => tenant.sign(),
    activity: { channelId: 'emulator' },
    want: refused,
  },
  {
    name: 'an activity of the App Service channel',
    token: () => tenant.sign(),
    activity: { channelId: 'AseChannel' },
    want: refused,
  },
  {
    name: 'a tid of the same tenant',
    token: () => sign({ tid: homeTenantId.toUpperCase() }),
    want: admitted,
  },
  {
    name: 'a tid of another tenant',
    token: () => sign({ tid: '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa' }),
    want: refused,
  },
]

describe('the messaging endpoint', () => {
  test.each(cases)('answers $name with $want.status', async ({ token, header, activity, want }) => {
    const signed = await token()
    const authorization = header === undefined ? `Bearer ${signed}` : header(signed)
    const response = await fetch(bot.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: JSON.stringify(
        inPersonalChat(tenant, { id: crypto.randomUUID(), type: 'message', text: 'help', ...activity }),
      ),
    })
    expect({ status: response.status, reached: bot.commands.length > 0 }).toEqual(want)
    expect(await response.text()).toBe('')
  })

  test('leaves nothing of what it refused on stderr, where the SDK prints keys', () => {
    expect(console.error).not.toHaveBeenCalled()
  })

  test('says 503, not 401, when the keys cannot be fetched', async () => {
    const dark = await createTenant()
    dark.unpublish()
    const unsure = await startBot(dark)
    const { status } = await unsure.send(inPersonalChat(dark, { type: 'message', text: 'help' }))
    expect(status).toBe(503)
    expect(unsure.commands).toEqual([])
    expect(unsure.logged.map((line) => line.event)).toEqual([
      'teams.signing-keys.unavailable',
      'teams.request.unverified',
    ])
    await unsure.close()
    await dark.close()
  })
})
