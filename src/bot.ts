// Joins everything. The command line, the playground and the tests all build the bot here.
import type { Access } from './domain/access.js'
import type { PlatformName } from './domain/actor.js'
import type { Tenant } from './domain/tenant.js'
import { StoreError } from './errors.js'
import { toErrorCard } from './flow/cards/notice.js'
import { runCommand } from './flow/commands/run.js'
import { readHealth } from './flow/commands/status.js'
import { showHome } from './flow/home.js'
import { createLanes } from './flow/lanes.js'
import type { Parts } from './flow/parts.js'
import { answerError, createPressHandler } from './flow/press.js'
import { toWatchTask } from './flow/tasks.js'
import { createWorker } from './flow/worker.js'
import type {
  Clock,
  CreateId,
  Log,
  Platform,
  PlatformHandlers,
  RestrictionBackend,
  Route,
  Store,
} from './ports.js'

export interface BotParts {
  readonly store: Store
  readonly clock: Clock
  readonly createId: CreateId
  readonly random: () => number
  readonly log: Log
  readonly access: Access
  readonly tenants: readonly { readonly tenant: Tenant; readonly backend: RestrictionBackend }[]
  readonly platforms: readonly Platform[]
  /** The store can no longer be trusted: whoever runs the bot must end the process, the truth is on the disk. */
  readonly onFatal: (error: StoreError) => void
}

export interface Bot {
  /** What the bot answers on the shared HTTP server, `/healthz` included. */
  readonly routes: readonly Route[]
  readonly handlers: PlatformHandlers
  start(): Promise<void>
  /** Takes nothing new, finishes what was accepted, and leaves the rest saved for the next start. */
  stop(): Promise<void>
}

export function createBot(given: BotParts): Bot {
  const worker = createWorker(() => parts)
  const parts: Parts = {
    ...given,
    store: withAlarm(given.store, given.onFatal),
    tenants: new Map(given.tenants.map(({ tenant }) => [tenant.id, tenant])),
    backends: new Map(given.tenants.map(({ tenant, backend }) => [tenant.id, backend])),
    platforms: new Map<PlatformName, Platform>(given.platforms.map((platform) => [platform.name, platform])),
    writes: createLanes(),
    poke: () => worker.poke(),
    readTroubles: () => worker.readTroubles(),
  }
  const handlers = createHandlers(parts)
  return {
    handlers,
    routes: [...given.platforms.flatMap((platform) => platform.routes), createHealthRoute(parts)],
    async start() {
      if (given.access.people.size + given.access.groups.size === 0)
        given.log.warn({}, 'access.nobody-may-act')
      await Promise.all(given.platforms.map((platform) => platform.start(handlers)))
      const now = parts.clock.now()
      await given.store.commit({ tasks: given.tenants.map(({ tenant }) => toWatchTask(tenant.id, now)) })
      worker.start()
    },
    async stop() {
      await Promise.all(given.platforms.map((platform) => platform.stop()))
      await worker.stop()
    },
  }
}

/** The store, telling of the failure after which it takes no more work. */
function withAlarm(store: Store, onFatal: (error: StoreError) => void): Store {
  return {
    ...store,
    async commit(change) {
      try {
        return await store.commit(change)
      } catch (error) {
        if (error instanceof StoreError && error.fatal) onFatal(error)
        throw error
      }
    },
  }
}

function createHandlers(parts: Parts): PlatformHandlers {
  return {
    onPress: createPressHandler(parts),
    async onHome(actor) {
      try {
        return await showHome(parts, actor)
      } catch (error) {
        parts.log.error({ err: error }, 'home.failed')
        return toErrorCard(error, '')
      }
    },
    async onCommand(command) {
      try {
        return await runCommand(parts, command)
      } catch (error) {
        const { actor, text } = command
        return answerError(parts, error, { actor, incidentId: '', action: text, via: 'command' })
      }
    },
  }
}

function createHealthRoute(parts: Parts): Route {
  return {
    path: '/healthz',
    async handle(_request, response) {
      const health = await readHealth(parts)
      response.writeHead(health.ok ? 200 : 503, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ status: health.ok ? 'ok' : 'needs-a-look', checks: health.rows }))
    },
  }
}
