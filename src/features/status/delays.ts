// How long people wait, counted as it happens. Written down every few minutes and at the stop, so that a restart forgets
// nothing and a kill a few minutes at most.
import { cell } from '../../domain/cell.js'
import {
  countDelay,
  type DelayName,
  type DelaySummary,
  delaysSchema,
  mergeDelays,
  noDelays,
  summariseDelays,
} from '../../domain/delays.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Clock, Log, Store } from '../../ports.js'
import { toCountText } from '../words/words.js'

const savedEveryMilliseconds = 5 * minuteMilliseconds
const delaysCell = cell('delays', delaysSchema)()

export interface Delays {
  count(name: DelayName, milliseconds: number): void
  /** Undefined when nobody waited in the last day. */
  summarise(name: DelayName): DelaySummary | undefined
  /** Goes on where the process before ended. Never rejects. */
  load(): Promise<void>
  /** Writes what is not written yet. Never rejects. */
  flush(): Promise<void>
}

interface DelaysParts {
  readonly store: Pick<Store, 'recall' | 'commit'>
  readonly clock: Clock
  readonly log: Log
}

export function createDelays({ store, clock, log }: DelaysParts): Delays {
  let delays = noDelays
  let isSaved = true
  let cancel: (() => void) | undefined

  function wake(): void {
    cancel ??= clock.after(savedEveryMilliseconds, () => {
      cancel = undefined
      void save()
    })
  }

  async function save(): Promise<void> {
    if (isSaved) return
    isSaved = true
    try {
      await store.commit({ cells: [delaysCell.put(delays)] })
    } catch (error) {
      // The next wait that is counted tries again.
      isSaved = false
      log.warn({ err: error }, 'delays.not-saved')
    }
  }

  return {
    count(name, milliseconds) {
      delays = countDelay(delays, { name, milliseconds, now: clock.now() })
      isSaved = false
      wake()
    },
    summarise: (name) => summariseDelays(delays, name, clock.now()),
    async load() {
      try {
        delays = mergeDelays((await delaysCell.recall(store)) ?? noDelays, delays)
      } catch (error) {
        log.warn({ err: error }, 'delays.not-read')
      }
    },
    async flush() {
      cancel?.()
      cancel = undefined
      await save()
    },
  }
}

/** Empty when nobody waited. */
export function toDelaysText(delays: Delays): string {
  const card = toText(delays.summarise('card'), 'From restriction to card', 'card')
  const answer = toText(delays.summarise('answer'), 'From press to answer', 'answer')
  return [card, answer].filter((text) => text !== '').join(' ')
}

function toText(summary: DelaySummary | undefined, what: string, one: string): string {
  if (summary === undefined) return ''
  const { count, median, worst99 } = summary
  return `${what}: half within ${toLengthText(median)}, 99 of 100 within ${toLengthText(worst99)} (${toCountText(count, one)}).`
}

/** Exact for every step of the scale: "50 ms", "1.5 s", "65 s", "2 min", "24 h". */
function toLengthText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${milliseconds} ms`
  if (milliseconds < 2 * minuteMilliseconds) return `${milliseconds / 1_000} s`
  const minutes = milliseconds / minuteMilliseconds
  return minutes < 120 ? `${minutes} min` : `${minutes / 60} h`
}
