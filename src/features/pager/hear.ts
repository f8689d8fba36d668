// What a pager says: whoever answers there is on it here. Only that: who it is nobody here knows, so it grants nothing.
import { z } from 'zod'
import type { ActorRef } from '../../domain/actor.js'
import { cell } from '../../domain/cell.js'
import { endClaim, findTaken, takeClaim } from '../../domain/claim.js'
import { markStep } from '../../domain/escalation.js'
import type { Incident } from '../../domain/incident.js'
import { hourMilliseconds } from '../../domain/instant.js'
import type { Page } from '../../domain/page.js'
import { changePage, toIncidentId } from '../../domain/paging.js'
import { type Change, changeIncident } from '../../outbox/change.js'
import type { PagerNews } from '../../ports.js'
import { toEndTasks } from '../claim/tasks.js'
import { isWaiting } from '../escalation/waiting.js'
import { type Parts, toTenant } from '../feature.js'
import { toLineTasks, toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toPageTask } from './tasks.js'

/** Longer than a pager tries to send one. */
const keptMilliseconds = 72 * hourMilliseconds

const heardOf = cell('pager-heard', z.object({ at: z.number() }))

/** Resolves when it is saved; twice is as good as once. @throws StoreError */
export async function hearPager(parts: Parts, pagerId: string, news: PagerNews): Promise<void> {
  const heard = heardOf(pagerId, news.id)
  if ((await heard.recall(parts.store)) !== undefined) return
  await takeNews(parts, pagerId, news)
  for (const one of parts.features) await one.hearPager?.(parts, pagerId, news)
  const now = parts.clock.now()
  await parts.store.commit({ cells: [heard.put({ at: news.at }, { until: now + keptMilliseconds })] })
}

async function takeNews(parts: Parts, pagerId: string, news: PagerNews): Promise<void> {
  const incident = await parts.store.findIncident(toIncidentId(news.key))
  if (incident === undefined || findPage(incident, pagerId, news) === undefined) return
  for (const id of [incident.id, ...(await listOfStorm(parts, pagerId, incident))])
    await changeIncident(parts, { incidentId: id }, (current) => toChange(parts, pagerId, { current, news }))
}

function findPage({ pages = [] }: Incident, pagerId: string, { key }: PagerNews): Page | undefined {
  return pages.find((one) => one.pager === pagerId && one.key === key)
}

/** Those that the same ringing was for. */
async function listOfStorm(parts: Parts, pagerId: string, incident: Incident): Promise<readonly string[]> {
  const { id, digestId, tenantId } = incident
  if (digestId === undefined) return []
  const live = await parts.store.listLive({ tenantId })
  return live
    .filter((one) => one.digestId === digestId && one.id !== id && isWaiting(parts, one))
    .filter(({ escalation }) => escalation?.steps.some(({ key }) => key === `pager:${pagerId}`))
    .map((one) => one.id)
}

interface Heard {
  readonly current: Incident
  readonly news: PagerNews
}

function toChange(parts: Parts, pagerId: string, { current, news }: Heard): Change | undefined {
  const page = findPage(current, pagerId, news)
  const synced = page === undefined ? current : syncPage(current, page, news)
  const by = news.by === undefined ? undefined : toRef(pagerId, news.by)
  if (news.state === 'ringing') return toRinging(parts, pagerId, { before: current, synced, page })
  if (by === undefined || !isWaiting(parts, current))
    return toSynced(parts, pagerId, { synced, current, page })
  return toTaken(parts, pagerId, { synced, by })
}

/** What the pager shows by its own word. */
function syncPage(incident: Incident, page: Page, { state, by }: PagerNews): Incident {
  const synced = changePage(incident, page, {
    told: state,
    isHeard: true,
    ...(state === 'resolved' ? { wanted: 'resolved' as const } : {}),
    ...(by === undefined || state === 'ringing' ? {} : { by: by.name }),
  })
  const escalation = markStep(incident.escalation, `pager:${page.pager}`, false)
  return escalation === undefined ? synced : { ...synced, escalation }
}

function toRef(pagerId: string, { id, name }: NonNullable<PagerNews['by']>): ActorRef {
  return { platform: 'pager', id: `${pagerId}:${id}`, name }
}

interface Synced {
  readonly current: Incident
  readonly synced: Incident
  readonly page: Page | undefined
}

/** Says it once more where the pager shows something else than what is so here. */
function toSynced(parts: Parts, pagerId: string, { synced, current, page }: Synced): Change | undefined {
  if (page === undefined || synced === current) return undefined
  return {
    next: synced,
    tasks: [
      toPageTask(synced, pagerId, parts.clock.now()),
      ...toUpdateTasks(synced, toTenant(parts, synced.tenantId), parts.clock.now()),
    ],
  }
}

interface Ringing {
  readonly before: Incident
  readonly synced: Incident
  readonly page: Page | undefined
}

/** Rings again there: whoever had answered there is not on it any more; whoever is on it here still is. */
function toRinging(parts: Parts, pagerId: string, { before, synced, page }: Ringing): Change | undefined {
  const taken = findTaken(before)
  const isOfPager = taken?.by.platform === 'pager' && taken.by.id.startsWith(`${pagerId}:`)
  if (page?.told !== 'acknowledged' || !isOfPager)
    return toSynced(parts, pagerId, { synced, current: before, page })
  const now = parts.clock.now()
  const next = endClaim(changePage(synced, page, { wanted: 'ringing' }), now)
  const tenant = toTenant(parts, next.tenantId)
  return {
    next,
    events: [toIncidentEvent(next, 'page.unanswered', now, { pager: pagerId })],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'page-unanswered', dueAt: now, who: taken.by.name }),
    ],
  }
}

interface Taking {
  readonly synced: Incident
  readonly by: ActorRef
}

function toTaken(parts: Parts, pagerId: string, { synced, by }: Taking): Change {
  const now = parts.clock.now()
  const next = takeClaim(synced, by, now)
  const tenant = toTenant(parts, next.tenantId)
  return {
    next,
    events: [
      { ...toIncidentEvent(next, 'page.answered', now, { pager: pagerId }), by },
      { ...toIncidentEvent(next, 'claim.taken', now), by },
    ],
    tasks: [
      ...toUpdateTasks(next, tenant, now),
      ...toLineTasks({ incident: next, tenant, notice: 'page-answered', dueAt: now, who: by.name }),
      ...toEndTasks(next),
    ],
  }
}
