// What a message shows to everybody, as it was last edited. A client that asks for a page its reader has not got is
// given this: the only answer to it that the protocol knows and that changes nothing is a card. Several processes edit one
// message, so among them it is kept in a cell as well.
import { z } from 'zod'
import { createRecent } from '../../concurrency/recent.js'
import { cell } from '../../domain/cell.js'
import { toDigest } from '../../domain/digest.js'
import type { MessageRef } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import type { Card, Catalogue, Clock } from '../../ports.js'
import type { Commons } from './commons.js'
import type { Render } from './render.js'

/** A card is at most some 30 kB. */
const mostKept = 200
/** An edit of an older one takes the page of whoever reads on it. */
const keptMilliseconds = 7 * dayMilliseconds

type Message = Pick<MessageRef, 'channel' | 'message'>

const shownOf = cell(
  'teams-shown',
  z.object({ name: z.string(), view: z.record(z.string(), z.unknown()) }).readonly(),
)

export interface PublicCards {
  /** Never rejects. */
  keep(message: Message, card: Card): Promise<void>
  /** What another process has edited since is known after that. Never rejects. */
  recall(message: Message): Promise<void>
  /** Rendered; undefined when it is not known what the message shows. */
  find(message: Message): unknown
  /** A short name of what the message shows; undefined when that is not known. */
  findDigest(message: Message): string | undefined
  /** Whether it differs from what the message shows in nothing that could not wait for those who read a page on it. */
  isMinor(message: Message, card: Card): boolean
  /** What others have to be told while an edit to this card waits; undefined when nothing. */
  findMeanwhile(message: Message, card: Card): Card | undefined
}

interface PublicCardsParts {
  readonly catalogue: Pick<Catalogue, 'cards'>
  readonly render: Render
  readonly commons: Pick<Commons, 'amongOthers'>
  readonly clock: Pick<Clock, 'now'>
}

export function createPublicCards({
  catalogue: { cards },
  render,
  commons,
  clock,
}: PublicCardsParts): PublicCards {
  const kept = createRecent<Card>(mostKept)

  /** What a card says, without what can wait. */
  function toSubstance({ name, view }: Card): string {
    const minor = cards.get(name)?.minor ?? []
    return JSON.stringify([name, Object.entries(view).filter(([key]) => !minor.includes(key))])
  }

  return {
    keep(message, card) {
      kept.set(toKey(message), card)
      return commons.amongOthers(async (memory) => {
        const of = shownOf(message.channel, message.message)
        await memory.remember(of.key, card, { until: clock.now() + keptMilliseconds })
      }, undefined)
    },
    recall: (message) =>
      commons.amongOthers(async (memory) => {
        const shown = await shownOf(message.channel, message.message).recall(memory)
        if (shown !== undefined) kept.set(toKey(message), shown)
      }, undefined),
    find(message) {
      const card = kept.get(toKey(message))
      return card && render(card)
    },
    findDigest(message) {
      const card = kept.get(toKey(message))
      return card && toDigest([toSubstance(card)])
    },
    isMinor(message, card) {
      const before = kept.get(toKey(message))
      return before !== undefined && toSubstance(before) === toSubstance(card)
    },
    findMeanwhile(message, card) {
      const before = kept.get(toKey(message))
      return before && cards.get(card.name)?.toMeanwhile?.(before, card)
    },
  }
}

function toKey({ channel, message }: Message): string {
  return JSON.stringify([channel, message])
}
