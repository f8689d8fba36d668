// New restrictions become incidents. A few get a card each; many at once get one digest per channel.
import { toEntityKey } from '../../domain/entity.js'
import type { Instant } from '../../domain/instant.js'
import type { Restriction } from '../../domain/restriction.js'
import type { Tenant } from '../../domain/tenant.js'
import { openIncident } from '../../domain/transitions.js'
import { StaleError } from '../../errors.js'
import { toFirstGatherTask } from '../evidence/tasks.js'
import type { Parts } from '../feature.js'
import { toDigestTasks, toPostTasks } from '../incident/tasks.js'
import { pollOf } from './polls.js'
import { toIncidentEvent } from './settle.js'
import { noteOpenings } from './storms.js'

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
  const entityKeys = restrictions.map(({ entity }) => toEntityKey(entity))
  const digestId = await noteOpenings(parts, { tenant, incidentIds, entityKeys, now })
  const lastPollAt = (await pollOf(tenant.id).recall(parts.store))?.lastGoodAt
  const shared = { tenant, digestId, lastPollAt, now }
  await Promise.all(openings.map((opening) => openOne(parts, { ...opening, ...shared })))
  parts.poke()
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
    temporary: restriction.temporary,
    earlier: earlier.count,
  }
  const opened = {
    ...toIncidentEvent(next, 'incident.opened', now, data),
    texts: { raw: JSON.stringify(raw) },
  }
  const cards =
    opening.digestId === undefined ? toPostTasks(next, tenant, now) : toDigestTasks(next, tenant, now)
  try {
    const saved = await parts.store.commit({
      incident: { next, expectedVersion: 0 },
      events: [opened],
      tasks: [...cards, toFirstGatherTask(next, cards.length > 0, now)],
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
