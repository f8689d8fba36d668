// The file store by itself: how long one commit takes with so many open incidents, and with others closed behind them.
import { randomUUID } from 'node:crypto'
import { mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createSystemClock } from '../../src/clock.js'
import { startReview } from '../../src/domain/transitions.js'
import { createLog } from '../../src/log.js'
import type { Store } from '../../src/ports.js'
import { createFileStore } from '../../src/stores/file/index.js'
import { answerCalls } from '../processes/answer.js'
import { tenantId } from '../world/facts.js'
import { seedIncidents } from '../world/incidents.js'

const settingsSchema = z.object({ openIncidents: z.number(), closedIncidents: z.number() })

interface Opened {
  readonly folder: string
  readonly store: Store
  readonly ids: readonly string[]
  turn: number
}

let opened: Opened | undefined

answerCalls({
  async start(argument) {
    const { openIncidents, closedIncidents } = settingsSchema.parse(argument)
    const folder = await mkdtemp(join(tmpdir(), 'reprieve-bench-'))
    const clock = createSystemClock()
    const log = createLog({ level: 'silent' })
    const store = await createFileStore({ folder, clock, createId: randomUUID, log, pid: process.pid })
    await seedIncidents(store, { name: 'closed', count: closedIncidents, isClosed: true })
    const ids = await seedIncidents(store, { name: 'open', count: openIncidents, isClosed: false })
    opened = { folder, store, ids, turn: 0 }
  },
  commit: () => time(commitOnce),
  write: () => time(writeOnce),
  async remove() {
    await getOpened().store.close()
    await rm(getOpened().folder, { recursive: true, force: true })
  },
})

function getOpened(): Opened {
  if (opened === undefined) throw new Error('The store has not been opened.')
  return opened
}

async function time(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** What opening a review saves: the incident, an event and a task. */
async function commitOnce(): Promise<void> {
  const current = getOpened()
  const { store, ids } = current
  current.turn += 1
  const id = ids[current.turn % ids.length] ?? ''
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
async function writeOnce(): Promise<void> {
  const { folder } = getOpened()
  bytes ??= await readFile(join(folder, 'state.json'))
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

let bytes: Buffer | undefined
