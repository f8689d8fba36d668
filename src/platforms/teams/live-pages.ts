// Private pages that show something under way: drawn anew when it has got on, for as long as they show that and nothing else.
// Whoever does the work draws them, whichever process opened them, and after a restart too; what two of them hear of is drawn
// once.
import { createRecent } from '../../concurrency/recent.js'
import { toDigest } from '../../domain/digest.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Answer, Catalogue, Clock, Log, Memory, LivePage as Page } from '../../ports.js'
import type { Incoming } from './incoming.js'
import { createLiveIndex, isSamePage, type LivePage } from './live-index.js'
import type { PrivateMessage, PrivateRecord } from './private-record.js'

const keptMilliseconds = 15 * minuteMilliseconds
const mostKept = 1_000
/** An eye follows no more, and Teams counts. */
const paceMilliseconds = 1_000

/** Resolves to whether this is to be shown there: its reader may be on to something else, or have it before them. */
export type MayShow = (card: Answer) => Promise<boolean>
type Draw = (live: LivePage, mayShow: MayShow) => Promise<void>

export interface LivePages {
  note(message: PrivateMessage, incoming: Incoming, shown: { card: Answer; incidentId: string }): void
  /** Its reader is on to something else. Resolves once every process knows; never rejects. */
  leave(message: PrivateMessage): Promise<void>
  /** Soon, at most once a second for each page. Resolves once it is known which they are; never rejects. */
  redraw(page: Page, draw: Draw): Promise<void>
  /** Nothing is drawn any more after that. */
  stop(): void
}

interface LivePagesParts {
  readonly catalogue: Pick<Catalogue, 'cards'>
  readonly record: PrivateRecord
  readonly memory: Memory
  readonly clock: Clock
  readonly log: Log
}

interface Kept extends LivePage {
  /** By the clock that never steps. */
  readonly until: number
  readyAt: number
  cancel: (() => void) | undefined
}

export function createLivePages({ catalogue, record, memory, clock, log }: LivePagesParts): LivePages {
  const kept = createRecent<Kept>(mostKept)
  const index = createLiveIndex({ record, memory, clock })
  let isStopped = false

  function forget({ id }: PrivateMessage): boolean {
    const one = kept.get(id)
    one?.cancel?.()
    kept.delete(id)
    return one !== undefined
  }

  /** Never rejects: whoever is not told of a page leaves it to its Refresh. */
  async function tell(change: Promise<unknown>): Promise<void> {
    try {
      await change
    } catch (error) {
      log.warn({ err: error }, 'teams.private.not-remembered')
    }
  }

  async function leave(message: PrivateMessage): Promise<void> {
    const wasOwn = forget(message)
    if (wasOwn || message.live !== undefined)
      await tell(record.change(message, ({ live, ...rest }) => (live === undefined ? undefined : rest)))
  }

  /** A command that shows what comes of it, or a page that is live by its kind. */
  function toPage(card: Answer, incidentId: string): Page | undefined {
    if (card?.follows !== undefined) return { command: card.follows }
    const { isLive, again } = (card && catalogue.cards.get(card.name)) ?? {}
    return isLive === true && again !== undefined ? { action: again, incidentId } : undefined
  }

  function keep(live: LivePage, { until, readyAt }: Pick<Kept, 'until' | 'readyAt'>): Kept {
    const one = { ...live, until, readyAt, cancel: undefined }
    forget(live.message)
    kept.set(live.message.id, one)
    return one
  }

  function plan(one: Kept, work: Draw): void {
    const now = clock.monotonic()
    if (isStopped || one.cancel !== undefined) return
    if (one.until <= now) kept.delete(one.message.id)
    else one.cancel = clock.after(Math.max(0, one.readyAt - now), () => draw(one, work))
  }

  function draw(one: Kept, work: Draw): void {
    one.cancel = undefined
    one.readyAt = clock.monotonic() + paceMilliseconds
    void work(one, (card) => mayShow(one, card))
  }

  async function mayShow(one: Kept, card: Answer): Promise<boolean> {
    const isStill = () => kept.get(one.message.id) === one
    if (!isStill()) return false
    const drawn = toDigest([JSON.stringify(card ?? null)])
    const taken = await record.change(one.message, (now) => {
      const { live } = now
      if (live !== undefined && isSamePage(live.page, one.page))
        return live.drawn === drawn ? undefined : { ...now, live: { ...live, drawn } }
      if (isStill()) forget(one.message)
      return undefined
    })
    return taken !== undefined && isStill()
  }

  return {
    leave,
    note(message, incoming, { card, incidentId }) {
      const page = toPage(card, incidentId)
      if (page === undefined) return void leave(message)
      const now = clock.monotonic()
      // The answer to the press, and the edit that goes with it, come first.
      keep({ message, incoming, page }, { until: now + keptMilliseconds, readyAt: now + paceMilliseconds })
      void tell(index.add({ message, incoming, page }, clock.now() + keptMilliseconds))
    },
    async redraw(page, work) {
      const isOwn = ({ id }: Pick<PrivateMessage, 'id'>) => {
        const one = kept.get(id)
        return one !== undefined && isSamePage(one.page, page)
      }
      for (const one of kept.values()) if (isSamePage(one.page, page)) plan(one, work)
      try {
        const [now, wall] = [clock.monotonic(), clock.now()]
        for (const { until, ...live } of await index.list(page, (id) => !isOwn({ id })))
          if (!isOwn(live.message)) plan(keep(live, { until: now + until - wall, readyAt: now }), work)
      } catch (error) {
        log.debug({ err: error }, 'teams.page.not-redrawn')
      }
    },
    stop() {
      isStopped = true
      for (const { message } of kept.values()) forget(message)
    },
  }
}
