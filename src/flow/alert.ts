// New restrictions become incidents. A few get a card each; many at once get one digest per channel.
import { z } from 'zod'
import { toEntityKey } from '../domain/entity.js'
import { type Instant, minuteMilliseconds } from '../domain/instant.js'
import type { Restriction } from '../domain/restriction.js'
import type { Tenant } from '../domain/tenant.js'
import { openIncident } from '../domain/transitions.js'
import { StaleError } from '../errors.js'
import type { Parts } from './parts.js'
import { toIncidentEvent } from './settle.js'
import { toDigestTasks, toGatherTask, toPostTasks } from './tasks.js'

/** This many new restrictions in one look, or within the time below, still get a card each. */
const stormThreshold = 5
/** A storm goes on while new restrictions keep coming within this time. */
const stormMilliseconds = 15 * minuteMilliseconds

export const digestSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    openedAt: z.number(),
    lastAt: z.number(),
    incidentIds: z.array(z.string()).readonly(),
  })
  .readonly()
export type Digest = z.infer<typeof digestSchema>

/** What the storm watch remembers of one tenant: when incidents were opened lately, and the digest that is running. */
const stormSchema = z
  .object({ openedAt: z.array(z.number()).readonly(), digestId: z.string().optional() })
  .readonly()
type Storm = z.infer<typeof stormSchema>

export function toDigestKey(digestId: string): string {
  return `digest:${digestId}`
}

export async function openIncidents(
  parts: Parts,
  tenant: Tenant,
  restrictions: readonly Restriction[],
): Promise<void> {
  if (restrictions.length === 0) return
  const now = parts.clock.now()
  const storm = await readStorm(parts, tenant.id, now)
  const isStorm = storm.openedAt.length + restrictions.length > stormThreshold
  const digestId = isStorm ? (storm.digestId ?? parts.createId()) : undefined
  const opened = await Promise.all(
    restrictions.map((restriction) => openOne(parts, { tenant, restriction, digestId, now })),
  )
  await saveStorm(parts, { tenant, storm, digestId, now, opened: opened.filter((id) => id !== undefined) })
  parts.poke()
}

async function readStorm(parts: Parts, tenantId: string, now: Instant): Promise<Storm> {
  const storm = stormSchema.optional().parse(await parts.store.recall(`storm:${tenantId}`))
  const openedAt = (storm?.openedAt ?? []).filter((at) => now - at < stormMilliseconds)
  return openedAt.length === 0 || storm?.digestId === undefined
    ? { openedAt }
    : { openedAt, digestId: storm.digestId }
}

interface Opening {
  readonly tenant: Tenant
  readonly restriction: Restriction
  readonly digestId: string | undefined
  readonly now: Instant
}

/** @returns the new incident's id; undefined when a live incident of this entity is there already. */
async function openOne(
  parts: Parts,
  { tenant, restriction, digestId, now }: Opening,
): Promise<string | undefined> {
  const next = openIncident({
    id: parts.createId(),
    tenantId: tenant.id,
    restriction,
    earlier: await readEarlier(parts, tenant.id, restriction),
    digestId,
    now,
  })
  const { entity, reason, raw } = restriction
  const data = {
    entity: toEntityKey(entity),
    reason: reason.raw,
    raw: JSON.stringify(raw),
    earlier: next.earlier.count,
  }
  const cards = digestId === undefined ? toPostTasks(next.id, tenant, now) : []
  try {
    await parts.store.commit({
      incident: { next, expectedVersion: 0 },
      events: [toIncidentEvent(next, 'incident.opened', now, data)],
      tasks: [toGatherTask(next.id, now), ...cards],
    })
    parts.log.info({ incidentId: next.id, tenantId: tenant.id, kind: entity.kind }, 'incident.opened')
    return next.id
  } catch (error) {
    if (error instanceof StaleError) return undefined
    throw error
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
  readonly opened: readonly string[]
}

async function saveStorm(parts: Parts, { tenant, storm, digestId, now, opened }: Stormed): Promise<void> {
  const openedAt = [...storm.openedAt, ...opened.map(() => now)].slice(-stormThreshold - 1)
  const memory = { [`storm:${tenant.id}`]: digestId === undefined ? { openedAt } : { openedAt, digestId } }
  if (digestId === undefined) return void (await parts.store.commit({ memory }))
  const before = await recallDigest(parts, digestId)
  const digest: Digest = {
    id: digestId,
    tenantId: tenant.id,
    openedAt: before?.openedAt ?? now,
    lastAt: now,
    incidentIds: [...(before?.incidentIds ?? []), ...opened],
  }
  await parts.store.commit({
    memory: { ...memory, [toDigestKey(digestId)]: digest },
    tasks: toDigestTasks(digestId, tenant, now),
  })
}

export async function recallDigest(parts: Parts, digestId: string): Promise<Digest | undefined> {
  return digestSchema.optional().parse(await parts.store.recall(toDigestKey(digestId)))
}
