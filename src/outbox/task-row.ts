// How one kind of task is done. The outbox knows no kind: it is handed a table of these.
import type { z } from 'zod'
import type { Instant } from '../domain/instant.js'
import type { Pool } from '../domain/pool.js'
import type { Duty, Task } from '../domain/task.js'
import type { Claim } from '../ports.js'
import type { OutboxParts } from './parts.js'

export interface TaskRow<Parts extends OutboxParts> {
  /** What it does, for whoever reads that it fails: "gathering evidence". */
  readonly words: string
  readonly pool: Pool
  readonly schema: z.ZodType
  /** Settles the claim itself. Whatever it throws, the task comes back later. @throws ZodError for a duty of another shape. */
  run(parts: Parts, duty: Duty, claim: Claim): Promise<void>
  /** When what it is about ended, infinity for what goes on; undefined when it is about nothing that ends. */
  listEnds?(parts: Parts, duty: Duty): Promise<readonly Instant[] | undefined>
  /** What else is to be done when a try failed, saved with it. */
  listOnFailure?(parts: Parts, claim: Claim): Promise<readonly Task[]>
}

export type TaskTable<Parts extends OutboxParts> = ReadonlyMap<string, TaskRow<Parts>>

type Typed<Parts extends OutboxParts, Schema extends z.ZodType> = Omit<
  TaskRow<Parts>,
  'schema' | 'run' | 'listEnds'
> & {
  readonly schema: Schema
  run(parts: Parts, duty: z.output<Schema>, claim: Claim): Promise<void>
  listEnds?(parts: Parts, duty: z.output<Schema>): Promise<readonly Instant[] | undefined>
}

/** A row whose functions are handed the duty as its schema reads it. */
export function toTaskRow<Parts extends OutboxParts, Schema extends z.ZodType>(
  row: Typed<Parts, Schema>,
): TaskRow<Parts> {
  const { schema, run, listEnds, ...rest } = row
  return {
    ...rest,
    schema,
    run: (parts, duty, claim) => run(parts, schema.parse(duty), claim),
    ...(listEnds === undefined
      ? {}
      : { listEnds: async (parts: Parts, duty: Duty) => listEnds(parts, schema.parse(duty)) }),
  }
}
