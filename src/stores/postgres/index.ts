// The store of many equal processes: the truth is in PostgreSQL, and every process has a handle on it.
import type { Clock, CreateId, Log, Store } from '../../ports.js'
import type { Duties } from '../duties.js'

export interface PostgresParts {
  /** `postgres://role:password@host:5432/database?sslmode=verify-full`. Never told to anybody. */
  readonly url: string
  /** For waiting; and for time itself when `time` says so. */
  readonly clock: Clock
  readonly log: Log
}

export interface PostgresStoreParts extends PostgresParts {
  readonly createId: CreateId
  /** What the duty of each kind of task must look like; a kind that is not among them is left to whoever knows it. */
  readonly duties: Duties
  /** At most, besides the one that listens; 10 when undefined. */
  readonly mostConnections?: number
  /**
   * Whose time says what is due, which lease has run out and which cell has ended: the database's when undefined, so that times
   * of two machines are never compared; else what the caller or its clock says.
   */
  readonly time?: 'database' | 'given'
}

/**
 * Opens the store, after bringing the database up to what this program needs.
 * @throws StoreError when it cannot be reached, may not be brought up by this role, or belongs to a newer program, in words
 *   that say what to do.
 */
export function createPostgresStore(parts: PostgresStoreParts): Promise<Store> {
  return Promise.reject(new Error(`to be done: ${parts.time}`))
}

/** The same for whoever only reads: nothing is brought up, and whatever would change something is refused. */
export function openPostgresForReading(parts: Omit<PostgresStoreParts, 'createId'>): Promise<Store> {
  return Promise.reject(new Error(`to be done: ${parts.time}`))
}

/** Names of the steps that were applied; none when there was nothing to do. @throws StoreError */
export function migratePostgres(parts: PostgresParts): Promise<readonly string[]> {
  return Promise.reject(new Error(`to be done: ${parts.url}`))
}

export interface SharedClock extends Clock {
  close(): Promise<void>
}

/**
 * The time of the database, for every process the same: `now` is measured anew every some seconds and runs on by the
 * machine's own clock that never steps. @throws StoreError when it cannot be reached.
 */
export function createSharedClock(parts: PostgresParts): Promise<SharedClock> {
  return Promise.reject(new Error(`to be done: ${parts.url}`))
}
