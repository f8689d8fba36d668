// What a message shows to everybody, as it was last edited. A client that asks for a page its reader has not got is
// given this: the only answer to it that the protocol knows and that changes nothing is a card.
import { createRecent } from '../../concurrency/recent.js'
import type { MessageRef } from '../../domain/incident.js'

/** A card is at most some 30 kB. */
const mostKept = 200

type Message = Pick<MessageRef, 'channel' | 'message'>

export interface PublicCards {
  keep(message: Message, rendered: unknown): void
  /** Undefined when the message was not edited since the start. */
  find(message: Message): unknown
}

export function createPublicCards(): PublicCards {
  const kept = createRecent<unknown>(mostKept)
  return {
    keep: (message, rendered) => kept.set(toKey(message), rendered),
    find: (message) => kept.get(toKey(message)),
  }
}

function toKey({ channel, message }: Message): string {
  return JSON.stringify([channel, message])
}
