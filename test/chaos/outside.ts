// All that a replica calls: Slack, Teams' connector, Microsoft's sign-in, Exchange and Graph, behind one proxy that ends TLS.
// So the program is the built one with its real addresses, and nothing of it is told that these are not the real ones.
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import type { SlackWorkspace } from '../../playground/slack/workspace.js'
import { TENANT } from '../../playground/teams/team.js'
import type { TeamsTenant } from '../../playground/teams/tenant.js'
import type { Route } from '../../src/ports.js'
import { createCertificate } from '../fake-exchange/certificate.js'
import { listen } from '../platforms/slack/listen.js'

/** Where the connector is, and where its path begins in the stand-in. */
export const connectorOrigin = 'https://smba.trafficmanager.net'
export const slackOrigin = 'https://slack.com'

interface OutsideParts {
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  readonly exchangePort: number
  /** Everything that is meant for Exchange, when it arrives: what it does is up to the stand-in. */
  onExchange(call: { readonly replica: string; readonly body: string }): void
  /** Everything that is meant for Slack or Teams and posts something. */
  onPost(post: { readonly replica: string; readonly platform: 'slack' | 'teams' }): void
}

export interface Outside {
  /** The proxy as one replica has it: it says who calls. */
  toProxy(replica: string): string
  close(): Promise<void>
}

export async function createOutside(parts: OutsideParts): Promise<Outside> {
  const { certificate: cert, privateKey: key } = createCertificate()
  const callers = new WeakMap<Duplex, string>()
  const open = new Set<Duplex>()
  const keep = (socket: Duplex) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  }
  const answer = createAnswer(parts)
  const inner = createServer((request, response) => {
    response.on('error', () => {})
    void answer(request, response, callers.get(request.socket) ?? '').catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
  const server = createServer((_request, response) => void response.writeHead(405).end())
  server.on('connect', (request, socket: Duplex) => {
    keep(socket)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    const secure = new TLSSocket(socket as never, { isServer: true, cert, key })
    keep(secure)
    callers.set(secure, readCaller(request))
    inner.emit('connection', secure)
  })
  const { host } = new URL(await listen(server))
  return {
    toProxy: (replica) => `http://${replica}:-@${host}`,
    async close() {
      for (const socket of open) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function readCaller({ headers }: IncomingMessage): string {
  const [, word = ''] = (headers['proxy-authorization'] ?? '').split(' ')
  return Buffer.from(word, 'base64').toString().split(':')[0] ?? ''
}

function createAnswer(parts: OutsideParts) {
  const { slack, teams } = parts
  const [connector, trust] = [findRoute(teams.routes, 'connector'), findRoute(teams.routes, 'trust')]
  const keysPath = `${new URL(teams.botAuthentication().openIdMetadataUrl).pathname}/keys`

  return async (request: IncomingMessage, response: ServerResponse, replica: string): Promise<void> => {
    const { host = '' } = request.headers
    const url = request.url ?? '/'
    if (host === 'slack.com') {
      if (url.startsWith('/api/chat.postMessage')) parts.onPost({ replica, platform: 'slack' })
      request.url = url.replace(/^\/api\//, '/playground/slack/api/')
      await findRoute(
        slack.routes,
        request.url.startsWith('/playground/slack/api/') ? 'api' : 'respond',
      ).handle(request, response)
    } else if (host === 'smba.trafficmanager.net') {
      if (request.method === 'POST') parts.onPost({ replica, platform: 'teams' })
      request.url = url.replace(/^\/teams\//, connector.path)
      await connector.handle(request, response)
    } else if (host === 'login.botframework.com') {
      if (url.endsWith('openidconfiguration'))
        sendJson(response, { issuer: teams.botAuthentication().issuer, jwks_uri: `https://${host}/keys` })
      else {
        request.url = keysPath
        await trust.handle(request, response)
      }
    } else {
      const body = await text(request)
      if (new URLSearchParams(body).get('client_id') === TENANT.appId)
        return sendJson(response, {
          access_token: teams.botAuthentication().outboundToken,
          expires_in: 3_599,
        })
      parts.onExchange({ replica, body })
      await forward(request, response, { body, port: parts.exchangePort })
    }
  }
}

function findRoute(routes: readonly Route[], part: string): Route {
  const found = routes.find(({ path }) => path.includes(part))
  if (found === undefined) throw new Error(`there is no route for ${part}`)
  return found
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function forward(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  { body, port }: { readonly body: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { 'transfer-encoding': _, ...kept } = headers
    const given = { ...kept, 'content-length': String(Buffer.byteLength(body)) }
    const onward = sendRequest({ host: '127.0.0.1', port, method, path: url, headers: given }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      answer.on('end', resolve)
      answer.on('error', reject)
    })
    onward.on('error', reject)
    onward.end(body)
  })
}
