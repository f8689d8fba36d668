// The store of many equal processes: the truth is in PostgreSQL, and every process has a handle on it.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { StoreError } from '../../errors.js'
import type { Claim, Store } from '../../ports.js'
import { prepareCommit } from '../prepare.js'
import { dropEnded } from './cells.js'
import {
  type ClaimParts,
  claimLock,
  claimTasks,
  countsAnything,
  releaseClaims,
  renewClaims,
} from './claims.js'
import { applyCommit, channel } from './commit.js'
import { createDatabase, type Database } from './database.js'
import { createJournalReader } from './journal-reader.js'
import { createListener, type Listener } from './listener.js'
import { migratePostgres, requireReadable } from './migrate.js'
import { droppingMarks } from './outcome.js'
import type { PostgresStoreParts } from './parts.js'
import { createQueries } from './queries.js'
import { sql, toColumn } from './statement.js'
import type { GivenTime } from './time.js'

export { migratePostgres } from './migrate.js'
export type { PostgresParts, PostgresStoreParts } from './parts.js'
export { createSharedClock, type SharedClock } from './shared-clock.js'

/**
 * Opens the store, after bringing the database up to what this program needs.
 * @throws StoreError when it cannot be reached, may not be brought up by this role, or belongs to a newer program, in words
 *   that say what to do.
 */
export async function createPostgresStore(parts: PostgresStoreParts): Promise<Store> {
  const steps = await migratePostgres(parts)
  if (steps.length > 0) parts.log.info({ steps }, 'store.migrated')
  const handle = randomUUID()
  const database = createDatabase(parts)
  const call = async (payload: string) =>
    void (await database.read(z.unknown(), sql`select pg_notify(${channel}, ${payload})`))
  return createStore(parts, {
    database,
    listener: createListener({ ...parts, handle, call }),
    handle,
  })
}

/**
 * The same for whoever only reads: nothing is brought up, and whatever would change something is refused.
 * @throws StoreError when it cannot be reached, or when this program would misread it.
 */
export async function openPostgresForReading(parts: Omit<PostgresStoreParts, 'createId'>): Promise<Store> {
  const database = createDatabase({ ...parts, mostConnections: 2 })
  await requireReadable(database).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const refuse = () =>
    Promise.reject(
      new StoreError('The database is open for reading only: start the bot, and ask it.', false, {
        isRefused: true,
      }),
    )
  return {
    ...createQueries({ database, duties: parts.duties, toNow: createNow(parts) }),
    ...createJournalReader(database),
    isShared: true,
    commit: refuse,
    remember: refuse,
    claimTasks: async () => [],
    renewClaims: async () => [],
    subscribe: () => () => {},
    health: () => ({ ok: true, detail: 'open for reading only' }),
    close: () => database.close(),
  }
}

const anySchema = z.object({ isAny: z.boolean() })

interface Medium {
  readonly database: Database
  readonly listener: Listener
  /** Of this one among all that are open. */
  readonly handle: string
}

function createStore(parts: PostgresStoreParts, { database, listener, handle }: Medium): Store {
  const toNow = createNow(parts)
  const strange: ClaimParts['strange'] = new Map()
  const own = createOwnClaims()
  const tidy = createTidying(parts, database)
  let closing: Promise<void> | undefined

  const commit: Store['commit'] = async (given) => {
    const prepared = prepareCommit(given, { createId: parts.createId, keepsUnknown: true })
    const saved = await database.transaction((saving) =>
      applyCommit(saving, prepared, { now: toNow(), handle }),
    )
    if (given.settle !== undefined) own.drop(given.settle.claim)
    if (prepared.cells.length > 0) tidy()
    return saved
  }

  async function end(): Promise<void> {
    await listener.close()
    const tokens = own.list().map(toColumn)
    if (tokens.length > 0)
      await database
        .transaction((given) => releaseClaims(given, tokens))
        .catch((error: unknown) => parts.log.warn({ err: error }, 'store.claims-not-given-back'))
    await database.close()
  }

  const refuseClosed = () => {
    if (closing !== undefined) throw new StoreError('The store is closed', false)
  }
  const queries = createQueries({ database: guard(database, refuseClosed), duties: parts.duties, toNow })
  return {
    ...queries,
    ...createJournalReader(database),
    isShared: true,
    async commit(given) {
      refuseClosed()
      return commit(given)
    },
    async remember(key, value, terms) {
      refuseClosed()
      await commit({ cells: [{ ...terms, key, value }] })
    },
    async claimTasks(request) {
      refuseClosed()
      const given = { ...parts, now: toNow(request.now), strange }
      const [found] = await database.read(anySchema, countsAnything(given))
      if (found?.isAny !== true) return []
      const claims = await database.transaction((saving) => claimTasks(saving, request, given), claimLock)
      claims.forEach(own.add)
      return claims
    },
    async renewClaims(request) {
      refuseClosed()
      const renewed = await database.transaction((given) => renewClaims(given, request, toNow(request.now)))
      const held = new Set(renewed.map(({ token }) => token))
      for (const claim of request.claims) if (!held.has(claim.token)) own.drop(claim)
      return renewed
    },
    subscribe: listener.subscribe,
    health: () => toHealth(database.findTrouble(), listener.findTrouble()),
    close() {
      closing ??= end()
      return closing
    },
  }
}

/** What is called while it closes is refused, though the database ends what is under way. */
function guard(database: Database, refuse: () => void): Database {
  return {
    ...database,
    read: async (schema, statement) => {
      refuse()
      return database.read(schema, statement)
    },
  }
}

function createNow({ time = 'database', clock }: Pick<PostgresStoreParts, 'time' | 'clock'>) {
  return (given?: number): GivenTime => (time === 'database' ? null : (given ?? clock.now()))
}

/** Whoever ends gives back what it holds: nobody has to wait until a lease runs out. */
function createOwnClaims() {
  const tokens = new Set<string>()
  return {
    add: ({ token }: Claim) => void tokens.add(token),
    drop: ({ token }: Claim) => void tokens.delete(token),
    list: () => [...tokens],
  }
}

const tidyMilliseconds = 60_000

/** Rows that are of no use to anybody any more are taken out beside the work, once in a while. */
function createTidying(parts: PostgresStoreParts, database: Database) {
  const toNow = createNow(parts)
  let last = parts.clock.monotonic()
  return () => {
    const at = parts.clock.monotonic()
    if (at - last < tidyMilliseconds || database.isClosed()) return
    last = at
    database
      .transaction(async (given) => {
        await dropEnded(given, toNow())
        await given.run({ text: droppingMarks, values: [] })
      })
      .catch((error: unknown) => parts.log.warn({ err: error }, 'store.not-tidied'))
  }
}

function toHealth(trouble: string | undefined, listening: string | undefined): ReturnType<Store['health']> {
  if (trouble !== undefined) return { ok: false, detail: trouble }
  const fine = 'the database takes everything'
  if (listening === undefined) return { ok: true, detail: fine }
  const warning = `work is looked for every 2 s, because ${listening}`
  return { ok: true, detail: `${fine}; ${warning}`, warning }
}
