// The card of a drift: posted once in every channel that hears of it, and kept up to date.
import { messageRefSchema } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import { publish } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toDriftCard } from './cards.js'
import { recallDrift } from './record.js'

export async function publishDrift(
  parts: Parts,
  order: { readonly driftId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const drift = await recallDrift(parts.store, order.driftId)
  const key = toDriftCardKey(order.driftId, order.channel)
  const before = messageRefSchema.optional().parse(await parts.store.recall(key))
  // What was over before its card could be posted is nobody's concern any more.
  if (drift === undefined || (before === undefined && drift.end !== undefined))
    return void (await parts.store.commit({ settle: { claim } }))
  const card = toDriftCard(drift, toTenant(parts, drift.tenantId))
  const ref = await publish(
    parts,
    { platform: getPlatform(parts, order.channel.platform), claim, before, channel: order.channel },
    card,
  )
  await parts.store.commit({ settle: { claim }, memory: { [key]: ref } })
  parts.posted.delete(claim.task.key)
}

function toDriftCardKey(driftId: string, channel: ChannelRef): string {
  return `drift-card:${driftId}:${channel.platform}:${channel.channel}`
}
