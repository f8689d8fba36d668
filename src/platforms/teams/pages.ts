// Who has a private page open in place of a message. An edit of the message takes that page away from everybody, its
// reader included (Microsoft, "Up-to-date cards"), so the edit names the readers and their clients ask for it again.
// Lives in memory only: after a restart the next edit shows a reader the public card, and one press opens the page.

import { createRecent } from '../../concurrency/recent.js'
import type { MessageRef } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Press } from '../../domain/press.js'
import type { Answer, Catalogue, Clock } from '../../ports.js'
import { type Incoming, withoutThread } from './incoming.js'

const keptMilliseconds = 30 * minuteMilliseconds
const mostKept = 1_000
/** Teams takes no more user ids in one `refresh`. */
const mostReaders = 60

/** What to press in a reader's name to get their page as it would be now. */
export interface Page {
  readonly action: string
  readonly incidentId: string
}

/** One reader of one message. */
export interface Spot {
  readonly channel: string
  readonly message: string
  /** The reader's id in Teams (`29:...`), which is what `refresh` names. */
  readonly reader: string
}

type Message = Pick<MessageRef, 'channel' | 'message'>

export interface Pages {
  /** Before a press is handed on. What it returns is told the answer. */
  expect(spot: Spot | undefined, press: Pick<Press, keyof Page>): (answer: Answer) => void
  /** The answer to a client that asked by itself: the page is kept no longer than before, or ends. */
  settleAgain(spot: Spot, page: Page, answer: Answer): void
  find(spot: Spot | undefined): Page | undefined
  /** The most recent ones that one `refresh` can name. */
  listReaders(message: Message): readonly string[]
}

interface Kept extends Spot {
  readonly page: Page
  /** By the clock that never steps. */
  readonly until: number
}

/** Only some presses lead to a page; any other answer than a page, a confirmation that was used up included, ends it. */
export function createPages(clock: Pick<Clock, 'monotonic'>, { cards, presses }: Catalogue): Pages {
  const kept = createRecent<Kept>(mostKept)

  function open(spot: Spot, page: Page): void {
    kept.set(toKey(spot), { ...spot, page, until: clock.monotonic() + keptMilliseconds })
  }

  function find(spot: Spot | undefined): Page | undefined {
    const found = spot && kept.get(toKey(spot))
    return found !== undefined && found.until > clock.monotonic() ? found.page : undefined
  }

  return {
    expect(spot, { action, incidentId }) {
      if (spot === undefined) return () => {}
      const turn = (again: string | undefined) => {
        if (again === undefined) kept.delete(toKey(spot))
        else open(spot, { action: again, incidentId })
      }
      // The answer is on its way, and the edit it leads to may be faster.
      turn(presses.get(action)?.again)
      return (answer) => turn(answer && cards.get(answer.name)?.again)
    },
    settleAgain(spot, page, answer) {
      const isPage = answer !== undefined && cards.get(answer.name)?.again !== undefined
      // Whoever pressed a button meanwhile has moved on.
      if (!isPage && find(spot) === page) kept.delete(toKey(spot))
    },
    find,
    listReaders({ channel, message }) {
      const now = clock.monotonic()
      return kept
        .values()
        .filter((one) => one.channel === channel && one.message === message && one.until > now)
        .map((one) => one.reader)
        .slice(-mostReaders)
    },
  }
}

/** Undefined when the client does not say which message was pressed. */
export function toSpot({ conversation, replyToId, from }: Incoming): Spot | undefined {
  if (replyToId === undefined) return undefined
  return { channel: withoutThread(conversation.id), message: replyToId, reader: from.id }
}

function toKey({ channel, message, reader }: Spot): string {
  return JSON.stringify([channel, message, reader])
}
