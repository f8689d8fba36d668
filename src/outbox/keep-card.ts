// A card whose place one cell keeps: posted once, and edited from then on until what it is about has ended.
import type { Cell } from '../domain/cell.js'
import type { MessageRef } from '../domain/incident.js'
import type { Card, Claim, Place, Platform } from '../ports.js'
import type { OutboxParts } from './parts.js'
import { forgetPosted } from './post-once.js'
import { endUnplaced, publish } from './publish.js'

interface KeptCard {
  /** Asked for only when there is something to show. */
  toPlatform(): Platform
  readonly place: Place
  /** Where it is. */
  readonly shown: Cell<MessageRef>
  /** Undefined when there is nothing to show any more. */
  readonly card: Card | undefined
  /** What it is about has ended. */
  readonly isOver: boolean
}

export async function keepCard(
  parts: OutboxParts,
  { toPlatform, place, shown, card, isOver }: KeptCard,
  claim: Claim,
): Promise<void> {
  if (card === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const before = await shown.recall(parts.store)
  const at = { claim, before, place }
  const isEnded = isOver && (await endUnplaced(parts, { ...at, toPlatform }, card))
  const ref = isEnded ? undefined : await publish(parts, { ...at, platform: toPlatform() }, card)
  await parts.store.commit({ settle: { claim }, cells: ref === undefined ? [] : [shown.put(ref)] })
  await forgetPosted(parts, claim.task.key)
}
