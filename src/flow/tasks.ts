// The tasks a state change asks for. Keys make the same wish twice one task; lanes keep an order where one matters.
import { type PlatformName, platformNames } from '../domain/actor.js'
import type { Incident } from '../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../domain/instant.js'
import type { NoticeKind, Task, TaskDuty } from '../domain/task.js'
import type { Tenant } from '../domain/tenant.js'
import { verifyMinutes } from '../domain/transitions.js'

/** Changes of many incidents within this time reach a digest as one edit. */
const digestMilliseconds = 1_500

interface Order {
  readonly key: string
  readonly lane: string
  readonly dueAt: Instant
  readonly duty: TaskDuty
}

function toTask(order: Order): Task {
  return { ...order, attempts: 0 }
}

export function toWatchTask(tenantId: string, dueAt: Instant): Task {
  const key = `watch:${tenantId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'watch', tenantId } })
}

export function toGatherTask(incidentId: string, dueAt: Instant): Task {
  const key = `gather:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'gather', incidentId } })
}

/** Posting, editing and thread lines of one incident on one platform share a lane: an edit never overtakes the post. */
function toCardLane(incidentId: string, platform: PlatformName): string {
  return `card:${incidentId}:${platform}`
}

export function toPostTasks(incidentId: string, tenant: Tenant, dueAt: Instant): readonly Task[] {
  return tenant.channels.map((channel) =>
    toTask({
      key: `post:${incidentId}:${channel.platform}:${channel.channel}`,
      lane: toCardLane(incidentId, channel.platform),
      dueAt,
      duty: { kind: 'post', incidentId, channel },
    }),
  )
}

/** Brings what everyone sees up to date: the incident's own cards, or the digest it is on. */
export function toUpdateTasks(incident: Incident, tenant: Tenant, dueAt: Instant): readonly Task[] {
  if (incident.digestId !== undefined) return toDigestTasks(incident.digestId, tenant, dueAt)
  return toPlatforms(tenant).map((platform) =>
    toTask({
      key: `update:${incident.id}:${platform}`,
      lane: toCardLane(incident.id, platform),
      dueAt,
      duty: { kind: 'update', incidentId: incident.id, platform },
    }),
  )
}

export function toDigestTasks(digestId: string, tenant: Tenant, now: Instant): readonly Task[] {
  return tenant.channels.map((channel) => {
    const key = `digest:${digestId}:${channel.platform}:${channel.channel}`
    return toTask({
      key,
      lane: key,
      dueAt: now + digestMilliseconds,
      duty: { kind: 'digest', digestId, channel },
    })
  })
}

interface LineOrder {
  readonly incidentId: string
  readonly tenant: Tenant
  readonly notice: NoticeKind
  readonly dueAt: Instant
}

export function toLineTasks({ incidentId, tenant, notice, dueAt }: LineOrder): readonly Task[] {
  return toPlatforms(tenant).map((platform) =>
    toTask({
      key: `line:${incidentId}:${platform}:${notice}`,
      lane: toCardLane(incidentId, platform),
      dueAt,
      duty: { kind: 'line', incidentId, platform, notice },
    }),
  )
}

export function toUnblockTask(incidentId: string, dueAt: Instant): Task {
  const key = `unblock:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'unblock', incidentId } })
}

export function toVerifyTasks(incidentId: string, from: Instant): readonly Task[] {
  return verifyMinutes.map((minutes) =>
    toTask({
      key: `verify:${incidentId}:${minutes}`,
      lane: `verify:${incidentId}`,
      dueAt: from + minutes * minuteMilliseconds,
      duty: { kind: 'verify', incidentId, minutes },
    }),
  )
}

function toPlatforms(tenant: Tenant): readonly PlatformName[] {
  return platformNames.filter((name) => tenant.channels.some((channel) => channel.platform === name))
}
