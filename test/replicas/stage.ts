// Several bots on one store and in one world: what one of them posts, every one of them can edit.

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bot, createBot } from '../../src/bot/index.js'
import type { Actor, PlatformName } from '../../src/domain/actor.js'
import type { Access } from '../../src/domain/grants.js'
import type { Incident } from '../../src/domain/incident.js'
import type { JournalEvent } from '../../src/domain/journal.js'
import type { Press } from '../../src/domain/press.js'
import type { Tenant } from '../../src/domain/tenant.js'
import { PlatformError, type StoreError } from '../../src/errors.js'
import type { PressName } from '../../src/features/index.js'
import { duties } from '../../src/features/index.js'
import { createMetrics } from '../../src/metrics/index.js'
import type { Answer, Clock, CreateId, Log, Metrics, Platform, Store } from '../../src/ports.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { createManualClock, type ManualClock } from '../clock.js'
import { began } from '../domain/incidents.js'
import { createScriptedBackend, type ScriptedBackend } from '../features/backend.js'
import { access, contoso } from '../features/people.js'
import { createRecordingPlatform, type RecordingPlatform } from '../features/platform.js'
import { hastyDisk, type WatchedStore, watchStore } from '../features/store.js'

const stepMilliseconds = 1_000

/** What is in the settings of one replica; like all the others where undefined. */
export interface ReplicaSettings {
  readonly tenants?: readonly Tenant[]
  readonly platforms?: readonly PlatformName[]
  readonly access?: Access
  readonly version?: string
  /** How far its clock is ahead of the others'. */
  readonly aheadMilliseconds?: number
  /** It takes presses, and no work. */
  readonly isIdle?: boolean
  /** Asking a tenant takes a process of PowerShell. */
  readonly isSticky?: boolean
  /** It is the program of an older commit, with a handle of its own making on the store. */
  readonly program?: OtherProgram
  readonly onFatal?: (error: StoreError) => void
}

export interface OtherProgram {
  readonly createBot: typeof createBot
  readonly createMetrics: (version: string) => Metrics
  readonly open: (parts: StoreParts) => Promise<Store>
}

export interface Replica {
  readonly bot: Bot
  /** What is the matter with its own connection to Slack from now on; undefined when it is well. */
  sicken(detail: string | undefined): void
  /** Whether nothing that it posts or edits gets out of its machine from now on. */
  cutOff(isCut: boolean): void
  /** From now on it takes no part: nothing of it reaches the store or the world, and nobody was told. */
  kill(): void
  stop(): Promise<void>
  press(actor: Actor, action: PressName, press?: Partial<Press>): Promise<Answer>
  command(actor: Actor, text: string): Promise<Answer>
  /** Of which incidents it drew pages anew that are open, in order. */
  readonly redrawn: readonly string[]
  /** Which tenants it asked for their lists, in order. */
  readonly polls: readonly string[]
  readonly events: readonly string[]
}

export interface World {
  readonly clock: ManualClock
  readonly store: WatchedStore
  readonly slack: RecordingPlatform
  readonly teams: RecordingPlatform
  readonly backends: ReadonlyMap<string, ScriptedBackend>
  readonly backend: ScriptedBackend
  start(name: string, settings?: ReplicaSettings): Promise<Replica>
  advance(milliseconds: number): Promise<void>
  idle(): Promise<void>
  incidents(): Promise<readonly Incident[]>
  journal(): Promise<readonly JournalEvent[]>
  close(): Promise<void>
}

export interface StoreParts {
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
}

export interface WorldSettings {
  readonly tenants?: readonly Tenant[]
  /** A handle on the one store, for each replica. All share a file store when undefined. */
  readonly open?: (parts: StoreParts) => Promise<Store>
  /** When all of them are closed. */
  readonly remove?: () => Promise<void>
}

