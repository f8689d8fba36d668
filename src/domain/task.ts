import { z } from 'zod'
import { actorRefSchema, platformNames } from './actor.js'

export const channelRefSchema = z.object({ platform: z.enum(platformNames), channel: z.string() }).readonly()

/** A place that receives alerts. `channel` is the platform's id, or `installed` for the Teams channel the bot was added to. */
export type ChannelRef = z.infer<typeof channelRefSchema>

const noticeKinds = [
  'failed',
  'uncertain',
  'stuck',
  'handoff',
  'relapse',
  'needs-approval',
  'replaced',
  'asked',
] as const
/** What people must notice although an edit of the card does not notify: one short line in its thread. */
export type NoticeKind = (typeof noticeKinds)[number]

const incidentId = z.string()

/** What is to be done. Everything else is read from the state when the task runs, so a late task acts on the truth. */
const taskDutySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('watch'), tenantId: z.string() }),
  z.object({ kind: z.literal('gather'), incidentId }),
  z.object({ kind: z.literal('post'), incidentId, channel: channelRefSchema }),
  z.object({ kind: z.literal('update'), incidentId, platform: z.enum(platformNames) }),
  z.object({ kind: z.literal('digest'), digestId: z.string(), channel: channelRefSchema }),
  z.object({
    kind: z.literal('line'),
    incidentId,
    platform: z.enum(platformNames),
    notice: z.enum(noticeKinds),
  }),
  z.object({ kind: z.literal('unblock'), incidentId }),
  z.object({ kind: z.literal('contain'), incidentId, containmentId: z.string() }),
  z.object({ kind: z.literal('verify'), incidentId, minutes: z.number() }),
  z.object({ kind: z.literal('doctor'), askedAt: z.number(), by: actorRefSchema }),
  z.object({ kind: z.literal('policies'), tenantId: z.string() }),
  z.object({ kind: z.literal('drift'), driftId: z.string(), channel: channelRefSchema }),
  z.object({ kind: z.literal('announce'), channel: channelRefSchema }),
])
export type TaskDuty = z.infer<typeof taskDutySchema>

/** A task of another kind was left by a newer program. */
export const taskKinds: ReadonlySet<string> = new Set(
  taskDutySchema.options.map(({ shape }) => shape.kind.value),
)

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
    duty: taskDutySchema,
  })
  .readonly()
/** Work due at a time, saved with the state change that asked for it. */
export type Task = z.infer<typeof taskSchema>
