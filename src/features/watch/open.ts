// New restrictions become incidents. A few get a card each; many at once get one digest per channel.
import { isContinued } from '../../domain/continuation.js'
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { Restriction } from '../../domain/restriction.js'
import { toChannels } from '../../domain/route.js'
import type { Tenant } from '../../domain/tenant.js'
import { openIncident } from '../../domain/transitions.js'
import { toFirstGatherTask, toLateTask } from '../evidence/tasks.js'
import { openWith, type Parts } from '../feature.js'
import { isDigestLost } from '../incident/digest-elsewhere.js'
import { toDigestTasks, toPostTasks } from '../incident/tasks.js'
import { goOn } from './go-on.js'
import { pollOf } from './polls.js'
import { saveOpened } from './save-opened.js'
import { noteOpenings } from './storms.js'

export async function openIncidents(
  parts: Parts,
  tenant: Tenant,
  restrictions: readonly Restriction[],
): Promise<void> {
  if (restrictions.length === 0) return
  const now = parts.clock.now()
  const found = await Promise.all(
    restrictions.map(async (restriction) => {
      const past = await readPast(parts, tenant.id, restriction)
      const { last } = past
      const over = last !== undefined && isContinued(last, restriction, now) ? last : undefined
      return { id: parts.createId(), tenant, restriction, now, past, over }
    }),
  )
  const back = found.flatMap(({ over, ...one }) => (over === undefined ? [] : [{ ...one, over }]))
  await Promise.all(back.map((one) => goOn(parts, one)))
  await openNew(
    parts,
    tenant,
    found.filter(({ over }) => over === undefined),
  )
  parts.poke()
}

interface Found {
  readonly id: string
  readonly tenant: Tenant
  readonly restriction: Restriction
  readonly now: Instant
  readonly past: Past
}

/**
 * Where the new incidents will be shown is saved before they are: after a crash in between, none of them is without a
 * card, and a digest leaves out those that never came to be.
 */
async function openNew(parts: Parts, tenant: Tenant, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return
  const incidentIds = found.map(({ id }) => id)
  const entityKeys = found.map(({ restriction }) => toEntityKey(restriction.entity))
  const isLost = (digestId: string) => isDigestLost(parts, digestId, toChannels(tenant.routes))
  const now = parts.clock.now()
  const digestId = await noteOpenings(parts, { tenant, incidentIds, entityKeys, now, isLost })
  const lastPollAt = (await pollOf(tenant.id).recall(parts.store))?.lastGoodAt
  await Promise.all(found.map((one) => openOne(parts, { ...one, digestId, lastPollAt })))
}

interface Opening extends Found {
  readonly digestId: string | undefined
  readonly lastPollAt: Instant | undefined
}

async function openOne(parts: Parts, { past, ...opening }: Opening): Promise<void> {
  const { tenant, now, digestId } = opening
  const opened = openIncident({ ...opening, tenantId: tenant.id, earlier: toEarlier(past) })
  const next = await openWith(parts, opened)
  const cards = digestId === undefined ? toPostTasks(next, tenant, now) : toDigestTasks(next, tenant, now)
  const saved = await saveOpened(parts, next, {
    tasks: [...cards, toFirstGatherTask(next, cards.length > 0, now), toLateTask(next.id, now)],
  })
  if (saved !== undefined) parts.meter.incidentChanged(undefined, saved)
}

interface Past {
  readonly closed: number
  /** The latest of them. */
  readonly last: Incident | undefined
}

async function readPast(parts: Parts, tenantId: string, { entity }: Restriction): Promise<Past> {
  const query = { tenantId, entityKey: toEntityKey(entity) }
  const [closed, [last]] = await Promise.all([
    parts.store.countClosed(query),
    parts.store.listClosed({ ...query, limit: 1 }),
  ])
  return { closed, last }
}

/** Those that went on with one another are one restriction. */
function toEarlier({ closed, last }: Past): Incident['earlier'] {
  if (last === undefined) return { count: closed }
  const count = last.continues === undefined ? closed : Math.min(closed, last.earlier.count + 1)
  return { count, lastIncidentId: last.id }
}
