// What a message shows to everybody, as it was last edited. A client that asks for a page its reader has not got is
// given this: the only answer to it that the protocol knows and that changes nothing is a card.
import { createRecent } from '../../concurrency/recent.js'
import type { MessageRef } from '../../domain/incident.js'
import type { Card, Catalogue } from '../../ports.js'

/** A card is at most some 30 kB. */
const mostKept = 200

type Message = Pick<MessageRef, 'channel' | 'message'>

interface Shown {
  readonly card: Card
  readonly rendered: unknown
}

export interface PublicCards {
  keep(message: Message, shown: Shown): void
  /** Undefined when the message was not edited since the start. */
  find(message: Message): unknown
  /** Whether it differs from what the message shows in nothing that could not wait for those who read a page on it. */
  isMinor(message: Message, card: Card): boolean
  /** What others have to be told while an edit to this card waits; undefined when nothing. */
  findMeanwhile(message: Message, card: Card): Card | undefined
}

export function createPublicCards({ cards }: Pick<Catalogue, 'cards'>): PublicCards {
  const kept = createRecent<Shown>(mostKept)

  /** What a card says, without what can wait. */
  function toSubstance({ name, view }: Card): string {
    const minor = cards.get(name)?.minor ?? []
    return JSON.stringify([name, Object.entries(view).filter(([key]) => !minor.includes(key))])
  }

  return {
    keep: (message, shown) => kept.set(toKey(message), shown),
    find: (message) => kept.get(toKey(message))?.rendered,
    isMinor(message, card) {
      const before = kept.get(toKey(message))?.card
      return before !== undefined && toSubstance(before) === toSubstance(card)
    },
    findMeanwhile(message, card) {
      const before = kept.get(toKey(message))?.card
      return before && cards.get(card.name)?.toMeanwhile?.(before, card)
    },
  }
}

function toKey({ channel, message }: Message): string {
  return JSON.stringify([channel, message])
}
