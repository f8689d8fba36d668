// What machines may ask without a password: words, numbers and the operator's own short names of tenants, never an address or
// an error's text.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { StoreError } from '../errors.js'
import type { Clock, Log, Measures, Metrics, Route, Store } from '../ports.js'

export type Phase = 'starting' | 'running' | 'stopping'

interface Subject {
  readonly store: Pick<Store, 'readBacklog' | 'isShared'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Nothing is exposed when undefined. */
  readonly metrics: Metrics | undefined
  readonly readPhase: () => Phase
  /** Whether no work has been looked for in minutes. */
  readonly isStanding: () => boolean
  /** The same as the command `status` shows. */
  readonly readHealth: () => Promise<Health>
  /** What is the matter with this process, and with another that works on the same store not. */
  readonly readFaultsAlone: () => Promise<readonly string[]>
  readonly readMeasures: (isRunning: boolean) => Promise<Measures>
}

interface Health {
  /** `reason` is a short name of what is the matter. */
  readonly rows: readonly {
    readonly ok: boolean
    readonly reason: string
    readonly tenantIds?: readonly string[]
    /** It is about this process alone. */
    readonly isOwn?: true
  }[]
  /** Other processes work on the same store: then this one is ready when it is well itself. */
  readonly isOneOfSeveral: boolean
}

interface Reply {
  readonly status: number
  readonly contentType?: string
  readonly text: string
}

/** What a reason was called until 0.1, beside it for one release: monitors look for it. */
const earlierNames: Readonly<Record<string, readonly string[]>> = { 'poll-overdue': ['look-overdue'] }

export function createProbes(subject: Subject): readonly Route[] {
  const { metrics } = subject
  const probes = [
    createProbe('/healthz', () => readAlive(subject)),
    createProbe('/readyz', () => readReady(subject)),
    createProbe('/routez', () => readRoutable(subject)),
  ]
  if (metrics === undefined) return probes
  const read = async () => {
    const now = await readNow(subject)
    return { status: 200, ...(await metrics.expose(now)) }
  }
  return [...probes, createProbe('/metrics', read)]
}

/** Whether a restart would help. Exchange, a platform or the database being down is no reason to restart. */
async function readAlive({ store, clock, isStanding }: Subject): Promise<Reply> {
  if (isStanding()) return toReply(503, { status: 'broken', reasons: ['worker-stands'] })
  try {
    await store.readBacklog(clock.now())
    return toReply(200, { status: 'ok' })
  } catch (error) {
    if (isAway(store, error)) return toReply(200, { status: 'ok' })
    return toReply(503, { status: 'broken', reasons: ['store-unusable'] })
  }
}

/** The database that all share does not take anything; files of its own that fail stay failed until a restart. */
function isAway({ isShared }: Subject['store'], error: unknown): boolean {
  return isShared && error instanceof StoreError && !error.fatal
}

/**
 * Whether it does its job right now; never disagrees with the command `status`. Of several replicas each answers for itself,
 * and says beside it what is the matter everywhere.
 */
async function readReady(subject: Subject): Promise<Reply> {
  const phase = subject.readPhase()
  if (phase !== 'running') return toReply(503, { status: 'not-ready', reasons: [phase] })
  const { own, all } = await findReasons(subject)
  const { reasons, tenants } = all
  if (own.reasons.length > 0) return toReply(503, { status: 'not-ready', ...own })
  if (reasons.length === 0) return toReply(200, { status: 'ready' })
  return toReply(200, { status: 'ready', everywhere: { reasons, tenants } })
}

/** Whether presses should be sent here. Whoever cannot save them says so in words, which a proxy does not. */
async function readRoutable({ readPhase, readFaultsAlone, store, log }: Subject): Promise<Reply> {
  const phase = readPhase()
  if (phase !== 'running') return toReply(503, { status: 'elsewhere', reasons: [phase] })
  try {
    const reasons = await readFaultsAlone()
    return reasons.length === 0
      ? toReply(200, { status: 'here' })
      : toReply(503, { status: 'elsewhere', reasons })
  } catch (error) {
    if (isAway(store, error)) return toReply(200, { status: 'here' })
    log.error({ err: error }, 'routing.failed')
    return toReply(503, { status: 'elsewhere', reasons: ['store-unusable'] })
  }
}

interface Reasons {
  readonly reasons: readonly string[]
  /** The short names of those whom it concerns alone; undefined when it concerns everybody. */
  readonly tenants?: readonly string[] | undefined
}

/** What keeps this process from being ready, and what is the matter at all. */
async function findReasons({
  readHealth,
  store,
  log,
}: Subject): Promise<{ readonly own: Reasons; readonly all: Reasons }> {
  try {
    const { rows, isOneOfSeveral } = await readHealth()
    const bad = rows.filter(({ ok }) => !ok)
    const all = toReasons(bad)
    return { own: isOneOfSeveral ? toReasons(bad.filter(({ isOwn }) => isOwn)) : all, all }
  } catch (error) {
    log.error({ err: error }, 'readiness.failed')
    const lost = { reasons: [isAway(store, error) ? 'database-away' : 'store-unusable'] }
    return { own: lost, all: lost }
  }
}

function toReasons(bad: Health['rows']): Reasons {
  const tenants = [...new Set(bad.flatMap(({ tenantIds = [] }) => tenantIds))]
  const reasons = [...new Set(bad.map(({ reason }) => reason))].flatMap((reason) => [
    reason,
    ...(earlierNames[reason] ?? []),
  ])
  return { reasons, tenants: tenants.length === 0 ? undefined : tenants }
}

/** What was counted is told even when nothing else can be read. */
async function readNow({ readMeasures, readPhase, log }: Subject): Promise<Measures | undefined> {
  try {
    return await readMeasures(readPhase() === 'running')
  } catch (error) {
    log.error({ err: error }, 'measures.failed')
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
