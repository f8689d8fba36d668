// A small Teams for tests: publishes its signing key the way Microsoft does, and takes what a bot posts.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { getKeyPair } from '../../keys.js'
import { findTeamsCall, keepRead } from './surface.js'

export const appId = '0d1c7a3e-52c4-4c5d-9f8e-2b6a7e4f9c10'
export const botId = `28:${appId}`
export const homeTenantId = '8c3dad1d-b6bc-4f8b-939b-8263372eced6'
const outboundToken = 'outbound-token'
export const channelId = '19:5f1d0c7e4b2a4d6f8e9a0b1c2d3e4f50@thread.tacv2'
export const issuer = 'https://api.botframework.com'

export interface ConnectorCall {
  /** `POST v3/conversations/{id}/activities`, decoded; calls of Graph as `POST graph/v1.0/...`. */
  readonly line: string
  readonly authorization: string | undefined
  readonly body: unknown
}

export interface ScriptedAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}
/** As Microsoft publishes it. */
export interface PublishedKey extends JWK {
  readonly kid: string
  readonly endorsements?: string[]
}

/** `hang` never answers, `drop` cuts the connection. */
export type Script = (call: ConnectorCall) => ScriptedAnswer | 'hang' | 'drop' | undefined

export type Tenant = Awaited<ReturnType<typeof createTenant>>

function isForAll({ line, body }: ConnectorCall): boolean {
  if (line === 'POST v3/conversations') return JSON.stringify(body).includes('"isGroup":true')
  return /^(POST|PUT) v3\/conversations\/19:/.test(line) && !line.endsWith('?isTargetedActivity=true')
}

function toRefusal(status: number, code: string): ScriptedAnswer {
  return { status, body: { error: { code } } }
}

/** What Reprieve does not say that it calls or sends. */
function refuse(response: ServerResponse, line: string): void {
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { code: 'NotListed', message: `${line} is on no list` } }))
}

