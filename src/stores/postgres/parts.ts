import type { Clock, CreateId, Log } from '../../ports.js'
import type { Duties } from '../duties.js'
import type { TimeSource } from './time.js'

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
  /** A statement that takes longer is ended; 10,000 when undefined. */
  readonly statementMilliseconds?: number
  /**
   * Whose time says what is due, which lease has run out and which cell has ended: the database's when undefined, so that times
   * of two machines are never compared; else what the caller or its clock says.
   */
  readonly time?: TimeSource
}
