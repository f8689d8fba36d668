// Checks a commit on its own before it joins a batch, so that one bad value never spoils the commits of others.
import { z } from 'zod'
import { type Erasure, erasureSchema } from '../domain/erase.js'
import { type Incident, incidentSchema } from '../domain/incident.js'
import { type JournalEvent, journalEventSchema } from '../domain/journal.js'
import { keepUnknown } from '../domain/keep-unknown.js'
import { type Task, taskSchema } from '../domain/task.js'
import { StoreError } from '../errors.js'
import type { Commit, CreateId } from '../ports.js'
import { toMonth } from './month.js'
import { type PreparedCell, prepareCell } from './prepare-cell.js'
import { type Salted, saltTexts } from './salt.js'
import { deepFreeze, toStored } from './stored.js'

export interface Prepared {
  readonly incident: { readonly next: Incident; readonly expectedVersion: number } | undefined
  readonly events: readonly Salted[]
  readonly tasks: readonly Task[]
  readonly settle: Settled | undefined
  /** Its token. */
  readonly holds: string | undefined
  readonly hasten: readonly z.infer<typeof hastenSchema>[]
  readonly cells: readonly PreparedCell[]
  readonly moveTasksMilliseconds: number
  readonly erase: Erasure | undefined
}

/** What becomes of a claimed task; without `retryAt` it is over. */
export type Settled = z.infer<typeof settleSchema>

const settleSchema = z.object({
  token: z.string(),
  retryAt: z.number().optional(),
  isUncounted: z.boolean().optional(),
  held: taskSchema.unwrap().shape.held,
})
const hastenSchema = z.object({ key: z.string(), dueAt: z.number() })
// Made once: to make a schema takes longer than to use it.
const tokenSchema = z.string().optional()
const movedSchema = z.number().default(0)

const keepingSchema = keepUnknown(incidentSchema)

interface Given {
  readonly createId: CreateId
  readonly keepsUnknown: boolean
}

/**
 * @param keepsUnknown beside a newer program's data: what is saved keeps the members that only that program knows.
 *   Otherwise whatever no schema knows is nobody's, and is dropped.
 * @throws StoreError when something in it is not JSON or not what the schemas say.
 */
export function prepareCommit(commit: Commit, { createId, keepsUnknown }: Given): Prepared {
  try {
    return {
      incident: prepareIncident(commit.incident, keepsUnknown ? keepingSchema : incidentSchema),
      events: (commit.events ?? []).map((event) => prepareEvent(event, createId)),
      tasks: (commit.tasks ?? []).map((task) => toStored(taskSchema, task)),
      settle: prepareSettle(commit.settle),
      holds: tokenSchema.parse(commit.holds?.token),
      hasten: (commit.hasten ?? []).map((one) => hastenSchema.parse(one)),
      cells: (commit.cells ?? []).map(prepareCell),
      moveTasksMilliseconds: movedSchema.parse(commit.moveTasksMilliseconds),
      erase: prepareErasure(commit.erase),
    }
  } catch (error) {
    throw new StoreError(`This cannot be stored: ${toReason(error)}`, false, {
      cause: error,
      isRefused: true,
    })
  }
}

function prepareIncident(change: Commit['incident'], schema: typeof incidentSchema): Prepared['incident'] {
  if (change === undefined) return undefined
  const { expectedVersion } = change
  const next = toStored(schema, { ...change.next, version: expectedVersion + 1 })
  if (next.state.status === 'closed') toMonth(next.state.closedAt)
  return { next, expectedVersion }
}

function prepareEvent(event: JournalEvent, createId: CreateId): Salted {
  toMonth(event.at)
  const { event: chained, texts } = saltTexts(toStored(journalEventSchema, event), createId)
  return { event: deepFreeze(chained), texts: deepFreeze(texts) }
}

function prepareErasure(erasure: Commit['erase']): Erasure | undefined {
  if (erasure === undefined) return undefined
  toMonth(erasure.before)
  return toStored(erasureSchema, erasure)
}

function prepareSettle(settle: Commit['settle']): Prepared['settle'] {
  if (settle === undefined) return undefined
  const { claim, ...rest } = settle
  return toStored(settleSchema, { ...rest, token: claim.token })
}

function toReason(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  return error instanceof Error ? error.message : String(error)
}
