// When each tenant's own settings are read, and where a change of them is shown.
import { z } from 'zod'
import { dayMilliseconds, hourMilliseconds, type Instant } from '../../domain/instant.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'

/** Between the reads of two tenants' settings: a thousand are read within an hour and a half. */
const policiesMilliseconds = 5_000

export const policiesDuty = z.object({ kind: z.literal('policies'), tenantId: z.string() })
export const driftDuty = z.object({
  kind: z.literal('drift'),
  driftId: z.string(),
  channel: channelRefSchema,
})

export function toPoliciesTask(tenantId: string, dueAt: Instant): Task {
  const key = `policies:${tenantId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'policies', tenantId } })
}

/** Reads of many tenants begin one after the other: a thousand at once would keep all other work waiting. */
export function toSpreadPoliciesTasks(tenantIds: readonly string[], from: Instant): readonly Task[] {
  return tenantIds.map((tenantId, index) => toPoliciesTask(tenantId, from + index * policiesMilliseconds))
}

/** Since the change was seen: the audit log is up to a day late. */
const authorWaits = [0, hourMilliseconds, 6 * hourMilliseconds, dayMilliseconds]

export const authorsDuty = z.object({
  kind: z.literal('drift-authors'),
  tenantId: z.string(),
  driftId: z.string(),
  edition: z.number(),
  /** How often it was asked. */
  tries: z.number(),
  /** When this edition was seen. */
  seenAt: z.number(),
})
export type AuthorsDuty = z.infer<typeof authorsDuty>

/** The next search for who changed the settings; none after the last. Never beside a read of the same settings. */
export function toAuthorsTasks(duty: Omit<AuthorsDuty, 'kind'>): readonly Task[] {
  const wait = authorWaits[duty.tries]
  if (wait === undefined) return []
  const key = `drift-authors:${duty.driftId}:${duty.edition}`
  const lane = `policies:${duty.tenantId}`
  return [toTask({ key, lane, dueAt: duty.seenAt + wait, duty: { kind: 'drift-authors', ...duty } })]
}

export function isLastAuthorsTry(tries: number): boolean {
  return tries >= authorWaits.length - 1
}

export function toDriftTasks(
  driftId: string,
  channels: readonly ChannelRef[],
  dueAt: Instant,
): readonly Task[] {
  return channels.map((channel) => {
    const key = `drift:${driftId}:${channel.platform}:${channel.channel}`
    return toTask({ key, lane: key, dueAt, duty: { kind: 'drift', driftId, channel } })
  })
}
