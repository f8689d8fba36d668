// The card of entries that could not be read: posted once in every channel that hears of the worst, and kept up to date.
import { cell } from '../../domain/cell.js'
import { messageRefSchema } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import { forgetPosted } from '../../outbox/post-once.js'
import { publish } from '../../outbox/publish.js'
import type { Claim } from '../../ports.js'
import { getPlatform, type Parts, toTenant } from '../feature.js'
import { toUnreadCard } from './cards.js'
import { unreadOf } from './record.js'

/** Where the card is, by platform and channel. */
const unreadCardOf = cell('unread-card', messageRefSchema)

export async function publishUnread(
  parts: Parts,
  order: { readonly unreadId: string; readonly channel: ChannelRef },
  claim: Claim,
): Promise<void> {
  const unread = await unreadOf(order.unreadId).recall(parts.store)
  const { platform, channel } = order.channel
  const place = unreadCardOf(order.unreadId, platform, channel)
  const before = await place.recall(parts.store)
  // What was over before its card could be posted is nobody's concern any more.
  if (unread === undefined || (before === undefined && unread.endedAt !== undefined))
    return void (await parts.store.commit({ settle: { claim } }))
  const ref = await publish(
    parts,
    { platform: getPlatform(parts, platform), claim, before, channel: order.channel },
    toUnreadCard(unread, toTenant(parts, unread.tenantId)),
  )
  await parts.store.commit({ settle: { claim }, cells: [place.put(ref)] })
  await forgetPosted(parts, claim.task.key)
}
