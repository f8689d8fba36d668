// Connections to one database, lent out one by one. No session state is left on one of them, so that a pooler in front of the
// database may hand each transaction to another.
import pg from 'pg'
import { createBackoff } from '../../concurrency/backoff.js'
import { pause } from '../../concurrency/pause.js'
import { StoreError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import { toFailureKind, toStoreError } from './failures.js'

export interface Connections {
  /**
   * Waits for one while the database is away, but not for long. No more than there are may be asked for at once: one who waits
   * for another to be given back would be told that the database does not answer.
   * @param until by the monotonic clock. @throws StoreError
   */
  lend(until?: number): Promise<pg.PoolClient>
  /** The last failure, in words, while nothing has worked since. */
  findTrouble(): string | undefined
  worked(): void
  failed(error: unknown): void
  close(): Promise<void>
}

interface ConnectionsParts {
  readonly url: string
  readonly clock: Clock
  readonly log: Log
  readonly most: number
  /** An answer that takes longer is not waited for. */
  readonly answerMilliseconds: number
}

/** Whoever pressed a button waits for this: a restart of the database is over by then, and an outage is told as one. */
export const patienceMilliseconds = 4_000
const connectMilliseconds = 5_000

export function createConnections(parts: ConnectionsParts): Connections {
  const { clock, log } = parts
  const pool = createPool(parts)
  const backoff = createBackoff<unknown>({ clock, firstMilliseconds: 50, longestMilliseconds: 2_000 })
  let trouble: string | undefined

  // One that lies idle and is cut off; the next one is another.
  pool.on('error', (error) => log.warn({ err: toStoreError(error) }, 'store.connection-lost'))
  // One that is lent out tells whoever has it.
  pool.on('connect', (client) => client.on('error', () => {}))

  function failed(error: unknown): void {
    backoff.failed(error)
    trouble = toStoreError(error).message
  }

  async function lend(until: number): Promise<pg.PoolClient> {
    const left = until - clock.monotonic()
    const before = backoff.find()
    if (before !== undefined) {
      if (before.leftMilliseconds > left) throw toStoreError(before.failure)
      await pause(clock, before.leftMilliseconds)
    }
    try {
      return await pool.connect()
    } catch (error) {
      failed(error)
      if (toFailureKind(error) !== 'gone') throw toStoreError(error)
      return lend(until)
    }
  }

  return {
    lend: (until = clock.monotonic() + patienceMilliseconds) => lend(until),
    findTrouble: () => trouble,
    worked() {
      trouble = undefined
      backoff.succeeded()
    },
    failed,
    close: () => pool.end(),
  }
}

function createPool({ url, most, answerMilliseconds }: ConnectionsParts): pg.Pool {
  return new pg.Pool({
    ...toClientOptions(url, answerMilliseconds),
    max: most,
    // What follows does not wait for the answer to what went before, when nothing of it is needed.
    pipeline: true,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: false,
  })
}

/** @throws StoreError when the address cannot be read; it is not repeated, since it holds a password. */
export function toClientOptions(url: string, answerMilliseconds: number): pg.ClientConfig {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new StoreError(
      'The address of the database cannot be read. It looks like ' +
        '"postgres://role:password@host:5432/database"; special characters in the password are written as %40 for @, %2F for /.',
      true,
    )
  return {
    connectionString: url,
    application_name: 'reprieve',
    connectionTimeoutMillis: connectMilliseconds,
    query_timeout: answerMilliseconds,
    keepAlive: true,
  }
}
