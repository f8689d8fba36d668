// A restriction that its channel does not show for minutes is told elsewhere, once. Its own channel is tried on all the same.
import { toEntityName } from '../../domain/entity.js'
import { listHearing } from '../../domain/hearing.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import type { ChannelRef, Task } from '../../domain/task.js'
import { isShownIn, saveCard, saveUntold } from '../../domain/transitions.js'
import { isToldThere, type Untold } from '../../domain/untold.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import { countDoubted } from '../../outbox/post-once.js'
import type { Claim } from '../../ports.js'
import type { Card } from '../cards.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toIncidentCard } from './card.js'
import { isLeft, recallLeft } from './left.js'
import {
  findProblem,
  isSame,
  lostProblem,
  putOffWhenLate,
  reachSomebody,
  sayIn,
  toLostCard,
  toPlaceText,
} from './reach.js'
import { readLast } from './record.js'
import { toElsewhereTask, toPostKey, toUpdateTasks, unshownMilliseconds } from './tasks.js'

interface Order {
  readonly incidentId: string
  readonly missing: ChannelRef
}

/** When a first card was not taken: what is to be done if that lasts. */
export async function listElsewhereTasks(parts: Parts, { task }: Claim): Promise<readonly Task[]> {
  const { incidentId, channel } = task.duty
  if (incidentId === undefined || channel === undefined) return []
  const incident = await parts.store.findIncident(incidentId)
  const isLost = (await countDoubted(parts, task.key)) > 1
  if (incident === undefined || isTold(incident, channel, isLost)) return []
  return [toElsewhereTask(incidentId, channel, parts.clock.now())]
}

export async function tellElsewhere(
  parts: Parts,
  { incidentId, missing }: Order,
  claim: Claim,
): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  // Taken, and its place is only waiting to be saved.
  const isTaken = parts.posted.has(toPostKey(incidentId, missing))
  const isLost = (await countDoubted(parts, toPostKey(incidentId, missing))) > 1
  const isLeftBehind = isLeft(await recallLeft(parts.store, incident.tenantId), missing)
  const isOver = isClosed(incident) || isTaken || isLeftBehind || !parts.platforms.has(missing.platform)
  if (isOver || isTold(incident, missing, isLost))
    return void (await parts.store.commit({ settle: { claim } }))
  if (await putOffWhenLate(parts, claim)) return
  const tenant = toTenant(parts, incident.tenantId)
  const problem = isLost ? lostProblem : await findProblem(parts, toPostKey(incidentId, missing))
  const toldThere = isLost
    ? await sayIn(parts, missing, { claim, line: toLostCard(toEntityName(incident.entity)) })
    : undefined
  const toldBefore = findTold(incident, missing)
  // Others have been told; what is left is the line in its own channel.
  if (toldThere === undefined && toldBefore !== undefined) {
    const retryAt = parts.clock.now() + unshownMilliseconds
    return void (await parts.store.commit({ settle: { claim, retryAt, isUncounted: true } }))
  }
  const told =
    toldThere ??
    (await reachSomebody(parts, {
      claim,
      id: incidentId,
      tenant,
      seen: incident.cards,
      hearing: listHearing(tenant.routes, incident),
      card: toIncidentCard(parts, incident, { tenant, last: await readLast(parts, incident) }),
      line: toUnshownCard(incident, missing, problem),
      about: incident.entity.kind === 'sender' ? [incident.entity.address.toLowerCase()] : [],
    }))
  await changeIncident(parts, { incidentId, claim }, (current) => {
    const now = parts.clock.now()
    const noted = saveUntold(current, { missing, problem, at: now, to: told.to })
    const next = told.cards.reduce((one, card) => saveCard(one, card), noted)
    const data = { ...missing, problem, to: toPlaceText(told.to) }
    // It may have moved while it was told.
    const updates = told.cards.length === 0 ? [] : toUpdateTasks(next, tenant, now)
    const isLeft = isLost && toldThere === undefined
    const tasks = isLeft ? [...updates, toElsewhereTask(incidentId, missing, now)] : updates
    return { next, events: [toIncidentEvent(next, 'card.told-elsewhere', now, data)], tasks }
  })
}

/** Nothing is left to be told: the channel shows it, or it has been told once; of lost answers, in the channel itself. */
function isTold(incident: Incident, channel: ChannelRef, isLost: boolean): boolean {
  if (isShownIn(incident, channel)) return true
  const told = findTold(incident, channel)
  return told !== undefined && (!isLost || isToldThere(told))
}

function findTold({ untold = [] }: Incident, channel: ChannelRef): Untold | undefined {
  return untold.find(({ missing }) => isSame(missing, channel))
}

function toUnshownCard({ entity }: Incident, missing: ChannelRef, problem: string): Card {
  const text = `The card about ${toEntityName(entity)} cannot be shown in ${toPlaceText(missing)} (${problem}). It comes there once that is mended; until then this is where it is told.`
  return { name: 'line', view: { icon: '⚠️', text, mentions: [] } }
}
