// A card whose place one cell keeps: posted once, and edited from then on.
import type { Cell } from '../domain/cell.js'
import type { MessageRef } from '../domain/incident.js'
import type { ChannelRef } from '../domain/task.js'
import type { Card, Claim, Platform } from '../ports.js'
import type { OutboxParts } from './parts.js'
import { forgetPosted } from './post-once.js'
import { publish } from './publish.js'

interface KeptCard {
  /** Asked for only when there is something to show: it may be gone from the settings. */
  toPlatform(): Platform
  readonly channel: ChannelRef
  /** Where it is. */
  readonly place: Cell<MessageRef>
  /** Undefined when there is nothing to show any more. */
  readonly card: Card | undefined
  /** What it is about has ended. */
  readonly isOver: boolean
}

export async function keepCard(
  parts: OutboxParts,
  { toPlatform, channel, place, card, isOver }: KeptCard,
  claim: Claim,
): Promise<void> {
  const before = await place.recall(parts.store)
  // What was over before its card could be posted is nobody's concern any more.
  if (card === undefined || (before === undefined && isOver))
    return void (await parts.store.commit({ settle: { claim } }))
  const ref = await publish(parts, { platform: toPlatform(), claim, before, channel }, card)
  await parts.store.commit({ settle: { claim }, cells: [place.put(ref)] })
  await forgetPosted(parts, claim.task.key)
}
