// A bot that only watches: tenants, a file store on a real disk or a database, and nobody to tell.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Bot, createBot } from '../../src/bot/index.js'
import { duties, taskKinds } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import { createMetrics } from '../../src/metrics/index.js'
import { platformNames } from '../../src/platforms/names.js'
import type { Meter, RestrictionBackend, Store } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { createPostgresStore } from '../../src/stores/postgres/index.js'

export const clock = createSystemClock()
const log = createLog({ level: 'silent' })

export function openStore(folder: string): Promise<Store> {
  const path = join(folder, randomUUID())
  return createFileStore({ duties, folder: path, clock, createId: randomUUID, log, pid: process.pid })
}

export function openDatabase(url: string): Promise<Store> {
  return createPostgresStore({ url, duties, clock, createId: randomUUID, log })
}

interface WatchingParts {
  readonly store: Store
  readonly pollSeconds: number
  readonly backends: ReadonlyMap<string, RestrictionBackend>
  readonly pollEnded: Meter['pollEnded']
}

export function createWatchingBot({ store, pollSeconds, backends, pollEnded }: WatchingParts): Bot {
  const metrics = createMetrics({ version: 'bench', taskKinds, platforms: platformNames })
  return createBot({
    store,
    clock,
    createId: randomUUID,
    random: Math.random,
    log,
    metrics: {
      ...metrics,
      pollEnded(look) {
        metrics.pollEnded(look)
        pollEnded(look)
      },
    },
    onFatal: (error) => {
      throw error
    },
    access: { homes: new Set(), people: new Map(), groups: new Map() },
    tenants: Array.from(backends, ([id, backend]) => ({
      tenant: { id, name: id, pollSeconds, routes: [], portals: {} },
      backend,
    })),
    platforms: [],
  })
}
