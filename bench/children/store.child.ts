// The file store by itself: how long one commit takes with so many open incidents, and with others closed behind them.

import { randomUUID } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { startReview } from '../../src/domain/transitions.js'
import { duties } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import type { Store } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { answerCalls } from '../processes/answer.js'
import { tenantId } from '../world/facts.js'
import { seedIncidents } from '../world/incidents.js'
import { seedPolicies } from '../world/policies.js'

const settingsSchema = z.object({
  folder: z.string(),
  openIncidents: z.number(),
  closedIncidents: z.number(),
  policyTenants: z.number().default(0),
})

answerCalls(createStoreCalls())

function createStoreCalls() {
  let begun: Begun | undefined
  const get = () => {
    if (begun === undefined) throw new Error('The store has not been opened.')
    return begun
  }
  return {
    async start(argument: unknown) {
      begun = await begin(settingsSchema.parse(argument))
    },
    commit: () => time(() => commitOnce(get())),
    write: () => time(() => writeOnce(get())),
  }
}

interface Begun {
  readonly folder: string
  readonly store: Store
  /** Gives the open incidents in turns. */
  readonly next: () => string
  /** As many as the state file has. */
  readonly bytes: Buffer
}

async function begin(settings: z.output<typeof settingsSchema>): Promise<Begun> {
  const { openIncidents, closedIncidents, policyTenants } = settings
  const folder = join(settings.folder, randomUUID())
  const log = createLog({ level: 'silent' })
  const clock = createSystemClock()
  const store = await createFileStore({ duties, folder, clock, createId: randomUUID, log, pid: process.pid })
  await seedIncidents(store, { name: 'closed', count: closedIncidents, isClosed: true })
  await seedPolicies(store, policyTenants)
  const ids = await seedIncidents(store, { name: 'open', count: openIncidents, isClosed: false })
  let turn = 0
  const next = () => {
    turn += 1
    return ids[turn % ids.length] ?? ''
  }
  return { folder, store, next, bytes: await readFile(join(folder, 'state.json')) }
}

async function time(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** What opening a review saves: the incident, an event and a task. */
async function commitOnce({ store, next }: Begun): Promise<void> {
  const id = next()
  const incident = await store.findIncident(id)
  if (incident === undefined) throw new Error('The incident is gone.')
  const at = Date.now()
  const by = { platform: 'slack', id: 'U0BENCH', name: 'Maya' } as const
  const key = `update:${id}:slack`
  await store.commit({
    incident: { next: startReview(incident, by, at), expectedVersion: incident.version },
    events: [{ at, type: 'review.opened', tenantId, incidentId: id, by, data: {} }],
    tasks: [
      { key, lane: key, dueAt: at, attempts: 0, duty: { kind: 'update', incidentId: id, platform: 'slack' } },
    ],
  })
}

/** The least that is durable: the same bytes to a new file, flushed, renamed, and the folder flushed. */
async function writeOnce({ folder, bytes }: Begun): Promise<void> {
  const path = join(folder, 'floor.json')
  const file = await open(`${path}.tmp`, 'w', 0o600)
  await file.writeFile(bytes)
  await file.datasync()
  await file.close()
  await rename(`${path}.tmp`, path)
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
}
