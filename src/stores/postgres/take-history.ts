// Takes a whole history in: piece by piece, each whole or not at all, so that it goes on where it was cut off. Until the last
// piece is there no bot can use the database, whichever program it is.
import pg from 'pg'
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { CopyProgress, History } from '../history.js'
import { toClientOptions } from './connections.js'
import { createDatabase, type Sql } from './database.js'
import { toStoreError } from './failures.js'
import { begin, type Mark, saveMark } from './history-begin.js'
import { end, type Samples, toDifferent } from './history-end.js'
import { putEntries, putIncidents } from './history-rows.js'
import { createJournalReader } from './journal-reader.js'
import { migratePostgres } from './migrate.js'
import { sql } from './statement.js'

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
    await write((given) => end(given, history, { mark, samples }))
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

interface Taking {
  readonly mark: Mark
  readonly progress: CopyProgress
}

/** So many of the closed incidents are read again afterwards. */
const mostSamples = 50

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
