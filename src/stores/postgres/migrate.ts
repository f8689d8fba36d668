// Brings a database up to what this program needs, step by step, each whole or not at all; also when several start at once.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import { toClientOptions } from './connections.js'
import type { Database } from './database.js'
import { findCode, toFailureKind, toStoreError } from './failures.js'
import { copyingReader, requireReader } from './format.js'
import { type Migration, migrations } from './migrations/index.js'
import type { PostgresParts } from './parts.js'
import { sql } from './statement.js'

/** A step may rewrite a table. */
const answerMilliseconds = 30 * 60_000

const appliedSchema = z.array(z.object({ number: z.number(), name: z.string(), checksum: z.string() }))
type Applied = z.infer<typeof appliedSchema>

/**
 * A role that may change nothing of the schema is enough when there is nothing to do.
 * @returns the names of the steps that were applied. @throws StoreError in words that say what to do.
 */
export async function migratePostgres(
  { url }: Pick<PostgresParts, 'url'>,
  { mayBeCopying = false }: { readonly mayBeCopying?: boolean } = {},
): Promise<readonly string[]> {
  const client = new pg.Client(toClientOptions(url, answerMilliseconds))
  client.on('error', () => {})
  try {
    await client.connect()
    return await bringUp(client, mayBeCopying)
  } catch (error) {
    throw error instanceof StoreError ? error : toRefusal(error)
  } finally {
    await client.end().catch(() => {})
  }
}

async function bringUp(client: pg.Client, mayBeCopying: boolean): Promise<readonly string[]> {
  const names: string[] = []
  for (;;) {
    const next = findNext(await readApplied(client))
    if (next === undefined) break
    if (await apply(client, next)) names.push(`${String(next.number).padStart(4, '0')}-${next.name}`)
  }
  const { rows }: pg.QueryResult = await client.query(
    'select format, oldest_reader as "oldestReader" from reprieve.meta',
  )
  const [found] = z.tuple([z.object({ format: z.number(), oldestReader: z.number() })]).parse(rows)
  if (!mayBeCopying || found.oldestReader !== copyingReader) requireReader(found)
  return names
}

const readableSchema = z.object({ format: z.number(), oldestReader: z.number(), step: z.number() })

/** For whoever only reads, and so brings nothing up. @throws StoreError when it would misread what is there. */
export async function requireReadable({ read }: Pick<Database, 'read'>): Promise<void> {
  const [found] = await read(
    readableSchema,
    sql`select format, oldest_reader as "oldestReader", (select max(number) from reprieve.migrations) as step from reprieve.meta`,
  )
  if (found === undefined) return
  requireReader(found)
  if (found.step < (migrations.at(-1)?.number ?? 0))
    throw new StoreError(
      'The database is older than this program: start the bot, or run "reprieve store migrate" with the role that owns the schema, and try again.',
      true,
    )
}

/** @throws StoreError when a step that was applied is not the one that this program has. */
function findNext(applied: Applied): Migration | undefined {
  for (const { number, name, checksum } of applied) {
    const own = migrations.find((one) => one.number === number)
    if (own !== undefined && toChecksum(own) !== checksum)
      throw new StoreError(
        `Step ${number} ("${name}") that brought the database up is not the one that this program has. ` +
          'Start the program that made it, or restore the database from a backup.',
        true,
      )
  }
  return migrations.find(({ number }) => !applied.some((one) => one.number === number))
}

async function readApplied(client: pg.Client): Promise<Applied> {
  const { rows: found }: pg.QueryResult = await client.query(
    // Of the tables themselves: what is looked up by name is remembered, also while somebody else makes it.
    `select exists (
      select from pg_catalog.pg_class as one join pg_catalog.pg_namespace as space on space.oid = one.relnamespace
      where space.nspname = 'reprieve' and one.relname = 'migrations'
    ) as "isThere"`,
  )
  const [{ isThere }] = z.tuple([z.object({ isThere: z.boolean() })]).parse(found)
  if (!isThere) return []
  const { rows }: pg.QueryResult = await client.query(
    'select number, name, checksum from reprieve.migrations order by number',
  )
  return appliedSchema.parse(rows)
}

/** @returns false when somebody else was faster. */
async function apply(client: pg.Client, step: Migration): Promise<boolean> {
  const { number, name, text } = step
  // Who waits for it is the next to start; who is ended holds nothing.
  await client.query('begin; select pg_advisory_xact_lock(7237416, 0)')
  try {
    const isFirst = !(await readApplied(client)).some((one) => one.number === number)
    if (isFirst) {
      await prepare(client)
      await client.query(text)
      const values = [number, name, toChecksum(step)]
      await client.query(
        'insert into reprieve.migrations (number, name, checksum) values ($1, $2, $3)',
        values,
      )
    }
    await client.query('commit')
    return isFirst
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** A schema that somebody has made for the role is taken as it is: making one takes more rights. */
async function prepare(client: pg.Client): Promise<void> {
  const { rows }: pg.QueryResult = await client.query(
    `select exists (select from pg_catalog.pg_namespace where nspname = 'reprieve') as "isThere"`,
  )
  if (!z.tuple([z.object({ isThere: z.boolean() })]).parse(rows)[0].isThere)
    await client.query('create schema reprieve')
  await client.query(`
    create table if not exists reprieve.migrations (
      number integer primary key, name text not null, checksum text not null,
      applied_at timestamptz not null default now()
    )`)
}

function toChecksum({ text }: Migration): string {
  return createHash('sha256').update(text).digest('hex')
}

function toRefusal(error: unknown): StoreError {
  const { message, cause } = toStoreError(error)
  if (toFailureKind(error) === 'denied')
    return new StoreError(
      'The database has to be brought up, and this role may not do that: run "reprieve store migrate" with the role ' +
        'that owns the schema, as docs/postgresql.md tells; if it is up, this role may not read it.',
      true,
      { cause },
    )
  const isLogin = ['28000', '28P01', '3D000'].includes(findCode(error) ?? '')
  return new StoreError(
    isLogin
      ? `The database does not let this role in: look at role, password and name in its address. ${message}`
      : message,
    true,
    { cause },
  )
}
