// The card of entries that could not be read: posted once in every channel that hears of the worst, and kept up to date.
import { cell } from '../../domain/cell.js'
import { messageRefSchema } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import { keepCard } from '../../outbox/keep-card.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toUnreadCard } from './cards.js'
import { unreadOf } from './record.js'

/** Where the card is, by platform and channel. */
const unreadCardOf = cell('unread-card', messageRefSchema)

export async function publishUnread(
  parts: Parts,
  { unreadId, channel }: { readonly unreadId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const unread = await unreadOf(unreadId).recall(parts.store)
  const toPlatform = () => getPlatform(parts, channel.platform)
  const shown = unreadCardOf(unreadId, channel.platform, channel.channel)
  const place = { kind: 'channel', channel } as const
  const card = unread && toUnreadCard(unread, toTenant(parts, unread.tenantId))
  await keepCard(parts, { toPlatform, place, shown, card, isOver: unread?.endedAt !== undefined }, claim)
}
