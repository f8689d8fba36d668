// Tells a pager what its pages should be by now: every task acts on the truth, so late ones and repeated ones do no harm.
import { withDeadline } from '../../concurrency/within.js'
import { findTaken } from '../../domain/claim.js'
import { markStep } from '../../domain/escalation.js'
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { findVerdict } from '../../domain/outlook.js'
import type { Page, PageState } from '../../domain/page.js'
import { changePage, listUntold } from '../../domain/paging.js'
import { toSeverity } from '../../domain/route.js'
import { PlatformError } from '../../errors.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import type { Claim, PageOrder, Pager } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toSummary } from './summary.js'
import { type PageDuty, toPageTask } from './tasks.js'

const callMilliseconds = 15_000
/** PagerDuty also takes what it drops: by then it has said that it has it, where it says anything. */
const silentMilliseconds = 2 * minuteMilliseconds
const mostRings = 3

export async function page(parts: Parts, duty: PageDuty, claim: Claim): Promise<void> {
  const pager = parts.pagers.get(duty.pager)
  // The settings have it no more.
  if (pager === undefined) return void (await parts.store.commit({ settle: { claim } }))
  try {
    await tell(parts, pager, await getIncident(parts, duty.incidentId))
  } catch (error) {
    if (error instanceof PlatformError) await mark(parts, duty)
    throw error
  }
  await listen(parts, pager, duty)
  const after = await getIncident(parts, duty.incidentId)
  const isLeft = listUntold(after, pager.id).length > 0
  const waits = after.pages?.some((one) => isDoubted(pager, one)) === true
  const dueAt = parts.clock.now() + (isLeft ? 0 : silentMilliseconds)
  const tasks = isLeft || waits ? [toPageTask(after, pager.id, dueAt)] : []
  await parts.store.commit({ settle: { claim }, tasks })
}

async function tell(parts: Parts, pager: Pager, incident: Incident): Promise<void> {
  for (const one of listUntold(incident, pager.id))
    await send(parts, pager, { incident, one, state: one.wanted })
}

/** Rings again when nothing was heard, and says so on the card when that did not help either. */
async function listen(parts: Parts, pager: Pager, duty: PageDuty): Promise<void> {
  const incident = await getIncident(parts, duty.incidentId)
  const now = parts.clock.now()
  const silent = incident.pages?.find(
    (one) => isDoubted(pager, one) && now >= (one.rangAt ?? one.at) + silentMilliseconds,
  )
  if (silent === undefined) return
  if ((silent.rings ?? 1) < mostRings) await send(parts, pager, { incident, one: silent, state: 'ringing' })
  else await mark(parts, duty, silent)
}

function isDoubted({ id, speaks }: Pager, one: Page): boolean {
  return (
    speaks &&
    one.pager === id &&
    one.wanted === 'ringing' &&
    one.told === 'ringing' &&
    one.isHeard !== true &&
    (one.rings ?? 1) <= mostRings
  )
}

interface Sending {
  readonly incident: Incident
  readonly one: Page
  readonly state: PageState
}

async function send(parts: Parts, pager: Pager, { incident, one, state }: Sending): Promise<void> {
  const order = await toOrder(parts, { incident, one, state })
  await withDeadline(parts.clock, callMilliseconds, (signal) => pager.send(order, signal))
  await changeIncident(parts, { incidentId: incident.id }, (current) => {
    const now = parts.clock.now()
    const rung = state === 'ringing' ? { rings: (one.rings ?? 0) + 1, rangAt: now } : {}
    const told = changePage(current, one, { told: state, ...rung })
    if (told === current) return undefined
    const escalation = markStep(told.escalation, `pager:${pager.id}`, false)
    const next = escalation === undefined ? told : { ...told, escalation }
    const tasks = escalation === undefined ? [] : toUpdateTasks(next, toTenant(parts, next.tenantId), now)
    return { next, events: [toIncidentEvent(next, 'page.sent', now, { pager: pager.id, state })], tasks }
  })
}

const actions = { ringing: 'ring', acknowledged: 'acknowledge', resolved: 'resolve' } as const

async function toOrder(parts: Parts, { incident, one, state }: Sending): Promise<PageOrder> {
  const severity = findVerdict(incident)?.severity ?? incident.severity ?? toSeverity(incident.restriction)
  return {
    action: actions[state],
    key: one.key,
    summary: await toSummary(parts, incident),
    severity,
    tenant: toTenant(parts, incident.tenantId).name,
    at: one.at,
    by: findTaken(incident)?.by.name ?? '',
    url: state === 'ringing' ? await findUrl(parts, incident) : '',
  }
}

async function findUrl(parts: Parts, { cards }: Incident): Promise<string> {
  for (const card of cards) {
    const url = await parts.platforms.get(card.platform)?.findLink(card)
    if (url !== undefined) return url
  }
  return ''
}

/** The card says that it reached nobody. Of a page that nothing was ever heard of, nothing is waited for any more. */
async function mark(parts: Parts, { incidentId, pager }: PageDuty, silent?: Page): Promise<void> {
  await changeIncident(parts, { incidentId }, (incident) => {
    const given = silent === undefined ? incident : changePage(incident, silent, { rings: mostRings + 1 })
    const escalation = markStep(given.escalation, `pager:${pager}`, true)
    if (escalation === undefined) return given === incident ? undefined : { next: given }
    const next = { ...given, escalation }
    return { next, tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), parts.clock.now()) }
  })
}
