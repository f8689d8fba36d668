// The card of a drift: posted once in every channel that hears of it, and kept up to date.
import { cell } from '../../domain/cell.js'
import { messageRefSchema } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import { forgetPosted } from '../../outbox/post-once.js'
import { publish } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toDriftCard } from './cards.js'
import { driftOf } from './record.js'

/** Where the card of a drift is, by platform and channel. */
const driftCardOf = cell('drift-card', messageRefSchema)

export async function publishDrift(
  parts: Parts,
  order: { readonly driftId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const drift = await driftOf(order.driftId).recall(parts.store)
  const { platform, channel } = order.channel
  const place = driftCardOf(order.driftId, platform, channel)
  const before = await place.recall(parts.store)
  // What was over before its card could be posted is nobody's concern any more.
  if (drift === undefined || (before === undefined && drift.end !== undefined))
    return void (await parts.store.commit({ settle: { claim } }))
  const card = toDriftCard(drift, toTenant(parts, drift.tenantId))
  const ref = await publish(
    parts,
    { platform: getPlatform(parts, platform), claim, before, channel: order.channel },
    card,
  )
  await parts.store.commit({ settle: { claim }, cells: [place.put(ref)] })
  await forgetPosted(parts, claim.task.key)
}
