// Takes a whole history in: piece by piece, each whole or not at all, so that it goes on where it was cut off. Until the last
// piece is there no bot can use the database, whichever program it is.
import pg from 'pg'
import { z } from 'zod'
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { hasStanding } from '../../domain/offers.js'
import { StoreError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { CopiedEntry, CopiedIncident, CopyProgress, History } from '../history.js'
import { toClientOptions } from './connections.js'
import { createDatabase, type Sql } from './database.js'
import { toStoreError } from './failures.js'
import { copyingReader } from './format.js'
import { createJournalReader } from './journal-reader.js'
import { migratePostgres } from './migrate.js'
import { type Statement, sql, toColumn, toNullable } from './statement.js'
import { putTasks } from './tasks.js'

export interface TakingParts {
  readonly url: string
  readonly clock: Clock
  readonly log: Log
}

/** Counting a million closed incidents takes a while. */
const answerMilliseconds = 10 * 60_000

/**
 * @throws StoreError when the database holds anything else, or what came is not what was there; then the database is still
 *   closed to every bot.
 */
export async function takeHistory(
  parts: TakingParts,
  history: History,
  progress: CopyProgress,
): Promise<void> {
  await migratePostgres(parts, { mayBeCopying: true })
  const client = new pg.Client(toClientOptions(parts.url, answerMilliseconds))
  client.on('error', () => {})
  try {
    await client.connect()
    const write = createWriter(client)
    const mark = await write((given) => begin(given, history))
    if (mark === 'complete') return
    await takeEntries(write, history, progress)
    const samples = await takeClosed(write, history, { mark, progress })
    progress.checking()
    await checkJournal(parts, history)
    await write((given) => end(given, history, samples))
  } catch (error) {
    throw error instanceof StoreError ? error : toStoreError(error)
  } finally {
    await client.end().catch(() => {})
  }
}

type Write = <Result>(work: (given: Sql) => Promise<Result>) => Promise<Result>

function createWriter(client: pg.Client): Write {
  const given: Sql = {
    async query(schema, { text, values }) {
      const { rows }: pg.QueryResult = await client.query(text, [...values])
      return z.array(schema).parse(rows)
    },
    async run({ text, values }) {
      const { rowCount } = await client.query(text, [...values])
      return rowCount ?? 0
    },
  }
  return async (work) => {
    await client.query('begin')
    try {
      const result = await work(given)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    }
  }
}

/** What is known of a history that is on its way, in a cell until it is there. */
const markSchema = z.object({
  storeId: z.string().nullable(),
  seq: z.number(),
  hash: z.string(),
  /** So many lines of the archive have been taken. */
  lines: z.number(),
})
type Mark = z.infer<typeof markSchema>
const markKey = 'copying'

/** Where to go on. */
async function begin(given: Sql, history: History): Promise<Mark | 'complete'> {
  // Nobody saves anything until it is known whether there is anything, and none comes later.
  await given.run(sql`lock table reprieve.meta in access exclusive mode`)
  const found = await readMark(given)
  if (found === undefined && (await isComplete(given, history))) return 'complete'
  const own: Mark = { storeId: history.storeId ?? null, ...history.head, lines: 0 }
  if (found === undefined) await requireEmpty(given)
  else if (found.storeId !== own.storeId)
    throw new StoreError(
      'The database holds a part of another store’s history, whose copy was cut off. Finish that one, or name a database that is empty.',
      false,
    )
  else if (found.seq === own.seq && found.hash === own.hash) return found
  else await clear(given)
  await given.run(sql`update reprieve.meta set oldest_reader = ${copyingReader}`)
  await saveMark(given, own)
  return own
}

async function readMark(given: Sql): Promise<Mark | undefined> {
  const [row] = await given.query(
    z.object({ body: z.string() }),
    sql`select body from reprieve.cells where key = ${toColumn(markKey)}
      and exists (select from reprieve.meta where oldest_reader = ${copyingReader})`,
  )
  return row === undefined ? undefined : markSchema.parse(JSON.parse(row.body))
}

async function saveMark(given: Sql, mark: Mark): Promise<void> {
  await given.run(sql`
    insert into reprieve.cells (key, version, body) values (${toColumn(markKey)}, 0, ${JSON.stringify(mark)})
    on conflict (key) do update set body = excluded.body`)
}

/** The very history, with nothing after it: the copy had ended, and only its last word was not heard. */
async function isComplete(given: Sql, { head, storeId }: History): Promise<boolean> {
  if (head.seq === 0 || storeId === undefined) return false
  const [row] = await given.query(
    z.object({ isSame: z.boolean() }),
    sql`select exists (select from reprieve.journal_head where seq = ${head.seq}::bigint and hash = ${head.hash})
      and exists (select from reprieve.cells where key = ${toColumn('store')} and body like ${`%${JSON.stringify(storeId)}%`})
      as "isSame"`,
  )
  return row?.isSame === true
}

async function requireEmpty(given: Sql): Promise<void> {
  const [row] = await given.query(
    z.object({ isAny: z.boolean() }),
    sql`select exists (select from reprieve.journal) or exists (select from reprieve.incidents)
      or exists (select from reprieve.waiting) or exists (select from reprieve.running)
      or exists (select from reprieve.cells) as "isAny"`,
  )
  if (row?.isAny === true)
    throw new StoreError(
      'The database holds a store already: a bot has run on it, or another history was copied there. Nothing was changed. Name a database that is empty.',
      false,
    )
}

/** What the folder held when a copy was begun is not what it holds now: a bot has run on it since. */
async function clear(given: Sql): Promise<void> {
  await given.run(
    sql`truncate reprieve.journal, reprieve.texts, reprieve.incidents, reprieve.closed_counts, reprieve.cells`,
  )
  await given.run(sql`update reprieve.journal_head set seq = 0, hash = repeat('0', 64)`)
}

async function takeEntries(write: Write, history: History, progress: CopyProgress): Promise<void> {
  const [start] = await write((given) =>
    given.query(
      z.object({ seq: z.number() }),
      sql`select seq::double precision as seq from reprieve.journal_head`,
    ),
  )
  for await (const entries of history.streamEntries((start?.seq ?? 0) + 1)) {
    await write((given) => putEntries(given, entries))
    progress.copied('entries', entries.at(-1)?.entry.seq ?? 0, history.head.seq)
  }
}

async function putEntries(given: Sql, entries: readonly CopiedEntry[]): Promise<void> {
  const beside = entries.filter(({ texts }) => texts !== undefined)
  await given.run(sql`
    insert into reprieve.journal (seq, incident_id, at, previous_hash, hash, body)
    select * from unnest(
      ${entries.map(({ entry }) => entry.seq)}::bigint[],
      ${entries.map(({ entry }) => toNullable(entry.incidentId))}::text[],
      ${entries.map(({ entry }) => entry.at)}::double precision[],
      ${entries.map(({ entry }) => entry.previousHash)}::text[],
      ${entries.map(({ entry }) => entry.hash)}::text[], ${entries.map(({ event }) => event)}::text[])`)
  await given.run(sql`
    insert into reprieve.texts (seq, incident_id, at, body)
    select * from unnest(
      ${beside.map(({ entry }) => entry.seq)}::bigint[],
      ${beside.map(({ entry }) => toNullable(entry.incidentId))}::text[],
      ${beside.map(({ entry }) => entry.at)}::double precision[],
      ${beside.map(({ texts }) => JSON.stringify(texts))}::text[])`)
  const last = entries.at(-1)
  if (last !== undefined)
    await given.run(sql`update reprieve.journal_head set seq = ${last.entry.seq}, hash = ${last.entry.hash}`)
}

interface Taking {
  readonly mark: Mark
  readonly progress: CopyProgress
}

/** So many of the closed incidents are read again afterwards. */
const mostSamples = 50

type Samples = ReadonlyMap<string, string>

/** @returns some of them, as they must be found. */
async function takeClosed(write: Write, history: History, { mark, progress }: Taking): Promise<Samples> {
  const samples = new Map<string, string>()
  for await (const ones of history.streamClosed(mark.lines + 1)) {
    const lines = ones.at(-1)?.line ?? 0
    await write(async (given) => {
      await putIncidents(given, ones)
      await saveMark(given, { ...mark, lines })
    })
    for (const { incident, body } of ones)
      if (samples.size < mostSamples || samples.has(incident.id)) samples.set(incident.id, body)
    progress.copied('closed', lines, history.closed.lines)
  }
  return samples
}

type Put = Pick<CopiedIncident, 'incident' | 'body' | 'isErased'>

/** Of several versions of one the latest. */
async function putIncidents(given: Sql, ones: readonly Put[]): Promise<void> {
  const rows = [...new Map(ones.map((one) => [one.incident.id, one])).values()]
  const column = <Value>(to: (incident: Incident) => Value) => rows.map(({ incident }) => to(incident))
  await given.run(sql`
    insert into reprieve.incidents as kept
      (id, tenant_id, entity_key, version, opened_at, closed_at, is_standing, is_erased, body)
    select * from unnest(
      ${column(({ id }) => toColumn(id))}::text[], ${column(({ tenantId }) => toColumn(tenantId))}::text[],
      ${column(({ entity }) => toColumn(toEntityKey(entity)))}::text[], ${column(({ version }) => version)}::bigint[],
      ${column(({ openedAt }) => openedAt)}::double precision[], ${column(toClosedAt)}::double precision[],
      ${column(hasStanding)}::boolean[], ${rows.map(({ isErased }) => isErased)}::boolean[],
      ${rows.map(({ body }) => body)}::text[])
    on conflict (id) do update set
      tenant_id = excluded.tenant_id, entity_key = excluded.entity_key, version = excluded.version,
      opened_at = excluded.opened_at, closed_at = excluded.closed_at, is_standing = excluded.is_standing,
      is_erased = excluded.is_erased, body = excluded.body`)
}

function toClosedAt({ state }: Incident): number | null {
  return state.status === 'closed' ? state.closedAt : null
}

/** The chain from its first entry on, with all that stands beside it, is what it was. */
async function checkJournal(parts: TakingParts, { head, verdict }: History): Promise<void> {
  const database = createDatabase({ ...parts, mostConnections: 2 })
  try {
    const found = await createJournalReader(database).verifyJournal({ head: head.hash })
    if (!found.ok) throw toDifferent(`entry ${found.seq} of the journal: ${found.problem}`)
    const isSame =
      found.entries === verdict.entries &&
      (head.seq === 0 || found.headSeq === head.seq) &&
      found.texts?.whole === verdict.texts?.whole &&
      found.texts?.erased === verdict.texts?.erased
    if (!isSame) throw toDifferent('the journal or what stands beside it')
  } finally {
    await database.close()
  }
}

function toDifferent(what: string): StoreError {
  return new StoreError(
    `What came is not what was there: ${what}. The database is closed to every bot; empty it and begin anew.`,
    false,
  )
}

/** All that changes as long as a bot runs, in one step with the word that the copy is there. */
async function end(given: Sql, history: History, samples: Samples): Promise<void> {
  await given.run(sql`delete from reprieve.incidents where closed_at is null`)
  const live = history.live.map((incident) => ({ incident, body: JSON.stringify(incident), isErased: false }))
  await putIncidents(given, live)
  await given.run(sql`delete from reprieve.closed_counts`)
  await given.run(sql`
    insert into reprieve.closed_counts (tenant_id, closed)
    select tenant_id, count(*) from reprieve.incidents where closed_at is not null group by tenant_id`)
  await putTasks(given, history.tasks)
  await given.run(sql`delete from reprieve.cells`)
  await given.run(toPuttingCells(history))
  await given.run(sql`select setval('reprieve.cell_version', ${Math.max(1, history.cellVersion)}::bigint)`)
  await checkCounts(given, history)
  await checkBodies(
    given,
    new Map([...samples, ...live.map(({ incident, body }) => [incident.id, body] as const)]),
  )
  const { erasedBefore = null, kept } = history
  await given.run(sql`
    update reprieve.meta set oldest_reader = 1, erased_before = ${erasedBefore},
      kept_before = ${kept?.before ?? null}, kept_days = ${kept?.days ?? null}`)
}

function toPuttingCells({ cells }: History): Statement {
  return sql`
    insert into reprieve.cells (key, version, until, body)
    select * from unnest(
      ${cells.map(({ key }) => toColumn(key))}::text[], ${cells.map(({ version }) => version)}::bigint[],
      ${cells.map(({ until }) => until ?? null)}::double precision[], ${cells.map(({ text }) => text)}::text[])`
}

async function checkBodies(given: Sql, wanted: Samples): Promise<void> {
  const [found] = await given.query(
    z.object({ same: z.number() }),
    sql`select count(*)::double precision as same from reprieve.incidents
      join unnest(${[...wanted.keys()].map(toColumn)}::text[], ${[...wanted.values()]}::text[]) as wanted (id, body)
      using (id, body)`,
  )
  if (found?.same !== wanted.size) throw toDifferent('an incident')
}

async function checkCounts(given: Sql, { live, closed, tasks, cells }: History): Promise<void> {
  const [found] = await given.query(
    z.object({ live: z.number(), closed: z.number(), tasks: z.number(), cells: z.number() }),
    sql`select
      (select count(*)::double precision from reprieve.incidents where closed_at is null) as live,
      (select count(*)::double precision from reprieve.incidents where closed_at is not null) as closed,
      (select count(*)::double precision from reprieve.waiting) as tasks,
      (select count(*)::double precision from reprieve.cells) as cells`,
  )
  const wanted = {
    live: live.length,
    closed: closed.incidents,
    tasks: new Set(tasks.map(({ key }) => key)).size,
    cells: cells.length,
  }
  for (const [name, count] of Object.entries(wanted))
    if (new Map<string, number>(Object.entries(found ?? {})).get(name) !== count)
      throw toDifferent(
        `there are not ${count} ${name === 'tasks' || name === 'cells' ? name : `${name} incidents`}`,
      )
}
