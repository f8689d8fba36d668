// Who has a private page open in place of a message. An edit of the message takes that page away from everybody, its
// reader included (Microsoft, "Up-to-date cards"), so the edit names the readers and their clients ask for it again.
// Kept in cells as well: after a restart, or at another process, an edit finds them there.

import { z } from 'zod'
import { createRecent } from '../../concurrency/recent.js'
import { cell, whileOthersWrite } from '../../domain/cell.js'
import type { MessageRef } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Press } from '../../domain/press.js'
import type { Answer, Catalogue, Clock, Log, Memory } from '../../ports.js'
import type { Commons } from './commons.js'
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
const pagesSchema = z
  .array(z.object({ reader: z.string(), action: z.string(), incidentId: z.string(), until: z.number() }))
  .readonly()
const pagesOf = cell('teams-pages', pagesSchema)

type SavedPages = z.output<typeof pagesSchema>

interface PagesParts {
  readonly clock: Pick<Clock, 'monotonic' | 'now'>
  readonly catalogue: Catalogue
  readonly memory: Memory
  /** Whether a page can only have been opened by this process, or by one before it. */
  readonly commons: Pick<Commons, 'isAlone'>
  readonly log: Log
}

/** Only some presses lead to a page; any other answer than a page, a confirmation that was used up included, ends it. */
export function createPages({ clock, catalogue, memory, commons, log }: PagesParts): Pages {
  const { cards, presses } = catalogue
  const kept = createRecent<Kept>(mostKept)
  /** Messages whose cell has been read since the start. */
  const read = createRecent<Promise<void>>(mostKept)
  /** Spots whose page was opened or ended here, and that the cell does not say yet: how often. */
  const unsaved = new Map<string, number>()

  function listKept({ channel, message }: Message): readonly Kept[] {
    const now = clock.monotonic()
    return kept
      .values()
      .filter((one) => one.channel === channel && one.message === message && one.until > now)
  }

  /** Never rejects: a page that is not remembered is opened again by a press. */
  async function save(spot: Spot): Promise<void> {
    const key = toKey(spot)
    const changes = unsaved.get(key)
    try {
      await whileOthersWrite(() => write(spot))
      if (unsaved.get(key) === changes) unsaved.delete(key)
    } catch (error) {
      log.warn({ err: error }, 'teams.pages.not-remembered')
    }
  }

  /** The pages of others on the same message stay as they are there. */
  async function write(spot: Spot): Promise<void> {
    const of = pagesOf(spot.channel, spot.message)
    const { value = [], version } = await of.find(memory)
    const now = clock.now()
    const others = value.filter(({ reader, until }) => reader !== spot.reader && until > now)
    const shift = now - clock.monotonic()
    const own = listKept(spot)
      .filter(({ reader }) => reader === spot.reader)
      .map(({ reader, page, until }) => ({ reader, ...page, until: Math.round(until + shift) }))
    await memory.remember(of.key, [...others, ...own], {
      until: now + keptMilliseconds,
      expectedVersion: version,
    })
  }

  /** Once where nobody else can have opened a page since. */
  async function recall(message: Message): Promise<void> {
    const key = toMessageKey(message)
    const known = (await commons.isAlone()) ? read.get(key) : undefined
    const reading = known ?? readCell(message)
    read.set(key, reading)
    return reading
  }

  async function recallOnce(message: Message): Promise<void> {
    if (await commons.isAlone()) await recall(message)
  }

  async function readCell(message: Message): Promise<void> {
    // What is saved while this is on its way may be missing in it.
    const busy = new Set(unsaved.keys())
    try {
      adopt(message, (await pagesOf(message.channel, message.message).recall(memory)) ?? [], busy)
    } catch (error) {
      log.warn({ err: error }, 'teams.pages.not-recalled')
    }
  }

  /** What is in the cell is so, but for what was done here since. */
  function adopt(message: Message, pages: SavedPages, busy: ReadonlySet<string>): void {
    const isOwn = (key: string) => busy.has(key) || unsaved.has(key)
    const shift = clock.monotonic() - clock.now()
    const { channel, message: id } = message
    const readers = new Set(pages.map(({ reader }) => reader))
    for (const one of listKept(message))
      if (!readers.has(one.reader) && !isOwn(toKey(one))) kept.delete(toKey(one))
    for (const { reader, action, incidentId, until } of pages) {
      const key = toKey({ channel, message: id, reader })
      if (isOwn(key)) continue
      const before = kept.get(key)?.page
      const isSame = before?.action === action && before.incidentId === incidentId
      const page = isSame ? before : { action, incidentId }
      kept.set(key, { channel, message: id, reader, page, until: until + shift })
    }
  }

  function change(spot: Spot, page: Page | undefined): void {
    const key = toKey(spot)
    unsaved.set(key, (unsaved.get(key) ?? 0) + 1)
    if (page === undefined) kept.delete(key)
    else kept.set(key, { ...spot, page, until: clock.monotonic() + keptMilliseconds })
  }

  function findKept(spot: Spot): Page | undefined {
    const found = kept.get(toKey(spot))
    return found !== undefined && found.until > clock.monotonic() ? found.page : undefined
  }

  return {
    expect(spot, { action, incidentId }) {
      if (spot === undefined) return () => false
      const turn = (again: string | undefined) =>
        change(spot, again === undefined ? undefined : { action: again, incidentId })
      // By the wall clock as it is now, which somebody may set.
      const recalled = recallOnce(spot)
      // The answer is on its way, and the edit it leads to may be faster.
      turn(presses.get(action)?.again)
      return (answer) => {
        const again = answer && cards.get(answer.name)?.again
        turn(again)
        void recalled.then(() => save(spot))
        return again !== undefined
      }
    },
    settleAgain(spot, page, answer) {
      const isPage = answer !== undefined && cards.get(answer.name)?.again !== undefined
      // Whoever pressed a button meanwhile has moved on.
      if (isPage || findKept(spot) !== page) return
      change(spot, undefined)
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
