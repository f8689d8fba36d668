// The answer to a COMMIT was lost: whether it was saved is asked of the database, never guessed. Each connection has a row that
// says which commit was its last. pg_xact_status() would not do: a database that crashes may give the number of a transaction
// that left no trace to another one.
import { z } from 'zod'
import { pause } from '../../concurrency/pause.js'
import type { Clock } from '../../ports.js'
import type { Connections } from './connections.js'

export type Outcome = 'committed' | 'aborted' | 'unknown'

/** Both are made here, of letters that need no quoting. */
export interface Mark {
  readonly connection: string
  readonly commitId: string
}

/** Part of every transaction. */
export function toMarking({ connection, commitId }: Mark): string {
  return (
    `insert into reprieve.last_commits (connection, commit_id, at) values ('${connection}', '${commitId}', now()) ` +
    'on conflict (connection) do update set commit_id = excluded.commit_id, at = excluded.at'
  )
}

/** Those of connections that nobody has any more. */
export const droppingMarks = `delete from reprieve.last_commits where at < now() - interval '2 days'`

interface Question {
  readonly connections: Connections
  readonly clock: Clock
  readonly mark: Mark
  /** A database that crashes is back within this, and whoever asked does not wait for ever. */
  readonly longestMilliseconds: number
}

const pauseMilliseconds = 100

export async function findOutcome(question: Question): Promise<Outcome> {
  const { clock, longestMilliseconds } = question
  const until = clock.monotonic() + longestMilliseconds
  while (clock.monotonic() < until) {
    const last = await ask(question)
    if (last !== undefined) return last === question.mark.commitId ? 'committed' : 'aborted'
    await pause(clock, pauseMilliseconds)
  }
  return 'unknown'
}

const answerSchema = z
  .array(z.object({ rows: z.array(z.unknown()) }))
  .transform((answers) => answers.flatMap(({ rows }) => rows))
  .pipe(z.tuple([z.object({ last: z.string() })]))

/** Waits for what may be under way still. Undefined when nobody answers. */
async function ask({ connections, mark }: Question): Promise<string | undefined> {
  try {
    const client = await connections.lend()
    try {
      const answer: unknown = await client.query(
        `begin; set local lock_timeout = 1000; insert into reprieve.last_commits as kept (connection, commit_id, at)
        values ('${mark.connection}', '', now()) on conflict (connection) do update set at = kept.at
        returning commit_id as last; commit`,
      )
      client.release()
      connections.worked()
      return answerSchema.parse(answer)[0].last
    } catch (error) {
      client.release(true)
      connections.failed(error)
      return undefined
    }
  } catch {
    return undefined
  }
}
