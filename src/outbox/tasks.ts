// The tasks a state change asks for. Keys make the same wish twice one task; lanes keep an order where one matters.
import { type ActorRef, type PlatformName, platformNames } from '../domain/actor.js'
import type { Incident } from '../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../domain/instant.js'
import { findChannels } from '../domain/route.js'
import type { ChannelRef, NoticeKind, Task, TaskDuty } from '../domain/task.js'
import type { Tenant } from '../domain/tenant.js'
import { verifyMinutes } from '../domain/transitions.js'

/** Changes of many incidents within this time reach a digest as one edit. */
const digestMilliseconds = 1_500
/** Evidence waits for the card that announces the incident, but not for a platform that is down. */
const announcedMilliseconds = 30_000
/** The first polls of a thousand tenants begin within a quarter of a minute, not in one moment. */
const firstPolls = { atOnce: 32, everyMilliseconds: 500 }
/** Between the reads of two tenants' settings: a thousand are read within an hour and a half. */
const policiesMilliseconds = 5_000

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

export function toSpreadWatchTasks(tenantIds: readonly string[], from: Instant): readonly Task[] {
  const { atOnce, everyMilliseconds } = firstPolls
  return tenantIds.map((tenantId, index) =>
    toWatchTask(tenantId, from + Math.floor(index / atOnce) * everyMilliseconds),
  )
}

export function toGatherTask(incidentId: string, dueAt: Instant): Task {
  const key = `gather:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'gather', incidentId } })
}

/** The first of an incident. Whoever posts the card asks for it at once; this is for when nobody can. */
export function toFirstGatherTask(incidentId: string, isAnnounced: boolean, now: Instant): Task {
  return toGatherTask(incidentId, isAnnounced ? now + announcedMilliseconds : now)
}

/** Posting, editing and thread lines of one incident on one platform share a lane: an edit never overtakes the post. */
function toCardLane(incidentId: string, platform: PlatformName): string {
  return `card:${incidentId}:${platform}`
}

export function toPostTasks(incident: Incident, tenant: Tenant, dueAt: Instant): readonly Task[] {
  return findChannels(tenant.routes, incident.restriction).map((channel) =>
    toTask({
      key: `post:${incident.id}:${channel.platform}:${channel.channel}`,
      lane: toCardLane(incident.id, channel.platform),
      dueAt,
      duty: { kind: 'post', incidentId: incident.id, channel },
    }),
  )
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
  return findChannels(tenant.routes, incident.restriction).map((channel) =>
    toDigestTask(digestId, channel, now),
  )
}

export function toDigestTask(digestId: string, channel: ChannelRef, now: Instant): Task {
  const key = `digest:${digestId}:${channel.platform}:${channel.channel}`
  const duty = { kind: 'digest', digestId, channel } as const
  return toTask({ key, lane: key, dueAt: now + digestMilliseconds, duty })
}

interface LineOrder {
  readonly incident: Incident
  readonly tenant: Tenant
  readonly notice: NoticeKind
  readonly dueAt: Instant
}

export function toLineTasks({ incident, tenant, notice, dueAt }: LineOrder): readonly Task[] {
  const incidentId = incident.id
  return toPlatforms(incident, tenant).map((platform) =>
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

/** Steps on one account run one at a time, so that what is taken back never overtakes what was done. */
export function toContainTask(incidentId: string, containmentId: string, dueAt: Instant): Task {
  return toTask({
    key: `contain:${containmentId}`,
    lane: `contain:${incidentId}`,
    dueAt,
    duty: { kind: 'contain', incidentId, containmentId },
  })
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

/** One lane: the doctor is never at it twice at once. */
export function toDoctorTask(askedAt: Instant, by: ActorRef): Task {
  return toTask({ key: 'doctor', lane: 'doctor', dueAt: askedAt, duty: { kind: 'doctor', askedAt, by } })
}

export function toPoliciesTask(tenantId: string, dueAt: Instant): Task {
  const key = `policies:${tenantId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'policies', tenantId } })
}

/** Reads of many tenants begin one after the other: a thousand at once would keep all other work waiting. */
export function toSpreadPoliciesTasks(tenantIds: readonly string[], from: Instant): readonly Task[] {
  return tenantIds.map((tenantId, index) => toPoliciesTask(tenantId, from + index * policiesMilliseconds))
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

/** Once for each channel: a beginning is not repeated. */
export function toAnnounceTasks(channels: readonly ChannelRef[], dueAt: Instant): readonly Task[] {
  return channels.map((channel) => {
    const key = `announce:${channel.platform}:${channel.channel}`
    return toTask({ key, lane: key, dueAt, duty: { kind: 'announce', channel } })
  })
}

/** Where it has a card already, and where it is about to have one. */
function toPlatforms(incident: Incident, tenant: Tenant): readonly PlatformName[] {
  const places = [...incident.cards, ...findChannels(tenant.routes, incident.restriction)]
  return platformNames.filter((name) => places.some(({ platform }) => platform === name))
}
