import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { channelRefSchema, type Task, toTask } from '../../domain/task.js'

export const escalateDuty = z.object({ kind: z.literal('escalate'), incidentId: z.string() })

/** One step's message in one channel. */
export const mentionDuty = z.object({
  kind: z.literal('escalate-mention'),
  incidentId: z.string(),
  channel: channelRefSchema,
  /** The round it is a step of: nobody is mentioned for one that is over. */
  since: z.number(),
  stepKey: z.string(),
  member: z.object({ memberId: z.string(), isGroup: z.boolean(), name: z.string() }).readonly(),
})
export type MentionOrder = z.infer<typeof mentionDuty>

/** One waits for each incident: which step is due is found out then. Those of a storm take turns, to be told as one. */
export function toEscalateTask({ id, digestId = id }: Incident, dueAt: Instant): Task {
  return toTask({
    key: `escalate:${id}`,
    lane: `escalate:${digestId}`,
    dueAt,
    duty: { kind: 'escalate', incidentId: id },
  })
}

export function toMentionTask(order: Omit<MentionOrder, 'kind'>, dueAt: Instant): Task {
  const { incidentId, channel, since, stepKey } = order
  return toTask({
    key: `escalate-mention:${incidentId}:${since}:${stepKey}`,
    // Behind the card whose thread it goes to.
    lane: `card:${incidentId}:${channel.platform}`,
    dueAt,
    duty: { kind: 'escalate-mention', ...order },
  })
}
