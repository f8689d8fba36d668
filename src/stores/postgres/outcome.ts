// The answer to a COMMIT was lost: whether it was saved is asked of the database, never guessed.
import { z } from 'zod'
import { pause } from '../../concurrency/pause.js'
import type { Clock } from '../../ports.js'
import type { Connections } from './connections.js'

export type Outcome = 'committed' | 'aborted' | 'unknown'

interface Question {
  readonly connections: Connections
  readonly clock: Clock
  readonly xid: string
}

/** A database that crashes is back within this, and whoever asked does not wait for ever. */
const longestMilliseconds = 20_000
const pauseMilliseconds = 100

const statusSchema = z.object({
  rows: z.tuple([z.object({ status: z.enum(['committed', 'aborted', 'in progress']).nullable() })]),
})

export async function findOutcome({ connections, clock, xid }: Question): Promise<Outcome> {
  const until = clock.monotonic() + longestMilliseconds
  while (clock.monotonic() < until) {
    const status = await ask(connections, xid)
    if (status === null) return 'unknown'
    if (status === 'committed' || status === 'aborted') return status
    await pause(clock, pauseMilliseconds)
  }
  return 'unknown'
}

/** Undefined when nobody answers; null when it is so long ago that the database has forgotten. */
async function ask(connections: Connections, xid: string) {
  try {
    const client = await connections.lend()
    try {
      const answer: unknown = await client.query('select pg_xact_status($1::xid8) as status', [xid])
      client.release()
      connections.worked()
      return statusSchema.parse(answer).rows[0].status
    } catch (error) {
      client.release(true)
      connections.failed(error)
      return undefined
    }
  } catch {
    return undefined
  }
}