export async function createWorld(settings: WorldSettings = {}): Promise<World> {
  const { tenants = [contoso] } = settings
  const clock = createManualClock(began)
  let ids = 0
  const createId = () => `${1_000 + ++ids}-id`
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const shared = settings.open === undefined ? await openFile({ clock, createId, log }) : undefined
  const stores: WatchedStore[] = []

  async function openStore(open = settings.open): Promise<WatchedStore> {
    const [first] = stores
    if (shared !== undefined && first !== undefined) return first
    const opened = shared?.store ?? (await open?.({ clock, createId, log }))
    if (opened === undefined) throw new Error('there is no store')
    const watched = watchStore(opened)
    stores.push(watched)
    return watched
  }

  const store = await openStore()
  const slack = createRecordingPlatform('slack', clock)
  const teams = createRecordingPlatform('teams', clock)
  const backends = new Map(tenants.map(({ id }) => [id, createScriptedBackend(clock)]))
  const replicas: Replica[] = []

  async function start(name: string, settings: ReplicaSettings = {}): Promise<Replica> {
    const { aheadMilliseconds = 0, platforms = ['slack', 'teams'], version = '1.0.0' } = settings
    let sickness: string | undefined
    let isDead = false
    let isCut = false
    let isStopped = false
    const polls: string[] = []
    const redrawn: string[] = []
    const events: string[] = []
    const never = new Promise<never>(() => {})
    const alive = <Value>(run: () => Promise<Value>) => (isDead ? never : run())
    const program = settings.program ?? today
    const handle = await openStore(settings.program?.open)
    const own: WatchedStore = {
      ...handle,
      commit: (commit) => alive(() => handle.commit(commit)),
      claimTasks: (request) =>
        alive(() => (settings.isIdle === true ? Promise.resolve([]) : handle.claimTasks(request))),
      renewClaims: (request) => alive(() => handle.renewClaims(request)),
    }
    const note = (level: string) => (_: object, event: string) => void events.push(`${level} ${event}`)
    const toOwn = (platform: RecordingPlatform): Platform => {
      const { start: _, ...rest } = platform
      const reach = async <Value>(call: () => Promise<Value>) => {
        if (isCut) throw new PlatformError('No answer', { code: 'unavailable', isOfChannel: true })
        return call()
      }
      return {
        ...rest,
        post: (place, card) => reach(() => platform.post(place, card)),
        update: (ref, card) => reach(() => platform.update(ref, card)),
        redraw: (page) => void redrawn.push('command' in page ? page.command : page.incidentId),
        start: async () => {},
        health: () =>
          sickness === undefined || platform.name !== 'slack'
            ? platform.health()
            : { ok: false, detail: sickness },
      }
    }
    const bot = program.createBot({
      store: own,
      clock: { ...clock, now: () => clock.now() + aheadMilliseconds },
      createId,
      random: () => 0.5,
      log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
      access: settings.access ?? access,
      metrics: program.createMetrics(version),
      replica: { machine: name, version },
      tenants: (settings.tenants ?? tenants).map((tenant) => {
        const backend = getBackend(backends, tenant.id)
        const list: ScriptedBackend['list'] = (signal) => {
          polls.push(tenant.id)
          return backend.list(signal)
        }
        return { tenant, backend: { ...backend, list }, isSticky: settings.isSticky ?? false }
      }),
      platforms: [slack, teams].filter((one) => platforms.includes(one.name)).map(toOwn),
      onFatal: settings.onFatal ?? raise,
    })
    const replica: Replica = {
      bot,
      polls,
      redrawn,
      events,
      sicken(detail) {
        sickness = detail
      },
      cutOff(next) {
        isCut = next
      },
      kill() {
        isDead = true
      },
      async stop() {
        if (isStopped || isDead) return
        isStopped = true
        await bot.stop()
      },
      press: (actor, action, press) => bot.handlers.onPress({ ...emptyPress, ...press, actor, action }),
      command: (actor, text) => bot.handlers.onCommand({ actor, text }),
    }
    replicas.push(replica)
    await bot.start()
    await idle()
    return replica
  }

  async function idle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet += 1) {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      if (stores.some((one) => one.isBusy())) quiet = -1
    }
  }

  return {
    clock,
    store,
    slack,
    teams,
    backends,
    backend: getBackend(backends, tenants[0]?.id ?? ''),
    start,
    idle,
    async advance(milliseconds) {
      await idle()
      for (let left = milliseconds; left > 0; left -= stepMilliseconds) {
        await clock.advance(Math.min(left, stepMilliseconds))
        await idle()
      }
    },
    incidents: () => store.listLive({}),
    async journal() {
      const entries = await store.readJournal({ limit: 10_000 })
      return entries.map(({ event }) => event)
    },
    async close() {
      for (const replica of replicas) await replica.stop()
      for (const one of stores) await one.close()
      await shared?.remove()
      await settings.remove?.()
    },
  }
}

async function openFile(parts: StoreParts) {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-replicas-'))
  const store = await createFileStore({ duties, folder, pid: process.pid, disk: hastyDisk, ...parts })
  return {
    store: { ...store, isShared: true },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function raise(error: unknown): never {
  throw error
}

const today = { createBot, createMetrics: createQuietMetrics }

const emptyPress = { incidentId: '', confirmationId: '', values: {} }

function createQuietMetrics(version: string): Metrics {
  return createMetrics({ version, taskKinds: [...duties.keys()], platforms: ['slack', 'teams'] })
}

function getBackend(backends: ReadonlyMap<string, ScriptedBackend>, tenantId: string): ScriptedBackend {
  const backend = backends.get(tenantId)
  if (backend === undefined) throw new Error(`no tenant ${tenantId}`)
  return backend
}
/** What a machine is answered that asks one replica. */
export async function ask({ bot }: Replica, path: string) {
  const route = bot.routes.find((one) => one.path === path)
  if (route === undefined) throw new Error(`no ${path}`)
  const server = createServer((request, response) => void route.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: response.status, text: await response.text() }
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
