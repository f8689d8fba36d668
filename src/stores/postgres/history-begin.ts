// Whether a history may be taken in, and where one that was cut off goes on.
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import type { History } from '../history.js'
import type { Sql } from './database.js'
import { copyingReader } from './format.js'
import { sql, toColumn } from './statement.js'

/** What is known of a history that is on its way, in a cell until it is there. */
const markSchema = z.object({
  storeId: z.string().nullable(),
  seq: z.number(),
  hash: z.string(),
  /** So many lines of the archive have been taken. */
  lines: z.number(),
  /** Which programs may use the database once it is whole. */
  oldestReader: z.number(),
})
export type Mark = z.infer<typeof markSchema>
const markKey = 'copying'

/** Where to go on. */
export async function begin(given: Sql, history: History): Promise<Mark | 'complete'> {
  // Nobody saves anything until it is known whether there is anything, and none comes later.
  await given.run(sql`lock table reprieve.meta in access exclusive mode`)
  const found = await readMark(given)
  if (found === undefined && (await isComplete(given, history))) return 'complete'
  const oldestReader = found?.oldestReader ?? (await readOldestReader(given))
  const own: Mark = { storeId: history.storeId ?? null, ...history.head, lines: 0, oldestReader }
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

async function readOldestReader(given: Sql): Promise<number> {
  const schema = z.object({ oldestReader: z.number() })
  const rows = await given.query(schema, sql`select oldest_reader as "oldestReader" from reprieve.meta`)
  return schema.parse(rows[0]).oldestReader
}

async function readMark(given: Sql): Promise<Mark | undefined> {
  const [row] = await given.query(
    z.object({ body: z.string() }),
    sql`select body from reprieve.cells where key = ${toColumn(markKey)}
      and exists (select from reprieve.meta where oldest_reader = ${copyingReader})`,
  )
  return row === undefined ? undefined : markSchema.parse(JSON.parse(row.body))
}

export async function saveMark(given: Sql, mark: Mark): Promise<void> {
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
