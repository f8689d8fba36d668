// New restrictions become incidents. A few get a card each; many at once get one digest per channel.
import { z } from 'zod'
import { toEntityKey } from '../../domain/entity.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import type { Restriction } from '../../domain/restriction.js'
import { toChannels } from '../../domain/route.js'
import { channelRefSchema } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { openIncident } from '../../domain/transitions.js'
import { StaleError } from '../../errors.js'
import { toFirstGatherTask } from '../evidence/tasks.js'
import type { Parts } from '../feature.js'
import { toDigestTasks, toPostTasks } from '../incident/tasks.js'
import { recallLook } from './looks.js'
import { toIncidentEvent } from './settle.js'

/** This many new restrictions in one look, or within the time below, still get a card each. */
const stormThreshold = 5
/** A storm goes on while new restrictions keep coming within this time. */
const stormMilliseconds = 15 * minuteMilliseconds

const digestSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    openedAt: z.number(),
    lastAt: z.number(),
    incidentIds: z.array(z.string()).readonly(),
    /** Where it may be: what a tenant that was taken out of the settings leaves behind is found by it. */
    channels: z.array(channelRefSchema).readonly().optional(),
  })
  .readonly()
export type Digest = z.infer<typeof digestSchema>

/** What the storm watch remembers of one tenant: when incidents were opened lately, and the digest that is running. */
const stormSchema = z
  .object({ openedAt: z.array(z.number()).readonly(), digestId: z.string().optional() })
  .readonly()
type Storm = z.infer<typeof stormSchema>

function toDigestKey(digestId: string): string {
  return `digest:${digestId}`
}

/**
 * Where the new incidents will be shown is saved before they are: after a crash in between, none of them is without a
 * card, and a digest leaves out those that never came to be.
 */
export async function openIncidents(
  parts: Parts,
  tenant: Tenant,
  restrictions: readonly Restriction[],
): Promise<void> {
  if (restrictions.length === 0) return
  const now = parts.clock.now()
  const openings = restrictions.map((restriction) => ({ id: parts.createId(), restriction }))
  const incidentIds = openings.map(({ id }) => id)
  const storm = await readStorm(parts, tenant.id, now)
  const isStorm = storm.openedAt.length + restrictions.length > stormThreshold
  const digestId = isStorm ? (storm.digestId ?? parts.createId()) : undefined
  await saveStorm(parts, { tenant, storm, digestId, now, incidentIds })
  const lastPollAt = (await recallLook(parts.store, tenant.id))?.lastGoodAt
  const shared = { tenant, digestId, lastPollAt, now }
  await Promise.all(openings.map((opening) => openOne(parts, { ...opening, ...shared })))
  parts.poke()
}

async function readStorm(parts: Parts, tenantId: string, now: Instant): Promise<Storm> {
  const storm = stormSchema.optional().parse(await parts.store.recall(`storm:${tenantId}`))
  const openedAt = (storm?.openedAt ?? []).filter((at) => !isAhead(at, now) && now - at < stormMilliseconds)
  return openedAt.length === 0 || storm?.digestId === undefined
    ? { openedAt }
    : { openedAt, digestId: storm.digestId }
}

interface Opening {
  readonly id: string
  readonly tenant: Tenant
  readonly restriction: Restriction
  readonly digestId: string | undefined
  readonly lastPollAt: Instant | undefined
  readonly now: Instant
}

/** Does nothing when a live incident of this entity is there already. */
async function openOne(parts: Parts, opening: Opening): Promise<void> {
  const { id, tenant, restriction, now } = opening
  const earlier = await readEarlier(parts, tenant.id, restriction)
  const next = openIncident({ ...opening, tenantId: tenant.id, earlier })
  const { entity, reason, raw } = restriction
  const data = {
    entity: toEntityKey(entity),
    reason: reason.raw,
    raw: JSON.stringify(raw),
    earlier: earlier.count,
  }
  const cards =
    opening.digestId === undefined ? toPostTasks(next, tenant, now) : toDigestTasks(next, tenant, now)
  try {
    const saved = await parts.store.commit({
      incident: { next, expectedVersion: 0 },
      events: [toIncidentEvent(next, 'incident.opened', now, data)],
      tasks: [...cards, toFirstGatherTask(id, cards.length > 0, now)],
    })
    if (saved !== undefined) parts.meter.incidentChanged(undefined, saved)
    parts.log.info({ incidentId: id, tenantId: tenant.id, kind: entity.kind }, 'incident.opened')
  } catch (error) {
    if (!(error instanceof StaleError)) throw error
  }
}

async function readEarlier(parts: Parts, tenantId: string, restriction: Restriction) {
  const query = { tenantId, entityKey: toEntityKey(restriction.entity) }
  const [count, [last]] = await Promise.all([
    parts.store.countClosed(query),
    parts.store.listClosed({ ...query, limit: 1 }),
  ])
  return last === undefined ? { count } : { count, lastIncidentId: last.id }
}

interface Stormed {
  readonly tenant: Tenant
  readonly storm: Storm
  readonly digestId: string | undefined
  readonly now: Instant
  readonly incidentIds: readonly string[]
}

async function saveStorm(
  parts: Parts,
  { tenant, storm, digestId, now, incidentIds }: Stormed,
): Promise<void> {
  const openedAt = [...storm.openedAt, ...incidentIds.map(() => now)].slice(-stormThreshold - 1)
  const key = `storm:${tenant.id}`
  if (digestId === undefined) return parts.store.remember(key, { openedAt })
  const before = await recallDigest(parts, digestId)
  const digest: Digest = {
    ...before,
    id: digestId,
    tenantId: tenant.id,
    openedAt: before?.openedAt ?? now,
    lastAt: now,
    incidentIds: [...(before?.incidentIds ?? []), ...incidentIds],
    channels: toChannels(tenant.routes),
  }
  await parts.store.commit({ memory: { [key]: { openedAt, digestId }, [toDigestKey(digestId)]: digest } })
}

const keptDigestSchema = keepUnknown(digestSchema.optional())

export async function recallDigest(parts: Parts, digestId: string): Promise<Digest | undefined> {
  return keptDigestSchema.parse(await parts.store.recall(toDigestKey(digestId)))
}
