// The bot's own tokens, from a sign-in that answers on this machine.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTokens } from '../../../src/platforms/teams/tokens.js'
import { createManualClock } from '../../clock.js'
import { getKeyPair } from '../../keys.js'
import { listen } from '../slack/listen.js'
import { including, matching } from './matchers.js'
import { appId } from './tenant.js'

interface Answer {
  readonly status: number
  readonly body: unknown
}
const asked: { readonly path: string; readonly form: Readonly<Record<string, string>> }[] = []
let answer: (form: Readonly<Record<string, string>>) => Answer | 'hang'
const issue = ({ scope }: Readonly<Record<string, string>>) => ({
  status: 200,
  body: { access_token: `${scope} ${asked.length}`, expires_in: 3_600 },
})
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = Object.fromEntries(new URLSearchParams(await text(request)))
  asked.push({ path: request.url ?? '', form })
  const given = answer(form)
  if (given === 'hang') return
  response.writeHead(given.status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(given.body))
}
const server = createServer((request, response) => void take(request, response))
let login = ''
beforeAll(async () => {
  login = await listen(server)
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked.length = 0
  answer = issue
})

const audience = 'https://api.botframework.com'
const { privateKey, publicKey } = getKeyPair('teams')

function open(credentials: Partial<Parameters<typeof createTokens>[0]['credentials']> = {}) {
  const clock = createManualClock(0)
  const getToken = createTokens({
    credentials: { appId, appPassword: 'canary-password', ...credentials },
    fetch,
    clock,
  })
  return { clock, get: (of = audience) => getToken({ audience: of, authority: `${login}/contoso` }) }
}

test('asks once for all who want the same token, and again shortly before its end', async () => {
  const { clock, get } = open()
  const all = await Promise.all([get(), get(), get('https://graph.microsoft.com'), get()])
  expect(new Set(all).size).toBe(2)
  expect(asked).toHaveLength(2)
  await clock.advance(54 * 60_000)
  await get()
  expect(asked).toHaveLength(2)
  await clock.advance(60_000)
  await get()
  expect(asked).toHaveLength(3)
  expect(asked[0]).toEqual({
    path: '/contoso/oauth2/v2.0/token',
    form: {
      grant_type: 'client_credentials',
      client_id: appId,
      scope: `${audience}/.default`,
      client_secret: 'canary-password',
    },
  })
})

test('proves who it is with a certificate, and shows its thumbprint alone', async () => {
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { get } = open({
    appPassword: undefined,
    certificateThumbprint: 'ab'.repeat(20),
    certificatePrivateKey: pem,
  })
  await get()
  const { client_assertion: assertion = '', ...form } = asked[0]?.form ?? {}
  expect(form.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
  expect(decodeProtectedHeader(assertion)).toEqual({
    alg: 'RS256',
    typ: 'JWT',
    x5t: Buffer.from('ab'.repeat(20), 'hex').toString('base64url'),
  })
  const audienceOfIt = `${login}/contoso/oauth2/v2.0/token`
  await jwtVerify(assertion, publicKey, { issuer: appId, subject: appId, audience: audienceOfIt })
  const { exp = 0, iat = 0 } = decodeJwt(assertion)
  expect(exp - iat).toBe(600)
})

test('keeps no refusal, and leaves the words of Microsoft to the cause', async () => {
  const { get } = open()
  answer = () => ({ status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215: no' } })
  await expect(get()).rejects.toMatchObject({
    code: 'unavailable',
    message: matching(/check its app id, tenant and secret$/),
    cause: including({ message: 'AADSTS7000215: no' }),
  })
  answer = issue
  expect(await get()).toContain(audience)
})

test.each<[string, Answer]>([
  ['the page of a proxy', { status: 502, body: '<html>' }],
  ['a token without an end', { status: 200, body: { access_token: 'x' } }],
  ['nothing', { status: 200, body: null }],
])('takes %s for no token', async (_name, given) => {
  answer = () => given
  await expect(open().get()).rejects.toMatchObject({ name: 'PlatformError', code: 'unavailable' })
})

test('gives up after ten seconds', async () => {
  const { clock, get } = open()
  answer = () => 'hang'
  const waiting = get().catch((error: unknown) => error)
  await clock.advance(10_000)
  expect(await waiting).toMatchObject({ message: matching(/within 10 s/) })
  expect(clock.countTimers()).toBe(0)
})
