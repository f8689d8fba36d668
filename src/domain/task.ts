import { z } from 'zod'
import { platformNameSchema } from './actor.js'

export const channelRefSchema = z.object({ platform: platformNameSchema, channel: z.string() }).readonly()

/** A place that receives alerts. `channel` is the platform's id, or the platform's own word for a place that it finds by itself. */
export type ChannelRef = z.infer<typeof channelRefSchema>

/**
 * What is to be done: `kind` names who does it. The members that are listed here mean the same for everybody; what else
 * there is, only that kind understands. Everything else is read from the state when the task runs, so a late task acts on
 * the truth.
 */
export const dutySchema = z.looseObject({
  kind: z.string().min(1),
  tenantId: z.string().optional(),
  incidentId: z.string().optional(),
  platform: platformNameSchema.optional(),
  channel: channelRefSchema.optional(),
})
export type Duty = z.infer<typeof dutySchema>

/** Where its last try was not taken, and what is to be known while it waits for that to be mended. */
const heldSchema = z
  .object({
    platform: platformNameSchema,
    /** Undefined when it is about a person, or about the whole platform. */
    channel: z.string().optional(),
    /** This very card was refused: that another one is taken there says less. */
    isOfCard: z.boolean().optional(),
    /** No answer came: whatever the platform takes anywhere says that it is back. */
    isOutage: z.boolean().optional(),
    /** When it was first due: its age. */
    since: z.number(),
    triedAt: z.number(),
    /** When it comes back by its own patience. A try before that is one that the place is owed, and is not counted. */
    dueAt: z.number(),
    /** It was asked to wait until then. */
    notBefore: z.number().optional(),
  })
  .readonly()
export type Held = z.infer<typeof heldSchema>

export const taskSchema = z
  .object({
    /**
     * A task that is due under a key already waiting (not yet claimed) replaces nothing: the earlier `dueAt` wins.
     * Once claimed, the key is free again.
     */
    key: z.string().min(1),
    /** Tasks of one lane run one at a time, in order of `dueAt`. */
    lane: z.string().min(1),
    dueAt: z.number(),
    /** Failed tries so far. */
    attempts: z.number(),
    duty: dutySchema,
    /** Undefined when nothing keeps it back. */
    held: heldSchema.optional(),
  })
  .readonly()
/** Work due at a time, saved with the state change that asked for it. */
export type Task = z.infer<typeof taskSchema>

/** A new task: nothing has been tried yet. */
export function toTask(order: Omit<Task, 'attempts'>): Task {
  return { ...order, attempts: 0 }
}

/** The clock was set: all that says when says it so much later. */
export function moveTask(task: Task, milliseconds: number): Task {
  const { held } = task
  const dueAt = task.dueAt + milliseconds
  return held === undefined ? { ...task, dueAt } : { ...task, dueAt, held: moveHeld(held, milliseconds) }
}

export function moveHeld(held: Held, milliseconds: number): Held {
  return {
    ...held,
    since: held.since + milliseconds,
    triedAt: held.triedAt + milliseconds,
    dueAt: held.dueAt + milliseconds,
    ...(held.notBefore === undefined ? {} : { notBefore: held.notBefore + milliseconds }),
  }
}
