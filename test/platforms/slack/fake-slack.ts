// A small Slack Web API on the loopback: records every call and answers as scripted. Never the real thing's judge of
// layouts; that is the playground's workspace.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import { text } from 'node:stream/consumers'
import { slackMethods } from '../../../src/platforms/slack/methods.js'
import { listen } from './listen.js'

interface Call {
  /** Slack's method, or `response_url`. */
  readonly method: string
  readonly token: string
  readonly args: Readonly<Record<string, unknown>>
}

/** `reset` cuts the connection after the request was read: the call may have been done. */
export type Reply =
  | 'reset'
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: Readonly<Record<string, unknown>> | string
      /** Answers only after this. */
      readonly after?: Promise<unknown>
    }

export interface FakeSlack {
  readonly apiUrl: string
  readonly responseUrl: string
  readonly calls: readonly Call[]
  /** Answers the next calls of a method, one reply each; then the usual one again. */
  script(method: string, ...replies: readonly Reply[]): void
  /** Answers every call of a method from now on. */
  always(method: string, reply: Reply): void
  to(method: string): readonly Call[]
  /** Resolves when a method has been called this often. */
  until(method: string, times?: number): Promise<void>
  close(): Promise<void>
}

export const homeTeam = 'T0HOME'

export function createUser(id: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    team_id: homeTeam,
    deleted: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    real_name: `Person ${id}`,
    profile: { email: `${id}@Contoso.com`, display_name: '' },
    ...changes,
  }
}

const usual: Readonly<Record<string, (args: Call['args']) => Readonly<Record<string, unknown>>>> = {
  'auth.test': () => ({ ok: true, team_id: homeTeam }),
  'users.info': ({ user }) => ({ ok: true, user: createUser(String(user)) }),
  'conversations.info': ({ channel }) => ({ ok: true, channel: { id: channel, is_ext_shared: false } }),
  'chat.postMessage': ({ channel }) => ({ ok: true, channel, ts: '1700000000.000100' }),
  'chat.update': ({ channel, ts }) => ({ ok: true, channel, ts }),
  'views.open': () => ({ ok: true, view: { id: 'V0OPENED', hash: 'h1' } }),
  'views.update': ({ view_id }) => ({ ok: true, view: { id: view_id, hash: 'h2' } }),
}

export async function createFakeSlack(): Promise<FakeSlack> {
  const calls: Call[] = []
  const scripts = new Map<string, Reply[]>()
  const standing = new Map<string, Reply>()
  const waiting = new Set<() => void>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = toCall(request, await text(request))
    calls.push(call)
    for (const look of waiting) look()
    const reply = scripts.get(call.method)?.shift() ?? standing.get(call.method) ?? {}
    if (reply === 'reset') {
      request.socket.destroy()
      return
    }
    await reply.after
    const body = findUnlisted(call) ?? reply.body ?? usual[call.method]?.(call.args) ?? { ok: true }
    response
      .writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))
  }

  const server = createServer((request, response) => void answer(request, response))
  const origin = await listen(server)
  const to = (method: string) => calls.filter((call) => call.method === method)

  return {
    apiUrl: `${origin}/api/`,
    responseUrl: `${origin}/response`,
    calls,
    script: (method, ...replies) => void scripts.set(method, [...(scripts.get(method) ?? []), ...replies]),
    always: (method, reply) => void standing.set(method, reply),
    to,
    until: (method, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (to(method).length < times) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What Reprieve does not say that it calls or sends is refused. */
function findUnlisted({ method, args }: Call): Readonly<Record<string, unknown>> | undefined {
  const listed: Readonly<Record<string, { readonly arguments: readonly string[] }>> = slackMethods
  if (method === 'response_url') return undefined
  const known = listed[method]
  if (known === undefined) return { ok: false, error: 'unknown_method' }
  const other = Object.keys(args).filter((name) => name !== 'token' && !known.arguments.includes(name))
  return other.length === 0 ? undefined : { ok: false, error: `unknown_argument_${other.join('_')}` }
}

function toCall(request: IncomingMessage, body: string): Call {
  const token = request.headers.authorization ?? ''
  if (request.url === '/response') return { method: 'response_url', token, args: toRecord(JSON.parse(body)) }
  const args = Object.entries(parse(body)).map(([key, value]) => [key, toValue(value)] as const)
  return { method: request.url?.replace('/api/', '') ?? '', token, args: Object.fromEntries(args) }
}

/** WebClient sends lists and objects as JSON inside a form. */
function toValue(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  const parsed: unknown = JSON.parse(value)
  return parsed
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
