// Who has a private page open in place of a message. An edit of the message takes that page away from everybody, its
// reader included (Microsoft, "Up-to-date cards"), so the edit names the readers and their clients ask for it again.
// Kept in cells as well: after a restart an edit finds them there.

import { z } from 'zod'
import { createRecent } from '../../concurrency/recent.js'
import { cell } from '../../domain/cell.js'
import type { MessageRef } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Press } from '../../domain/press.js'
import type { Answer, Catalogue, Clock, Log, Memory } from '../../ports.js'
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
  /** Before a press is handed on. What it returns is told the answer, and says whether the reader has a page open now. */
  expect(spot: Spot | undefined, press: Pick<Press, keyof Page>): (answer: Answer) => boolean
  /** The answer to a client that asked by itself: the page is kept no longer than before, or ends. */
  settleAgain(spot: Spot, page: Page, answer: Answer): void
  find(spot: Spot | undefined): Promise<Page | undefined>
  /** The most recent ones that one `refresh` can name. */
  listReaders(message: Message): Promise<readonly string[]>
}

interface Kept extends Spot {
  readonly page: Page
  /** By the clock that never steps. */
  readonly until: number
}

/** The pages of one message, by wall clock: the other one means nothing after a restart. */
const pagesOf = cell(
  'teams-pages',
  z
    .array(z.object({ reader: z.string(), action: z.string(), incidentId: z.string(), until: z.number() }))
    .readonly(),
)

interface PagesParts {
  readonly clock: Pick<Clock, 'monotonic' | 'now'>
  readonly catalogue: Catalogue
  readonly memory: Memory
  readonly log: Log
}

/** Only some presses lead to a page; any other answer than a page, a confirmation that was used up included, ends it. */
export function createPages({ clock, catalogue: { cards, presses }, memory, log }: PagesParts): Pages {
  const kept = createRecent<Kept>(mostKept)
  /** Messages whose cell has been read since the start. */
  const read = createRecent<Promise<void>>(mostKept)

  function listKept({ channel, message }: Message): readonly Kept[] {
    const now = clock.monotonic()
    return kept
      .values()
      .filter((one) => one.channel === channel && one.message === message && one.until > now)
  }

  /** Never rejects: a page that is not remembered is opened again by a press. */
  async function save(message: Message): Promise<void> {
    try {
      await recall(message)
      const shift = clock.now() - clock.monotonic()
      const pages = listKept(message).map(({ reader, page, until }) => ({
        reader,
        ...page,
        until: Math.round(until + shift),
      }))
      const { key } = pagesOf(message.channel, message.message)
      await memory.remember(key, pages, { until: clock.now() + keptMilliseconds })
    } catch (error) {
      log.warn({ err: error }, 'teams.pages.not-remembered')
    }
  }

  function recall(message: Message): Promise<void> {
    const key = toMessageKey(message)
    const reading = read.get(key) ?? readCell(message)
    read.set(key, reading)
    return reading
  }

  async function readCell(message: Message): Promise<void> {
    const { channel, message: id } = message
    const pages = await pagesOf(channel, id)
      .recall(memory)
      .catch((error: unknown) => {
        log.warn({ err: error }, 'teams.pages.not-recalled')
        return undefined
      })
    const shift = clock.monotonic() - clock.now()
    for (const { reader, action, incidentId, until } of pages ?? []) {
      const spot = { channel, message: id, reader }
      if (kept.get(toKey(spot)) === undefined)
        kept.set(toKey(spot), { ...spot, page: { action, incidentId }, until: until + shift })
    }
  }

  function open(spot: Spot, page: Page): void {
    kept.set(toKey(spot), { ...spot, page, until: clock.monotonic() + keptMilliseconds })
  }

  function findKept(spot: Spot): Page | undefined {
    const found = kept.get(toKey(spot))
    return found !== undefined && found.until > clock.monotonic() ? found.page : undefined
  }

  return {
    expect(spot, { action, incidentId }) {
      if (spot === undefined) return () => false
      const turn = (again: string | undefined) => {
        if (again === undefined) kept.delete(toKey(spot))
        else open(spot, { action: again, incidentId })
      }
      // What was open before a restart must not come back over what is pressed now.
      const recalled = recall(spot)
      // The answer is on its way, and the edit it leads to may be faster.
      turn(presses.get(action)?.again)
      return (answer) => {
        const again = answer && cards.get(answer.name)?.again
        turn(again)
        void recalled.then(() => {
          if (again === undefined) kept.delete(toKey(spot))
          return save(spot)
        })
        return again !== undefined
      }
    },
    settleAgain(spot, page, answer) {
      const isPage = answer !== undefined && cards.get(answer.name)?.again !== undefined
      // Whoever pressed a button meanwhile has moved on.
      if (isPage || findKept(spot) !== page) return
      kept.delete(toKey(spot))
      void save(spot)
    },
    async find(spot) {
      if (spot === undefined) return undefined
      await recall(spot)
      return findKept(spot)
    },
    async listReaders(message) {
      await recall(message)
      return listKept(message)
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

function toMessageKey({ channel, message }: Message): string {
  return JSON.stringify([channel, message])
}
