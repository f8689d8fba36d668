// Microsoft's cloud on a port of this machine: sign-in, Exchange, Security & Compliance and Graph, told apart by the
// host that a request was meant for. Holds as many tenants as it is given.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Cloud, clouds } from '../../src/backends/exchange/clouds.js'
import type { SendHttp } from '../../src/backends/exchange/http.js'
import { createHttpClient } from '../../src/backends/exchange/http-client.js'
import { answerAdminApi, findCmdletName } from './admin-api.js'
import { type Reaction, react, type WireAnswer, type WireRequest } from './answer.js'
import { type Arrival, createArrivals } from './arrivals.js'
import { createFaultSwitch, type FakeCallName, type Fault, type FaultOptions } from './faults.js'
import { answerGraphHttp } from './graph-http.js'
import type { FakeHome } from './homes.js'
import { listen } from './listen.js'
import { createFakeLogin, type FakeLogin } from './login.js'
import { createLoopback } from './loopback.js'

export interface FakeExchangeParts {
  readonly homes: readonly FakeHome[]
  /** At most so many records a page of a cmdlet's output. */
  readonly pageSize?: number
  readonly cloud?: Cloud
  readonly tokenSeconds?: number
}

export interface FakeExchange {
  readonly port: number
  /** The real HTTP client, on its way to here whatever it is told. */
  readonly send: SendHttp
  setFault(fault: Fault, options?: FaultOptions): void
  /** Requests that arrived: for a cmdlet by its name, `token`, `login`, `graph`, `banner`, `module`, or `foreign`. */
  count(call: FakeCallName): number
  /** The latest thousands, oldest first. */
  readonly arrivals: readonly Arrival[]
  /** Resolves when a call has arrived that will never be answered; at once when one did before. */
  arrived(): Promise<void>
  close(): Promise<void>
}

export async function createFakeExchange(parts: FakeExchangeParts): Promise<FakeExchange> {
  const { homes, cloud = clouds.worldwide } = parts
  const byId = new Map(homes.map((home) => [home.tenantId, home]))
  const login = createFakeLogin(
    (name) => byId.get(name) ?? homes.find(({ domain }) => domain === name),
    parts.tokenSeconds ?? 3_599,
  )
  const answer = createAnswer({ cloud, login, homes: byId, pageSize: parts.pageSize ?? 1_000 })
  const faults = createFaultSwitch()
  const arrivals = createArrivals()

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readRequest(incoming)
    const request = { ...read, claims: login.findToken(read.headers.authorization)?.claims ?? false }
    const call = toCall(request, cloud)
    arrivals.note({ ...request, call })
    const reaction = await react(faults.meet(call), request, () => answer(request))
    if (reaction === 'hang') arrivals.noteHanging()
    else write(reaction, response)
  }

  const listening = await listen(
    createServer((incoming, response) => {
      void handle(incoming, response).catch((error: unknown) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error))
      })
    }),
  )
  const client = createHttpClient()
  return {
    port: listening.port,
    send: createLoopback(client.send, listening.port),
    setFault: (fault, options) => faults.set(fault, options),
    count: (call) => arrivals.count(call),
    arrivals: arrivals.latest,
    arrived: () => arrivals.hanging,
    async close() {
      await client.close()
      await listening.close()
    },
  }
}

interface AnswerParts {
  readonly cloud: Cloud
  readonly login: FakeLogin
  readonly homes: ReadonlyMap<string, FakeHome>
  readonly pageSize: number
}

function createAnswer({ cloud, login, homes, pageSize }: AnswerParts) {
  return async function answer(request: WireRequest): Promise<WireAnswer> {
    const { url, headers } = request
    if (url.origin === cloud.login) return login.answer(request)
    const audience = findAudience(url, cloud)
    if (audience === undefined) return { status: 404 }
    const token = login.findToken(headers.authorization)
    const isGraph = audience === cloud.graph
    const tenantId = isGraph ? token?.tenantId : url.pathname.split('/')[3]
    if (token === undefined || token.audience !== audience || token.tenantId !== tenantId)
      return { status: 401 }
    const home = homes.get(token.tenantId)
    if (home === undefined) return { status: 404 }
    if (isGraph) return answerGraphHttp(request, home.tenant)
    return answerAdminApi({ request, tenant: home.tenant, cloud, pageSize })
  }
}

/** What a token for this address must be for; undefined when no token has any business there. */
function findAudience(url: URL, cloud: Cloud): string | undefined {
  if (url.protocol !== 'https:') return undefined
  if (url.origin === cloud.exchange) return cloud.exchange
  if (url.origin === cloud.graph) return cloud.graph
  const isCompliance = url.host === cloud.complianceHosts || url.host.endsWith(`.${cloud.complianceHosts}`)
  return isCompliance ? cloud.compliance : undefined
}

function toCall({ url, body }: WireRequest, cloud: Cloud): FakeCallName {
  if (url.origin === cloud.login) return url.pathname.endsWith('/token') ? 'token' : 'login'
  if (findAudience(url, cloud) === undefined) return 'foreign'
  if (url.origin === cloud.graph) return 'graph'
  if (url.pathname.includes('/EXOBanner(')) return 'banner'
  return url.pathname.endsWith('/EXOModuleFile') ? 'module' : (findCmdletName(body) ?? 'unknown')
}

async function readRequest(incoming: IncomingMessage): Promise<Omit<WireRequest, 'claims'>> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? '')]),
  )
  return {
    method: incoming.method ?? '',
    url: new URL(incoming.url ?? '', `${headers['x-protocol'] ?? 'https:'}//${headers.host}`),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function write(reaction: Exclude<Reaction, 'hang'>, response: ServerResponse): void {
  if (reaction === 'drop') {
    response.socket?.destroy()
    return
  }
  const isCut = 'cut' in reaction
  const { status, headers = {}, body = '' } = isCut ? reaction.cut : reaction
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  if (!isCut) response.end(body)
  else response.write(body.slice(0, Math.floor(body.length / 2)), () => response.socket?.destroy())
}
