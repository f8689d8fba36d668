// The store on PostgreSQL by itself: how long one commit takes, and the same rows written by hand.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { z } from 'zod'
import type { Incident } from '../../src/domain/incident.js'
import { startReview } from '../../src/domain/transitions.js'
import { duties } from '../../src/features/index.js'
import { createLog } from '../../src/log/index.js'
import type { Commit, Store } from '../../src/ports.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createPostgresStore } from '../../src/stores/postgres/index.js'
import { answerCalls } from '../processes/answer.js'
import { tenantId } from '../world/facts.js'

const settingsSchema = z.object({ url: z.string(), openIncidents: z.number() })

let store: Store
let client: pg.Client
let openIncidents = 0
let turn = 0

answerCalls({
  async start(argument) {
    const { url, openIncidents: count } = settingsSchema.parse(argument)
    openIncidents = count
    const log = createLog({ level: 'silent' })
    store = await createPostgresStore({
      url,
      duties,
      clock: createSystemClock(),
      createId: randomUUID,
      log,
    })
    client = new pg.Client({ connectionString: url })
    await client.connect()
  },
  async commit() {
    const change = toChange(await take())
    return time(() => store.commit(change))
  },
  async byHand() {
    const incident = await take()
    const { rows } = await client.query<{ seq: string }>('select seq from reprieve.journal_head')
    const change = toChange(incident)
    const seq = Number(rows[0]?.seq) + 1
    return time(() => write({ ...change, seq }))
  },
})

/** The open incidents in turns. */
async function take(): Promise<Incident> {
  turn += 1
  const incident = await store.findIncident(`open-${turn % openIncidents}`)
  if (incident === undefined) throw new Error('The incident is gone.')
  return incident
}

/** What opening a review saves: the incident, an event and a task. */
function toChange(incident: Incident) {
  const at = Date.now()
  const by = { platform: 'slack', id: 'U0BENCH', name: 'Maya' } as const
  const key = `update:${incident.id}:slack`
  const duty = { kind: 'update', incidentId: incident.id, platform: 'slack' } as const
  return {
    incident: { next: startReview(incident, by, at), expectedVersion: incident.version },
    events: [{ at, type: 'review.opened', tenantId, incidentId: incident.id, by, data: {} }],
    tasks: [{ key, lane: key, dueAt: at, attempts: 0, duty }],
  } satisfies Commit
}

type Rows = ReturnType<typeof toChange> & { readonly seq: number }

/** One plain statement for each table: the same bytes, and nothing checked, hashed, read or told. */
async function write({ incident: { next, expectedVersion }, events, tasks, seq }: Rows): Promise<void> {
  const version = expectedVersion + 1
  await client.query('begin')
  await client.query('update reprieve.incidents set version = $2, body = $3 where id = $1', [
    next.id,
    version,
    JSON.stringify({ ...next, version }),
  ])
  for (const { key, lane, dueAt, attempts, duty } of tasks)
    await client.query(
      `insert into reprieve.waiting (key, lane, due_at, attempts, kind, tenant_id, platform, is_held, body)
      values ($1, $2, $3, $4, $5, $6, $7, false, $8)
      on conflict (key) do update set due_at = excluded.due_at, body = excluded.body`,
      [key, lane, dueAt, attempts, duty.kind, tenantId, duty.platform, JSON.stringify(tasks[0])],
    )
  for (const event of events)
    await client.query(
      `insert into reprieve.journal (seq, incident_id, at, previous_hash, hash, body) values ($1, $2, $3, $4, $4, $5)`,
      [seq, next.id, event.at, hash, JSON.stringify(event)],
    )
  await client.query('update reprieve.journal_head set seq = $1, hash = $2', [seq, hash])
  await client.query('commit')
}

/** As long as one. */
const hash = '0'.repeat(64)

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
