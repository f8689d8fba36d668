// Transactions that are either saved or not, and a caller who is told which.
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import { createInFlight } from '../../concurrency/in-flight.js'
import { createLimit } from '../../concurrency/limit.js'
import { StoreError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import { createConnections, patienceMilliseconds } from './connections.js'
import { findCode, toFailureKind, toStale, toStoreError } from './failures.js'
import { requireReader } from './format.js'
import { findOutcome, type Mark, toMarking } from './outcome.js'
import type { Statement } from './statement.js'

export interface Sql {
  /** Rows as the schema says. */
  query<Schema extends z.ZodType>(schema: Schema, statement: Statement): Promise<readonly z.output<Schema>[]>
  /** How many rows it touched. */
  run(statement: Statement): Promise<number>
}

/** A transaction that is under way. */
export interface Saving extends Sql {
  /** What nobody waits for, in one trip with the commit. */
  atEnd(statement: Statement): void
}

export interface Database {
  /** One statement that changes nothing. @throws StoreError */
  read: Sql['query']
  /**
   * All of it or nothing. Done anew when it came to nothing without anybody's fault, so `work` has no other effects.
   * @param before more statements for the beginning, in the same trip. @throws StoreError, StaleError, whatever `work` throws
   */
  transaction<Result>(work: (saving: Saving) => Promise<Result>, before?: string): Promise<Result>
  /** Undefined when the last try was a good one. */
  findTrouble(): string | undefined
  isClosed(): boolean
  /** Ends what is under way. */
  close(): Promise<void>
}

export interface DatabaseParts {
  readonly url: string
  readonly clock: Clock
  readonly log: Log
  readonly mostConnections?: number | undefined
  /** A statement that takes longer is ended; 10,000 when undefined. */
  readonly statementMilliseconds?: number | undefined
}

// Made once: zod compiles a schema when it is used first.
const startSchema = z.object({
  rows: z.tuple([z.object({ format: z.number(), oldestReader: z.number() })]),
})
const endSchema = z.object({ command: z.string() })

export function createDatabase(parts: DatabaseParts): Database {
  const { clock, statementMilliseconds = 10_000 } = parts
  const most = parts.mostConnections ?? 10
  // The database ends it first, if it still can.
  const answerMilliseconds = statementMilliseconds + 2_000
  const connections = createConnections({ ...parts, most, answerMilliseconds })
  const flight = createInFlight()
  const limit = createLimit(most)
  const names = new WeakMap<pg.PoolClient, string>()
  let closing: Promise<void> | undefined

  /** A commit that is tried anew is another one. */
  function toMark(client: pg.PoolClient): Mark {
    const connection = names.get(client) ?? randomUUID()
    names.set(client, connection)
    return { connection, commitId: randomUUID() }
  }

  async function begin(client: pg.PoolClient, mark: Mark, before: string): Promise<void> {
    // Several statements in one trip; what is set ends with the transaction.
    // Whoever stands still within a transaction holds up those who wait for its locks, and loses it before they give up.
    const text =
      `begin isolation level read committed; set local statement_timeout = ${statementMilliseconds}; ` +
      `set local lock_timeout = ${Math.ceil(statementMilliseconds / 2)}; ` +
      `set local idle_in_transaction_session_timeout = ${Math.ceil(statementMilliseconds / 4)}; ${before} ` +
      `${toMarking(mark)}; select format, oldest_reader as "oldestReader" from reprieve.meta`
    requireReader(startSchema.parse(await askLast(client, text)).rows[0])
  }

  /** @returns what to hand back, or `again` when nothing was saved and the same may go through now. */
  async function attempt<Result>(
    client: pg.PoolClient,
    work: (saving: Saving) => Promise<Result>,
    before: string,
  ): Promise<{ readonly result: Result } | { readonly again: unknown }> {
    const mark = toMark(client)
    let result: Result
    const last: Statement[] = []
    const watched = watch(client)
    try {
      // In one trip: the database takes one after the other, and what follows on a beginning that failed fails too.
      const [begun, worked] = await Promise.allSettled([
        watched.call(() => begin(client, mark, before)),
        work({ ...watched.sql, atEnd: (statement) => void last.push(statement) }),
      ])
      if (begun.status === 'rejected') throw begun.reason
      if (worked.status === 'rejected') throw worked.reason
      result = worked.value
    } catch (error) {
      await end(client, watched.isFailure(error) ? error : undefined)
      if (!watched.isFailure(error)) throw error
      const stale = toStale(error)
      if (stale !== undefined) throw stale
      if (['again', 'gone'].includes(toFailureKind(error))) return { again: error }
      throw toStoreError(error)
    }
    return commit(client, { mark, result, last })
  }

  async function commit<Result>(client: pg.PoolClient, { mark, result, last }: Done<Result>) {
    try {
      const { command } = endSchema.parse(await finish(client, last))
      client.release()
      connections.worked()
      if (command !== 'COMMIT') throw new StoreError('The database took back what was to be saved', false)
      return { result }
    } catch (error) {
      if (error instanceof StoreError) throw error
      client.release(true)
      // A refusal in so many words is one; anything else may have come after it was saved.
      if (toFailureKind(error) === 'again') return { again: error }
      if (toFailureKind(error) !== 'gone') throw toStoreError(error)
      connections.failed(error)
      const outcome = await findOutcome({
        connections,
        clock,
        mark,
        longestMilliseconds: 2 * statementMilliseconds,
      })
      if (outcome === 'unknown') throw toUnknown(error)
      return outcome === 'committed' ? { result } : { again: error }
    }
  }

  async function transaction<Result>(
    work: (saving: Saving) => Promise<Result>,
    { before, lendUntil }: { readonly before: string; readonly lendUntil: number },
  ): Promise<Result> {
    const until = clock.monotonic() + patienceMilliseconds
    for (let tries = 1; ; tries += 1) {
      const client = await connections.lend(lendUntil)
      const ended = await attempt(client, work, before)
      if ('result' in ended) return ended.result
      if (toFailureKind(ended.again) === 'gone') connections.failed(ended.again)
      if (tries >= mostTries || clock.monotonic() >= until) throw toStoreError(ended.again)
    }
  }

  async function read<Schema extends z.ZodType>(schema: Schema, statement: Statement, lendUntil: number) {
    for (let tries = 1; ; tries += 1) {
      const client = await connections.lend(lendUntil)
      const watched = watch(client)
      try {
        const rows = await watched.sql.query(schema, statement)
        client.release()
        connections.worked()
        return rows
      } catch (error) {
        const isGone = watched.isFailure(error) && toFailureKind(error) === 'gone'
        client.release(isGone)
        if (isGone) connections.failed(error)
        if (!isGone || tries >= mostTries) throw watched.isFailure(error) ? toStoreError(error) : error
      }
    }
  }

  /** In turn: while the database works, whoever has to wait for others waits as long as that takes. */
  function whileOpen<Result>(work: (lendUntil: number) => Promise<Result>): Promise<Result> {
    if (closing !== undefined) return Promise.reject(new StoreError('The store is closed', false))
    const lendUntil = clock.monotonic() + patienceMilliseconds
    return flight.track(limit(() => work(lendUntil)))
  }

  return {
    read: (schema, statement) => whileOpen((lendUntil) => read(schema, statement, lendUntil)),
    transaction: (work, before = '') => whileOpen((lendUntil) => transaction(work, { before, lendUntil })),
    findTrouble: connections.findTrouble,
    isClosed: () => closing !== undefined,
    close() {
      closing ??= flight.drain().then(() => connections.close())
      return closing
    },
  }
}

interface Done<Result> {
  readonly mark: Mark
  readonly result: Result
  /** Left for the end. */
  readonly last: readonly Statement[]
}

/** In one trip, too: after one that failed nothing is saved. */
async function finish(client: pg.PoolClient, last: readonly Statement[]): Promise<unknown> {
  const plain = last.filter(({ values }) => values.length === 0).map(({ text }) => text)
  const ended = await Promise.allSettled([
    ...last.flatMap(({ text, values }) => (values.length === 0 ? [] : [client.query(text, [...values])])),
    askLast(client, [...plain, 'commit'].join('; ')),
  ])
  const failed = ended.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  const answer = ended.at(-1)
  return answer?.status === 'fulfilled' ? answer.value : undefined
}

/** Several statements in one trip. @returns the answer to the last of them. */
async function askLast(client: pg.PoolClient, text: string): Promise<unknown> {
  const answers: unknown = await client.query(text)
  return Array.isArray(answers) ? answers.at(-1) : answers
}

/** Deadlocks and lost connections end by themselves, or soon become somebody's business. */
const mostTries = 6

interface Watched {
  readonly sql: Sql
  call<Result>(work: () => Promise<Result>): Promise<Result>
  /** Whether it is the database's, and not of whoever works with it. */
  isFailure(error: unknown): boolean
}

function watch(client: pg.PoolClient): Watched {
  const failures = new Set<unknown>()
  async function call<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof StoreError)) failures.add(error)
      throw error
    }
  }
  return {
    call,
    isFailure: (error) => failures.has(error),
    sql: {
      async query(schema, { text, values }) {
        const { rows } = await call(() => client.query(text, [...values]))
        return rows.map((row: unknown) => schema.parse(row))
      },
      async run({ text, values }) {
        const { rowCount } = await call(() => client.query(text, [...values]))
        return rowCount ?? 0
      },
    },
  }
}

/** Nothing of it is saved, whether the database hears of that or only of the end of the connection. */
async function end(client: pg.PoolClient, failure: unknown): Promise<void> {
  if (failure !== undefined && findCode(failure) === undefined) return client.release(true)
  try {
    await client.query('rollback')
    client.release()
  } catch {
    client.release(true)
  }
}

function toUnknown(error: unknown): StoreError {
  const { message, cause } = toStoreError(error)
  return new StoreError(
    `${message} Whether this was saved or not could not be found out: look again before you repeat it.`,
    false,
    { cause },
  )
}
