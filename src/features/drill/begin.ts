// A drill begins as a restriction does: one incident, its card in the channels that would have it, and the ladder behind it.

import { type Actor, toActorRef } from '../../domain/actor.js'
import { listDrillTenantIds, toDrillAddress, toDrillEnd, toDrillTenantId } from '../../domain/drill.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { parseReason } from '../../domain/reason.js'
import type { Restriction } from '../../domain/restriction.js'
import type { Tenant } from '../../domain/tenant.js'
import { openIncident } from '../../domain/transitions.js'
import { toClockText } from '../../domain/words.js'
import { RefusedError } from '../../errors.js'
import { toFirstGatherTask, toLateTask } from '../evidence/tasks.js'
import { openWith, type Parts, toTenant } from '../feature.js'
import { toPostTasks } from '../incident/tasks.js'
import { saveOpened } from '../watch/save-opened.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toDrillEndTask } from './tasks.js'

interface Beginning {
  readonly by: Actor
  readonly tenant: Tenant
  readonly pages: boolean
}

/** @throws RefusedError when one runs, or when there is nothing to practise. */
export async function beginDrill(parts: Parts, beginning: Beginning): Promise<Incident> {
  const { tenant } = beginning
  if (tenant.isWatchOnly === true)
    throw new RefusedError(
      'watch-only',
      `Reprieve only watches ${tenant.name}: nothing is unblocked from here, so there is nothing to practise.`,
    )
  await requireNone(parts, tenant)
  const opened = await open(parts, beginning)
  // Somebody else began one in the same moment.
  if (opened === undefined) throw toRunning(tenant, undefined)
  parts.poke()
  return opened
}

async function requireNone(parts: Parts, tenant: Tenant): Promise<void> {
  const [running] = await listRunning(parts, tenant.id)
  if (running !== undefined) throw toRunning(tenant, running)
}

/** Whoever practises types the same commands as ever. */
export async function listAllRunning(parts: Parts): Promise<readonly Incident[]> {
  const all = await Promise.all([...parts.tenants.keys()].map((id) => listRunning(parts, id)))
  return all.flat()
}

/** The drills of one organisation that go on. */
export async function listRunning({ store }: Pick<Parts, 'store'>, tenantId: string) {
  const lists = listDrillTenantIds(tenantId).map((id) => store.listLive({ tenantId: id }))
  return (await Promise.all(lists)).flat()
}

function toRunning({ name }: Tenant, running: Incident | undefined): RefusedError {
  const since = running?.drill === undefined ? '' : ` since ${toClockText(running.openedAt)}`
  return new RefusedError(
    'wrong-status',
    `A drill runs in ${name} already${since}. End it with "drill end", or on its card.`,
  )
}

async function open(parts: Parts, { by, tenant, pages }: Beginning): Promise<Incident | undefined> {
  const now = parts.clock.now()
  const tenantId = toDrillTenantId(tenant.id, { pages })
  const restriction = invent(await countDrills(parts, tenant.id), now)
  const id = parts.createId()
  const incident = openIncident({
    id,
    tenantId,
    restriction,
    now,
    earlier: { count: 0 },
    digestId: undefined,
  })
  const drill = { by: toActorRef(by), endsAt: toDrillEnd(now), marks: {} }
  const next = await openWith(parts, { ...incident, drill })
  const cards = toPostTasks(next, toTenant(parts, tenantId), now)
  return saveOpened(parts, next, {
    tasks: [
      ...cards,
      toFirstGatherTask(next, cards.length > 0, now),
      toLateTask(id, now),
      toDrillEndTask(next, drill.endsAt),
    ],
    events: [{ ...toIncidentEvent(next, 'drill.begun', now, { endsAt: drill.endsAt, pages }), by: drill.by }],
  })
}

/** Two that begin in one moment invent the same sender, and a store keeps one of them. */
async function countDrills({ store }: Parts, tenantId: string): Promise<number> {
  const counts = await Promise.all(
    listDrillTenantIds(tenantId).map((id) => store.countClosed({ tenantId: id })),
  )
  return counts.reduce((sum, count) => sum + count, 1)
}

/** As Exchange would say it of an account that was taken over. */
function invent(count: number, now: Instant): Restriction {
  const raw = 'OutboundSpamLast24Hours=412;OutboundMailLast24Hours=1203;OutboundSpamPercent=34;'
  return {
    entity: { kind: 'sender', address: toDrillAddress(count) },
    reason: parseReason(raw),
    createdAt: now,
    temporary: false,
    raw: { Drill: true, Reason: raw },
  }
}
