// The messaging endpoint on our own server: lets in what Teams signed, in the shape and size Teams sends.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isShallow } from '../../domain/shallow.js'
import { PlatformError } from '../../errors.js'
import type { Clock, Log, Route } from '../../ports.js'
import { withDeadline } from './deadline.js'
import { type Incoming, readIncoming } from './incoming.js'
import type { Reception } from './reception.js'
import type { ServiceUrls } from './service-urls.js'
import { readToken, type TokenClaims } from './token.js'
import type { Transport } from './transport.js'
import type { Verdict } from './verify.js'

const mostBytes = 256 * 1024
const verifyMilliseconds = 10_000

export function createEndpoint(parts: {
  readonly transport: Transport
  readonly serviceUrls: Pick<ServiceUrls, 'isAllowed' | 'refuse'>
  readonly appId: string
  /** Who signs for Teams. */
  readonly issuer: string
  readonly clock: Clock
  readonly log: Log
  /** Undefined while nothing may come in. */
  readonly receive: (incoming: Incoming) => Promise<Reception> | undefined
}): Route {
  const { transport, serviceUrls, clock, log, receive } = parts

  // The signature is checked before the body is read: nobody else gets to make us hold 256 kB.
  async function admit(request: IncomingMessage): Promise<Reception> {
    if (request.method !== 'POST') return { status: 405 }
    const authorization = request.headers.authorization ?? ''
    const claims = readToken(authorization, parts)
    const verdict = claims === undefined ? 'forged' : await verify(authorization, claims)
    if (verdict === 'cannot-tell') return { status: 503 }
    if (claims === undefined || verdict === 'forged') return refuse('token')
    if (!serviceUrls.isAllowed(claims.serviceUrl)) return refuseConnector(claims.serviceUrl)
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return { status: 415 }
    const body = await readJson(request)
    return 'status' in body ? body : accept(body.value, claims)
  }

  async function accept(body: unknown, claims: TokenClaims): Promise<Reception> {
    const read = readIncoming(body, claims)
    if (read.kind === 'forged') return refuse('activity')
    if (read.kind === 'malformed') return { status: 400 }
    return (await receive(read.incoming)) ?? { status: 503 }
  }

  function refuse(what: 'token' | 'activity'): Reception {
    log.warn({ what }, 'teams.request.unauthorized')
    return { status: 401 }
  }

  // Genuinely signed, so this is either Microsoft with a new address or somebody who wants our token.
  function refuseConnector(serviceUrl: string): Reception {
    log.error({ host: serviceUrls.refuse(serviceUrl) }, 'teams.service-url.refused')
    return { status: 401 }
  }

  async function verify(authorization: string, claims: TokenClaims): Promise<Verdict> {
    const toError = () =>
      new PlatformError('The signing keys did not come within 10 s', { code: 'unavailable' })
    const run = () => transport.verify(authorization, claims.serviceUrl)
    const verdict = await withDeadline({ clock, milliseconds: verifyMilliseconds, toError }, run).catch(
      toCannotTell,
    )
    if (verdict === 'cannot-tell') log.warn({}, 'teams.request.unverified')
    return verdict
  }

  return {
    path: '/api/messages',
    async handle(request, response) {
      const reception = await admit(request).catch((error: unknown) => {
        log.error({ err: error }, 'teams.request.failed')
        return { status: 500 }
      })
      respond(request, response, reception)
    },
  }
}

function toCannotTell(): Verdict {
  return 'cannot-tell'
}

type Body = { readonly value: unknown } | { readonly status: 400 | 413 }

async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const piece = Buffer.from(chunk as Uint8Array)
      bytes += piece.length
      if (bytes > mostBytes) return { status: 413 }
      chunks.push(piece)
    }
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return isShallow(value) ? { value } : { status: 400 }
  } catch {
    return { status: 400 }
  }
}

function respond(request: IncomingMessage, response: ServerResponse, { status, body }: Reception): void {
  if (response.headersSent || response.destroyed) return
  const isUnread = !request.readableEnded
  response.writeHead(status, {
    'cache-control': 'no-store',
    ...(status === 405 ? { allow: 'POST' } : {}),
    // A body nobody will read may still be coming in.
    ...(isUnread ? { connection: 'close' } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
  })
  response.end(body === undefined ? undefined : JSON.stringify(body))
  if (isUnread) request.resume()
}
