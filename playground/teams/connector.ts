// The Bot Connector's REST interface under the tenant's serviceUrl: what the bot calls to post, edit and look people up.
import type { IncomingMessage } from 'node:http'
import type { Route } from '../../src/ports.js'
import type { Fault } from '../faults.js'
import { addressOf, hasBearer, readJson } from '../http.js'
import { overhear } from '../overhear.js'
import { createConnectorCalls } from './connector-calls.js'
import { CONNECTOR_PATH, type TenantParts } from './parts.js'
import { failure, noActivity, type Reply } from './reply.js'

/** What a request asks for; the names are those a fault can be aimed at. */
type Call = 'create' | 'post' | 'target' | 'update' | 'delete' | 'members'

type Hear = (body: string) => void

interface Asked {
  readonly call: Call
  readonly conversationId: string
  /** Whether one member alone is to see it. */
  readonly isTargeted: boolean
  readonly rest: readonly string[]
}

export function createConnector(parts: TenantParts): Route {
  const calls = createConnectorCalls(parts)

  const run = async (request: IncomingMessage, asked: Asked, hear: Hear): Promise<Reply> => {
    const [kind, id] = asked.rest
    const { isTargeted } = asked
    if (asked.call === 'members')
      return calls.members(asked.conversationId, { paged: kind === 'pagedmembers', id })
    if (asked.call === 'delete') return calls.remove(asked.conversationId, { id: id ?? '', isTargeted })
    const body = await readJson(request, hear)
    if (!body.ok) return failure(body.status, 'BadSyntax', body.message)
    if (asked.call === 'create') return calls.create(body.value)
    if (asked.call === 'update')
      return calls.update(asked.conversationId, { id: id ?? '', activity: body.value, isTargeted })
    return calls.post(asked.conversationId, { replyTo: id, activity: body.value, isTargeted })
  }

  return {
    path: CONNECTOR_PATH,
    async handle(request, response) {
      const asked = parseCall(request)
      const call = overhear(request, { wire: parts.wire, side: 'teams', name: asked?.call ?? 'unknown' })
      const reply = await answer(request, asked, call.hear)
      if (!request.readableEnded) request.resume()
      // The tenant keeps the playground's time.
      const headers = { date: new Date(parts.clock.now()).toUTCString(), ...reply.headers }
      call.send(response, reply.status, { body: reply.body, headers })
    },
  }

  async function answer(request: IncomingMessage, asked: Asked | undefined, hear: Hear): Promise<Reply> {
    if (!hasBearer(request, parts.state.value.outboundToken)) {
      return failure(401, 'Unauthorized', 'Authorization has been denied for this request.')
    }
    if (!asked) return failure(404, 'NotFound', 'There is no such operation.')
    const fault = parts.faults.meet(asked.call)
    if (fault?.kind === 'slow') await parts.faults.wait(fault.milliseconds)
    else if (fault) return toFailure(fault)
    return run(request, asked, hear)
  }
}

function parseCall(request: IncomingMessage): Asked | undefined {
  const { pathname, searchParams } = addressOf(request)
  const segments = readSegments(pathname.slice(CONNECTOR_PATH.length))
  const isTargeted = searchParams.get('isTargetedActivity') === 'true'
  if (!segments) return undefined
  const [version, collection, conversationId, ...rest] = segments
  if (version !== 'v3' || collection !== 'conversations') return undefined
  if (conversationId === undefined)
    return request.method === 'POST' ? { call: 'create', conversationId: '', isTargeted, rest } : undefined
  const call = toCall(`${request.method} ${rest[0] ?? ''}`, rest.length)
  const aimed = call === 'post' && isTargeted ? 'target' : call
  return aimed && { call: aimed, conversationId, isTargeted, rest }
}

function toCall(line: string, depth: number): Call | undefined {
  if (line === 'POST activities') return 'post'
  if (line === 'PUT activities' && depth === 2) return 'update'
  if (line === 'DELETE activities' && depth === 2) return 'delete'
  return line === 'GET members' || line === 'GET pagedmembers' ? 'members' : undefined
}

/** Undefined when the path holds a broken escape. */
function readSegments(path: string): readonly string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return undefined
  }
}

function toFailure(fault: Exclude<Fault, { kind: 'slow' }>): Reply {
  switch (fault.kind) {
    case 'rate-limit':
      return {
        ...failure(429, 'TooManyRequests', 'Too many requests.'),
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      }
    case 'down':
      return failure(503, 'ServiceUnavailable', 'The service is unavailable.')
    case 'message-gone':
      return noActivity
    case 'forbidden':
      return failure(403, 'MessageWritesBlocked', 'The bot may not write to this conversation.')
  }
}
