// What machines may ask without a password: words and numbers, never an address, a name or an error's text.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HealthReason, readHealth } from '../features/status/command.js'
import { readMeasures } from '../features/status/measures.js'
import type { Parts } from '../outbox/parts.js'
import type { Measures, Metrics, Route } from '../ports.js'

export type Phase = 'starting' | 'running' | 'stopping'

interface Subject {
  readonly parts: Parts
  /** Nothing is exposed when undefined. */
  readonly metrics: Metrics | undefined
  readonly readPhase: () => Phase
}

interface Reply {
  readonly status: number
  readonly contentType?: string
  readonly text: string
}

export function createProbes({ parts, metrics, readPhase }: Subject): readonly Route[] {
  const probes = [
    createProbe('/healthz', () => readAlive(parts)),
    createProbe('/readyz', () => readReady(parts, readPhase())),
  ]
  if (metrics === undefined) return probes
  const read = async () => {
    const now = await readNow(parts, readPhase())
    return { status: 200, ...(await metrics.expose(now)) }
  }
  return [...probes, createProbe('/metrics', read)]
}

/** Whether a restart would help. Exchange or a platform being down is no reason to restart. */
async function readAlive(parts: Parts): Promise<Reply> {
  try {
    await parts.store.readBacklog(parts.clock.now())
    return toReply(200, { status: 'ok' })
  } catch {
    return toReply(503, { status: 'broken', reasons: ['store-unusable'] })
  }
}

type Unreadiness = HealthReason | Exclude<Phase, 'running'> | 'store-unusable'

/** Whether it does its job right now; never disagrees with the command `status`. */
async function readReady(parts: Parts, phase: Phase): Promise<Reply> {
  const reasons = phase === 'running' ? await findReasons(parts) : [phase]
  return reasons.length === 0
    ? toReply(200, { status: 'ready' })
    : toReply(503, { status: 'not-ready', reasons })
}

async function findReasons(parts: Parts): Promise<readonly Unreadiness[]> {
  try {
    const { rows } = await readHealth(parts)
    return [...new Set(rows.filter(({ ok }) => !ok).map(({ reason }) => reason))]
  } catch (error) {
    parts.log.error({ err: error }, 'readiness.failed')
    return ['store-unusable']
  }
}

/** What was counted is told even when nothing else can be read. */
async function readNow(parts: Parts, phase: Phase): Promise<Measures | undefined> {
  try {
    return await readMeasures(parts, phase === 'running')
  } catch (error) {
    parts.log.error({ err: error }, 'measures.failed')
    return undefined
  }
}

function toReply(status: number, body: object): Reply {
  return { status, text: JSON.stringify(body) }
}

function createProbe(path: string, read: () => Promise<Reply>): Route {
  return {
    path,
    async handle(request: IncomingMessage, response: ServerResponse) {
      request.resume()
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
      const { status, contentType = 'application/json', text } = await read()
      response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
    },
  }
}
