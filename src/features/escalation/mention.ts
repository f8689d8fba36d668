// Somebody is asked by name in the thread of the card: an edit tells nobody.
import { markStep } from '../../domain/escalation.js'
import { listHearing } from '../../domain/hearing.js'
import type { Incident, MessageRef } from '../../domain/incident.js'
import { toWaitingSince } from '../../domain/ladder-plan.js'
import type { ChannelRef } from '../../domain/task.js'
import { isStandingIn } from '../../domain/transitions.js'
import { PlatformError } from '../../errors.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import type { Claim, Place } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { digestCardOf } from '../incident/publish-digest.js'
import { isSame } from '../incident/reach.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toEscalationCard } from './cards.js'
import type { MentionOrder } from './tasks.js'
import { isWaiting } from './waiting.js'

export async function mention(parts: Parts, order: MentionOrder, claim: Claim): Promise<void> {
  const incident = await getIncident(parts, order.incidentId)
  const { key } = claim.task
  // Somebody was faster than the message.
  if (!parts.posted.has(key) && !isStillWanted(parts, incident, order))
    return void (await parts.store.commit({ settle: { claim } }))
  try {
    await post(parts, order, { incident, claim })
  } catch (error) {
    if (error instanceof PlatformError) await markReached(parts, order, { isUnreached: true })
    throw error
  }
  await markReached(parts, order, { claim, isUnreached: false })
  await forgetPosted(parts, key)
}

interface Posting {
  readonly incident: Incident
  readonly claim: Claim
}

async function post(parts: Parts, order: MentionOrder, { incident, claim }: Posting): Promise<void> {
  const { key } = claim.task
  if (parts.posted.has(key)) return
  const platform = getPlatform(parts, order.channel.platform)
  const place = await findPlace(parts, incident, order.channel)
  const card = await toEscalationCard(parts, incident, order.member)
  await sayOnce(parts, { claim, platform, key, place }, card)
}

/** Nobody is asked for a step of a round that is over, or in a channel that the settings no longer have. */
function isStillWanted(parts: Parts, incident: Incident, { since, channel }: MentionOrder): boolean {
  const { routes } = toTenant(parts, incident.tenantId)
  const isHeard = listHearing(routes, incident).some((one) => isSame(one, channel))
  return isHeard && isWaiting(parts, incident) && toWaitingSince(incident) === since
}

/** Beside a card that is not there yet, what is said still is. */
async function findPlace(parts: Parts, incident: Incident, channel: ChannelRef): Promise<Place> {
  const of = await findCard(parts, incident, channel)
  return of === undefined ? { kind: 'channel', channel } : { kind: 'thread', of }
}

async function findCard(
  { store }: Parts,
  { digestId, cards }: Incident,
  channel: ChannelRef,
): Promise<MessageRef | undefined> {
  if (digestId !== undefined) return digestCardOf(digestId, channel).recall(store)
  return cards.find((card) => isStandingIn(card, channel))
}

interface Mark {
  /** Ended in the same write. */
  readonly claim?: Claim
  readonly isUnreached: boolean
}

/** The card says of a step that reached nobody that it did not. */
async function markReached(
  parts: Parts,
  { incidentId, since, stepKey }: MentionOrder,
  { claim, isUnreached }: Mark,
): Promise<void> {
  await changeIncident(parts, claim === undefined ? { incidentId } : { incidentId, claim }, (incident) => {
    const escalation = markStep(incident.escalation, stepKey, isUnreached)
    if (escalation === undefined || escalation.since !== since) return undefined
    const next = { ...incident, escalation }
    return { next, tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), parts.clock.now()) }
  })
}
