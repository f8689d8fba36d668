// The far ends the bots call: a Slack Web API and a Teams connector that answer at once, and Microsoft's signing keys.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { issuer, slack, teams } from './facts.js'

export interface Outside {
  readonly origin: string
  readonly openIdMetadataUrl: string
  /** Of Teams, good for an hour. */
  readonly token: string
  /** The same, signed by somebody else. */
  readonly forgedToken: string
  /** Resolves when the window of this trigger has been opened. */
  untilOpened(triggerId: string): Promise<void>
  /** How often a path was called, by its last part. */
  count(method: string): number
  /** Resolves with the time (epoch milliseconds, fractions kept) at which the next message was posted to this channel. */
  untilPosted(channel: string): Promise<number>
}

export async function startOutside(): Promise<Outside> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const keyId = randomUUID()
  const key = { ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', endorsements: ['msteams'] }
  const opened = createWaiting<void>()
  const posted = createWaiting<number>()
  const counts = new Map<string, number>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.timeOrigin + performance.now()
    const path = request.url ?? ''
    const body = await readText(request)
    const method = path.slice(path.lastIndexOf('/') + 1)
    counts.set(method, (counts.get(method) ?? 0) + 1)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(toAnswer(path, body)))
    if (method === 'views.open') opened.tell(findField(body, 'trigger_id'))
    if (method === 'chat.postMessage') posted.tell(findField(body, 'channel'), at)
    if (path === '/connector/v3/conversations') posted.tell(findThread(body), at)
  }

  function toAnswer(path: string, body: string): object {
    if (path === '/openid') return { issuer, jwks_uri: `${origin}/openid/keys` }
    if (path === '/openid/keys') return { keys: [key] }
    if (path.startsWith('/api/')) return toSlackAnswer(path.slice('/api/'.length), body)
    return path.includes('/members/') ? member : { id: `${teams.channel};messageid=1700000000001` }
  }

  const server = createServer((request, response) => void answer(request, response))
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const now = Math.floor(Date.now() / 1_000)
  const unsigned = new SignJWT({
    iss: issuer,
    aud: teams.appId,
    serviceurl: `${origin}/connector/`,
    nbf: now - 60,
    exp: now + 3_600,
  }).setProtectedHeader({ alg: 'RS256', kid: keyId })
  const token = await unsigned.sign(privateKey)
  const stranger = await generateKeyPair('RS256')
  return {
    origin,
    openIdMetadataUrl: `${origin}/openid`,
    token,
    forgedToken: await unsigned.sign(stranger.privateKey),
    untilOpened: opened.until,
    untilPosted: posted.until,
    count: (method) => counts.get(method) ?? 0,
  }
}

function createWaiting<Value>() {
  const waiting = new Map<string, (value: Value) => void>()
  return {
    tell(key: string, value: Value): void {
      waiting.get(key)?.(value)
      waiting.delete(key)
    },
    until: (key: string) => new Promise<Value>((resolve) => void waiting.set(key, resolve)),
  }
}

function toSlackAnswer(method: string, body: string): object {
  switch (method) {
    case 'users.info':
      return { ok: true, user }
    case 'chat.postMessage':
      return { ok: true, channel: findField(body, 'channel'), ts: '1700000000.000100' }
    case 'views.open':
    case 'views.update':
      return { ok: true, view: { id: 'V0BENCH', hash: 'h1' } }
    default:
      return { ok: true, team_id: slack.teamId, channel: { id: slack.channel, is_ext_shared: false } }
  }
}

const user = {
  id: slack.userId,
  team_id: slack.teamId,
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  real_name: 'Maya Lindqvist',
  profile: { email: 'maya@contoso.com', display_name: 'Maya' },
}

const member = {
  id: teams.userId,
  name: 'Maya Lindqvist',
  objectId: teams.objectId,
  email: 'maya@contoso.com',
  userPrincipalName: 'maya@contoso.com',
  tenantId: teams.tenantId,
  userRole: 'user',
}

/** The SDK sends forms; a pattern is enough for ids, and parsing all of it would slow the far end down. */
function findField(form: string, name: string): string {
  return decodeURIComponent(new RegExp(`(?:^|&)${name}=([^&]*)`).exec(form)?.[1] ?? '')
}

function findThread(json: string): string {
  return /"channel":\{"id":"([^"]*)"/.exec(json)?.[1] ?? ''
}

async function readText(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8')
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