export async function createTenant() {
  const { publicKey, privateKey } = getKeyPair('teams')
  const stranger = getKeyPair('stranger')
  const keyId = randomUUID()
  const key: PublishedKey = {
    ...(await exportJWK(publicKey)),
    kid: keyId,
    use: 'sig',
    endorsements: ['msteams'],
  }
  let keys: readonly PublishedKey[] = [key]
  const calls: ConnectorCall[] = []
  /** Bodies of what everybody in a channel or a chat of several people sees, of all tests. */
  const overheard: unknown[] = []
  const waiting: (() => void)[] = []
  let script: Script = () => undefined
  let isPublishing: boolean | 'hangs' = true
  let looks = 0
  let nextId = 1_700_000_000_000
  /** Ids of messages that one member alone sees, and have not gone. */
  const targeted = new Set<string>()
  let areTargetedTaken = true

  /** What Microsoft says of messages to one member: "Send and receive targeted messages in group conversations". */
  function toTargeted({ line, body }: ConnectorCall, id: string): ScriptedAnswer | undefined {
    const [, method, conversation, message] =
      /^(POST|PUT|DELETE) v3\/conversations\/([^/]+)\/activities\/?([^?]*)/.exec(line) ?? []
    const isTargeted = line.endsWith('?isTargetedActivity=true')
    if (method === undefined || (!isTargeted && !targeted.has(message ?? ''))) return undefined
    const isNamed = typeof body === 'object' && body !== null && 'recipient' in body
    if (method !== 'POST') {
      if (isNamed) return toRefusal(400, 'BadArgument')
      if (!isTargeted || !targeted.has(message ?? '')) return toRefusal(404, 'ActivityNotFoundInConversation')
      if (method === 'DELETE') targeted.delete(message ?? '')
      return { status: 200, body: method === 'PUT' ? { id: message } : {} }
    }
    if (!isNamed || conversation?.startsWith('19:') !== true) return toRefusal(400, 'BadArgument')
    if (!areTargetedTaken) return toRefusal(403, 'BotNotInConversationRoster')
    targeted.add(id)
    return { status: 201, body: { id } }
  }

  function toDefault(call: ConnectorCall): ScriptedAnswer {
    const { line, body } = call
    nextId += 1
    const id = String(nextId)
    const targetedAnswer = toTargeted(call, id)
    if (targetedAnswer !== undefined) return targetedAnswer
    if (line.includes('/checkMemberGroups')) return { status: 200, body: { value: [] } }
    if (line.startsWith('GET'))
      return { status: 404, body: { error: { code: 'MemberNotFoundInConversation' } } }
    if (line.startsWith('PUT')) return { status: 200, body: { id } }
    if (line !== 'POST v3/conversations') return { status: 201, body: { id } }
    const isGroup = (body as { isGroup: boolean }).isGroup
    const made = isGroup ? { id: `${channelId};messageid=${id}`, activityId: id } : { id: `a:${id}` }
    return { status: 201, body: made }
  }

  async function answerConnector(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const path = (request.url ?? '')
      .replace(/^\/(connector\/)?/, '')
      .split('/')
      .map(decodeURIComponent)
      .join('/')
    const call = {
      line: `${request.method} ${path}`,
      authorization: request.headers.authorization,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    }
    calls.push(call)
    if (isForAll(call)) overheard.push(call.body)
    for (const wake of waiting.splice(0)) wake()
    const answer = script(call) ?? toDefault(call)
    if (answer === 'hang') return
    if (answer === 'drop') return void request.socket.destroy()
    const url = (request.url ?? '').replace(/^\/(connector|graph)/, '')
    const listed = findTeamsCall({ method: request.method ?? '', url, body: call.body })
    if (listed === undefined) return refuse(response, call.line)
    const body = answer.status < 300 ? keepRead(listed, answer.body) : answer.body
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(body === undefined ? '' : JSON.stringify(body))
  }

  const server = createServer((request, response) => {
    if (/^\/(connector|graph)\//.test(request.url ?? '')) return void answerConnector(request, response)
    // The SDK keeps keys by address for the life of the process, so every tenant has an address of its own.
    const documents: Record<string, object> = {
      [`/${keyId}`]: { issuer, jwks_uri: `${origin}/${keyId}/keys` },
      [`/${keyId}/keys`]: { keys },
    }
    looks += 1
    if (isPublishing === 'hangs') return
    const document = isPublishing ? documents[request.url ?? ''] : undefined
    response.writeHead(document ? 200 : 503, { 'content-type': 'application/json' })
    response.end(JSON.stringify(document ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const serviceUrl = `${origin}/connector/`

  function toClaims(): JWTPayload {
    const now = Math.floor(Date.now() / 1000)
    return { iss: issuer, aud: appId, serviceurl: serviceUrl, nbf: now - 60, exp: now + 600 }
  }

  return {
    serviceUrl,
    keyId,
    publicKey,
    privateKey,
    /** Nobody has published its public half. */
    strangerKey: stranger.privateKey,
    authentication: {
      appId,
      tenantId: homeTenantId,
      openIdMetadataUrl: `${origin}/${keyId}`,
      outboundToken,
      graphUrl: `${origin}/graph`,
    },
    calls,
    overheard,
    lines: () => calls.map((call) => call.line),
    answerWith(next: Script) {
      script = next
    },
    /** Whether a channel takes what one member alone is to see. */
    takeTargeted(next: boolean) {
      areTargetedTaken = next
    },
    /** Its 24 hours are over. */
    expireTargeted() {
      targeted.clear()
    },
    unpublish() {
      isPublishing = false
    },
    /** Whoever looks for the keys gets no answer. */
    hangKeys() {
      isPublishing = 'hangs'
    },
    /** Again, or other keys than before. */
    publish(next: readonly PublishedKey[] = keys) {
      isPublishing = true
      keys = next
    },
    key,
    /** How often somebody asked for the keys, or for where they are. */
    countLooks: () => looks,
    /** Resolves when that many calls have come in. */
    async received(count: number) {
      while (calls.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    toClaims,
    sign(claims: JWTPayload = toClaims()) {
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: keyId }).sign(privateKey)
    },
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
