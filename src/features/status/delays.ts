// How long people wait, counted as it happens, by every process that works on the store. Added up every few minutes and at
// the stop, so that a restart forgets nothing and a kill a few minutes at most.
import { cell, whileOthersWrite } from '../../domain/cell.js'
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
  /** Reads what this process before, and others, have counted. Never rejects. */
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
  /** Of all processes, as of the last time that it was looked. */
  let all = noDelays
  /** Counted here and not added to these yet. */
  let own = noDelays
  /** Being added. */
  let added = noDelays
  let cancel: (() => void) | undefined

  function wake(): void {
    cancel ??= clock.after(savedEveryMilliseconds, () => {
      cancel = undefined
      void save()
    })
  }

  async function save(): Promise<void> {
    if (own === noDelays && added === noDelays) return
    added = mergeDelays(added, own)
    own = noDelays
    try {
      await whileOthersWrite(add)
    } catch (error) {
      // The next wait that is counted tries again.
      log.warn({ err: error }, 'delays.not-saved')
    }
  }

  async function add(): Promise<void> {
    const { value = noDelays, version } = await delaysCell.find(store)
    const part = added
    const sum = mergeDelays(value, part)
    await store.commit({ cells: [delaysCell.put(sum, { expectedVersion: version })] })
    all = sum
    if (added === part) added = noDelays
  }

  return {
    count(name, milliseconds) {
      own = countDelay(own, { name, milliseconds, now: clock.now() })
      wake()
    },
    summarise: (name) => summariseDelays([added, own].reduce(mergeDelays, all), name, clock.now()),
    async load() {
      try {
        all = (await delaysCell.recall(store)) ?? noDelays
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
