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
const dutySchema = z.looseObject({
  kind: z.string().min(1),
  tenantId: z.string().optional(),
  incidentId: z.string().optional(),
  platform: platformNameSchema.optional(),
  channel: channelRefSchema.optional(),
})
export type Duty = z.infer<typeof dutySchema>

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
  })
  .readonly()
/** Work due at a time, saved with the state change that asked for it. */
export type Task = z.infer<typeof taskSchema>

/** A new task: nothing has been tried yet. */
export function toTask(order: Omit<Task, 'attempts'>): Task {
  return { ...order, attempts: 0 }
}
