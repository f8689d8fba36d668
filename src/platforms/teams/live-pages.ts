// Private pages that show something under way: drawn anew when it has got on, for as long as they show that and nothing else.
// Lives in memory only: after a restart the page has its button for it.
import { createRecent } from '../../concurrency/recent.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Answer, Catalogue, Clock, LivePage as Page } from '../../ports.js'
import type { Incoming } from './incoming.js'
import type { PrivateMessage } from './private-record.js'

const keptMilliseconds = 15 * minuteMilliseconds
const mostKept = 1_000
/** An eye follows no more, and Teams counts. */
const paceMilliseconds = 1_000

export interface LivePage {
  readonly message: PrivateMessage
  /** How its reader came there; who that is is asked anew. */
  readonly incoming: Incoming
  readonly page: Page
}

type Draw = (live: LivePage, isStill: () => boolean) => Promise<void>

export interface LivePages {
  note(message: PrivateMessage, incoming: Incoming, shown: { card: Answer; incidentId: string }): void
  /** Its reader is on to something else. */
  leave(message: PrivateMessage): void
  /** Soon, at most once a second for each page. */
  redraw(page: Page, draw: Draw): void
  /** Nothing is drawn any more after that. */
  stop(): void
}

interface Kept extends LivePage {
  /** By the clock that never steps. */
  readonly until: number
  readyAt: number
  cancel: (() => void) | undefined
}

export function createLivePages(clock: Clock, { cards }: Pick<Catalogue, 'cards'>): LivePages {
  const kept = createRecent<Kept>(mostKept)

  function leave({ id }: PrivateMessage): void {
    kept.get(id)?.cancel?.()
    kept.delete(id)
  }

  /** A command that shows what comes of it, or a page that is live by its kind. */
  function toPage(card: Answer, incidentId: string): Page | undefined {
    if (card?.follows !== undefined) return { command: card.follows }
    const { isLive, again } = (card && cards.get(card.name)) ?? {}
    return isLive === true && again !== undefined ? { action: again, incidentId } : undefined
  }

  function draw(one: Kept, work: Draw): void {
    one.cancel = undefined
    one.readyAt = clock.monotonic() + paceMilliseconds
    void work(one, () => kept.get(one.message.id) === one)
  }

  return {
    leave,
    note(message, incoming, { card, incidentId }) {
      leave(message)
      const page = toPage(card, incidentId)
      if (page === undefined) return
      const now = clock.monotonic()
      // The answer to the press, and the edit that goes with it, come first.
      const readyAt = now + paceMilliseconds
      kept.set(message.id, {
        message,
        incoming,
        page,
        until: now + keptMilliseconds,
        readyAt,
        cancel: undefined,
      })
    },
    redraw(page, work) {
      const now = clock.monotonic()
      for (const one of kept.values()) {
        if (!isSame(one.page, page) || one.cancel !== undefined) continue
        if (one.until <= now) kept.delete(one.message.id)
        else one.cancel = clock.after(Math.max(0, one.readyAt - now), () => draw(one, work))
      }
    },
    stop() {
      for (const { message } of kept.values()) leave(message)
    },
  }
}

function isSame(one: Page, other: Page): boolean {
  if ('command' in one || 'command' in other)
    return 'command' in one && 'command' in other && one.command === other.command
  return one.action === other.action && one.incidentId === other.incidentId
}
