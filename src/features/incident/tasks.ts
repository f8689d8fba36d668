// The cards and lines that everyone sees of an incident. Keys make the same wish twice one task; lanes keep an order
// where one matters.
import { z } from 'zod'
import { type PlatformName, platformNameSchema } from '../../domain/actor.js'
import { listHearing, listReached } from '../../domain/hearing.js'
import { type Incident, messageRefSchema } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'

/** Changes of many incidents within this time reach a digest as one edit. */
const digestMilliseconds = 1_500

const incidentId = z.string()
const platform = platformNameSchema

export const postDuty = z.object({ kind: z.literal('post'), incidentId, channel: channelRefSchema })
export const updateDuty = z.object({ kind: z.literal('update'), incidentId, platform })
export const digestDuty = z.object({
  kind: z.literal('digest'),
  digestId: z.string(),
  channel: channelRefSchema,
})
export const lineDuty = z.object({
  kind: z.literal('line'),
  incidentId,
  platform,
  /** The name of the line, as a feature has it. */
  notice: z.string(),
  /** Whom it is about, by name. */
  who: z.string().optional(),
})

export const elsewhereDuty = z.object({
  kind: z.literal('elsewhere'),
  incidentId,
  missing: channelRefSchema,
})
export const digestElsewhereDuty = z.object({
  kind: z.literal('digest-elsewhere'),
  digestId: z.string(),
  missing: channelRefSchema,
})

export const recoveryDuty = z.object({
  kind: z.literal('recovery'),
  tenantId: z.string(),
  channel: channelRefSchema,
})
export const pointDuty = z.object({ kind: z.literal('point'), incidentId, platform, of: messageRefSchema })

/** Posting, editing and thread lines of one incident on one platform share a lane: an edit never overtakes the post. */
function toCardLane(incidentId: string, platform: PlatformName): string {
  return `card:${incidentId}:${platform}`
}

export function toPostKey(incidentId: string, { platform, channel }: ChannelRef): string {
  return `post:${incidentId}:${platform}:${channel}`
}

export function toPostTasks(incident: Incident, tenant: Tenant, dueAt: Instant): readonly Task[] {
  return listHearing(tenant.routes, incident).map((channel) => toPostTask(incident, channel, dueAt))
}

export function toPostTask({ id }: Incident, channel: ChannelRef, dueAt: Instant): Task {
  return toTask({
    key: toPostKey(id, channel),
    lane: toCardLane(id, channel.platform),
    dueAt,
    duty: { kind: 'post', incidentId: id, channel },
  })
}

/** Brings what everyone sees up to date: the incident's own cards, or the digest it is on. */
export function toUpdateTasks(incident: Incident, tenant: Tenant, dueAt: Instant): readonly Task[] {
  if (incident.digestId !== undefined) return toDigestTasks(incident, tenant, dueAt)
  return toPlatforms(incident, tenant).map((platform) =>
    toTask({
      key: `update:${incident.id}:${platform}`,
      lane: toCardLane(incident.id, platform),
      dueAt,
      duty: { kind: 'update', incidentId: incident.id, platform },
    }),
  )
}

/** The digest an incident is on, in every channel that hears of the incident; none when it has a card of its own. */
export function toDigestTasks(incident: Incident, tenant: Tenant, now: Instant): readonly Task[] {
  const { digestId } = incident
  if (digestId === undefined) return []
  return listReached(tenant.routes, incident).map((channel) => toDigestTask(digestId, channel, now))
}

export function toDigestTask(digestId: string, channel: ChannelRef, now: Instant): Task {
  const key = `digest:${digestId}:${channel.platform}:${channel.channel}`
  const duty = { kind: 'digest', digestId, channel } as const
  return toTask({ key, lane: key, dueAt: now + digestMilliseconds, duty })
}

/** How long a channel may take to show what it should; then it is told elsewhere. */
export const unshownMilliseconds = 3 * minuteMilliseconds

/** One at a time for each incident: what the first one shows, the next one sees. */
export function toElsewhereTask(incidentId: string, missing: ChannelRef, now: Instant): Task {
  const key = `elsewhere:${incidentId}:${missing.platform}:${missing.channel}`
  const duty = { kind: 'elsewhere', incidentId, missing } as const
  return toTask({
    key,
    lane: `elsewhere:${incidentId}`,
    dueAt: now + unshownMilliseconds,
    duty,
  })
}

export function toDigestElsewhereTask(digestId: string, missing: ChannelRef, now: Instant): Task {
  const key = `digest-elsewhere:${digestId}:${missing.platform}:${missing.channel}`
  const duty = { kind: 'digest-elsewhere', digestId, missing } as const
  return toTask({ key, lane: key, dueAt: now + unshownMilliseconds, duty })
}

/** What is over by the time a channel can be reached comes within moments of each other. */
const recoveryMilliseconds = 5_000

export function toRecoveryTask(tenantId: string, channel: ChannelRef, now: Instant): Task {
  const key = `recovery:${tenantId}:${channel.platform}:${channel.channel}`
  const duty = { kind: 'recovery', tenantId, channel } as const
  return toTask({ key, lane: key, dueAt: now + recoveryMilliseconds, duty })
}

interface LineOrder {
  readonly incident: Incident
  readonly tenant: Tenant
  readonly notice: string
  readonly dueAt: Instant
  readonly who?: string
}

/** What people must notice although an edit of the card does not notify: one short line in its thread. */
export function toLineTasks({ incident, tenant, notice, dueAt, who }: LineOrder): readonly Task[] {
  const incidentId = incident.id
  return toPlatforms(incident, tenant).map((platform) =>
    toTask({
      key: `line:${incidentId}:${platform}:${notice}`,
      lane: toCardLane(incidentId, platform),
      dueAt,
      duty: { kind: 'line', incidentId, platform, notice, ...(who === undefined ? {} : { who }) },
    }),
  )
}

/** Where it has a card already, and where it is about to have one. */
function toPlatforms(incident: Incident, tenant: Tenant): readonly PlatformName[] {
  const places = [...incident.cards, ...listReached(tenant.routes, incident)]
  return [...new Set(places.map(({ platform }) => platform))]
}
