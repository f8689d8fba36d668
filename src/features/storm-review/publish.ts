// The card of a storm review: posted once in each channel that hears of its incidents, and edited until it is over. Whoever
// may approve is mentioned in its thread.

import { isHeardIn } from '../../domain/hearing.js'
import type { Incident } from '../../domain/incident.js'
import { isSamePerson } from '../../domain/person.js'
import { toPlainWords } from '../../domain/said.js'
import { isWaitingForSecond } from '../../domain/storm-review.js'
import type { ChannelRef } from '../../domain/task.js'
import { forgetPosted, sayOnce } from '../../outbox/post-once.js'
import { endUnplaced, publish } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import type { Card } from '../cards.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { listApprovers } from '../incident/mentions.js'
import { toSecondText, toStormCard } from './card.js'
import { stormCardOf, stormReviewOf, toStormTerms } from './record.js'
import { findRows } from './rows.js'
import { toStormLineTask } from './tasks.js'

interface Order {
  readonly stormReviewId: string
  readonly channel: ChannelRef
}

export async function publishStorm(
  parts: Parts,
  { stormReviewId, channel }: Order,
  claim: Claim,
): Promise<void> {
  const review = await stormReviewOf(stormReviewId).recall(parts.store)
  const shown = stormCardOf(stormReviewId, channel.platform, channel.channel)
  const before = await shown.recall(parts.store)
  if (review === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const found = await findRows(parts, review)
  const isHeard = toHeard(parts, review.tenantId, channel)
  const card = toStormCard(parts, review, { found, isHeard })
  const toPlatform = () => getPlatform(parts, channel.platform)
  const at = { claim, before, place: { kind: 'channel', channel } } as const
  // What was over before its card could be posted is in the records of its incidents.
  if (review.endedAt !== undefined && (await endUnplaced(parts, { ...at, toPlatform }, card))) {
    await parts.store.commit({ settle: { claim } })
    return forgetPosted(parts, claim.task.key)
  }
  const ref = await publish(parts, { ...at, platform: toPlatform() }, card)
  const now = parts.clock.now()
  const isAsked = before === undefined && isWaitingForSecond(review, now)
  await parts.store.commit({
    settle: { claim },
    cells: [shown.put(ref, toStormTerms(parts))],
    tasks: isAsked ? [toStormLineTask(stormReviewId, channel, now)] : [],
  })
  await forgetPosted(parts, claim.task.key)
  parts.poke()
}

/** A channel's card names whom that channel hears of. One that was taken out of the settings keeps its card true. */
function toHeard(parts: Parts, tenantId: string, { platform, channel }: ChannelRef) {
  const own = toTenant(parts, tenantId).routes.filter(
    (route) => route.channel.platform === platform && route.channel.channel === channel,
  )
  return (incident: Incident) => own.length === 0 || isHeardIn(own, { platform, channel }, incident)
}

export async function askForSecond(
  parts: Parts,
  { stormReviewId, channel }: Order,
  claim: Claim,
): Promise<void> {
  const { key } = claim.task
  const review = await stormReviewOf(stormReviewId).recall(parts.store)
  const of = await stormCardOf(stormReviewId, channel.platform, channel.channel).recall(parts.store)
  const isWaiting = review !== undefined && isWaitingForSecond(review, parts.clock.now())
  if (!isWaiting || of === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const [incident] = (await findRows(parts, review)).values()
  const approvers = incident === undefined ? [] : listApprovers(parts, incident, channel.platform)
  const mentions = approvers.filter(
    ({ memberId: id }) => !isSamePerson({ platform: channel.platform, id }, review.first.by, parts.access),
  )
  const card: Card = { name: 'line', view: { icon: '✍️', text: toPlainWords(toSecondText(review)), mentions } }
  const platform = getPlatform(parts, channel.platform)
  await sayOnce(parts, { claim, platform, key, place: { kind: 'thread', of } }, card)
  await parts.store.commit({ settle: { claim } })
  await forgetPosted(parts, key)
}
