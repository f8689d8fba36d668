// The card of a drift: posted once in every channel that hears of it, and kept up to date.
import { cell } from '../../domain/cell.js'
import { messageRefSchema } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import { keepCard } from '../../outbox/keep-card.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toDriftCard } from './cards.js'
import { driftOf } from './record.js'

/** Where the card of a drift is, by platform and channel. */
const driftCardOf = cell('drift-card', messageRefSchema)

export async function publishDrift(
  parts: Parts,
  { driftId, channel }: { readonly driftId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const drift = await driftOf(driftId).recall(parts.store)
  const toPlatform = () => getPlatform(parts, channel.platform)
  const shown = driftCardOf(driftId, channel.platform, channel.channel)
  const place = { kind: 'channel', channel } as const
  const card = drift && toDriftCard(drift, toTenant(parts, drift.tenantId))
  await keepCard(parts, { toPlatform, place, shown, card, isOver: drift?.end !== undefined }, claim)
}
