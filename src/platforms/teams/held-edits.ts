// Edits that wait. Every edit of a message takes the private page of whoever reads one on it away, and not every client
// asks for it again by itself. So what only says who is at it waits until the reader has gone back, for some minutes at most.
import type { MessageRef } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Card, Clock, Log } from '../../ports.js'

export const longestHeldMilliseconds = 5 * minuteMilliseconds

export interface HeldEdits {
  /** Whether nothing waited for this message before. */
  hold(ref: MessageRef, card: Card): boolean
  /** A newer card is on its way: what waited is of no use any more. */
  drop(ref: MessageRef): void
  /** The reader is back: now is the time. */
  release(message: Pick<MessageRef, 'channel' | 'message'>): void
  /** Nothing waits any more after that. */
  stop(): void
}

export function createHeldEdits(parts: {
  readonly clock: Clock
  readonly log: Log
  readonly edit: (ref: MessageRef, card: Card) => Promise<unknown>
}): HeldEdits {
  const { clock, log, edit } = parts
  const held = new Map<
    string,
    { readonly ref: MessageRef; readonly card: Card; readonly cancel: () => void }
  >()

  function take(key: string) {
    const found = held.get(key)
    held.delete(key)
    found?.cancel()
    return found
  }

  function send(key: string): void {
    const found = take(key)
    if (found === undefined) return
    edit(found.ref, found.card).catch((error: unknown) =>
      log.warn({ err: error, channel: found.ref.channel }, 'teams.card.not-edited'),
    )
  }

  return {
    hold(ref, card) {
      const key = toKey(ref)
      const before = held.get(key)
      // The first one began to wait, and whatever comes meanwhile waits no longer than that.
      const cancel = before?.cancel ?? clock.after(longestHeldMilliseconds, () => send(key))
      held.set(key, { ref, card, cancel })
      return before === undefined
    },
    drop: (ref) => void take(toKey(ref)),
    release: (message) => send(toKey(message)),
    stop() {
      for (const key of held.keys()) take(key)
    },
  }
}

function toKey({ channel, message }: Pick<MessageRef, 'channel' | 'message'>): string {
  return JSON.stringify([channel, message])
}
