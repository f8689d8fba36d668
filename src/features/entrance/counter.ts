// Writes things down, and counts those that come again. Counts live in memory: whoever stops the bot has them written, and
// only a kill loses them.
import { type ActorRef, toActorKey } from '../../domain/actor.js'
import {
  addToCount,
  type Count,
  type Counting,
  countedMilliseconds,
  isCountOver,
  startCount,
} from '../../domain/counted.js'
import type { Instant } from '../../domain/instant.js'
import type { Clock, Log, Store } from '../../ports.js'

/** Of one person; what comes on top is counted as one, since ids and actions of presses may be made up. */
const mostOfOne = 20
/** Of everybody; the oldest count is written early when there are more. */
const mostCounts = 1_000

export interface Counter<One> {
  /** Never rejects: what cannot be written is done all the same. */
  journal(one: One): Promise<void>
  /** Writes what was only counted so far. Never rejects. */
  flush(): Promise<void>
}

interface CounterParts<One extends Happening> {
  readonly store: Pick<Store, 'commit'>
  readonly clock: Clock
  readonly log: Log
  readonly counting: Counting<One>
  /** For the log: `refusals`. */
  readonly name: string
}

interface Happening {
  readonly at: Instant
  readonly by: ActorRef
  readonly incidentId: string
}

export function createCounter<One extends Happening>(parts: CounterParts<One>): Counter<One> {
  const { store, clock, log, counting, name } = parts
  const counts = new Map<string, Count<One>>()
  let cancel: (() => void) | undefined

  /** What cannot be written goes to the log instead: it is counted nowhere else. */
  async function end(keys: readonly string[]): Promise<void> {
    const ended = keys.flatMap((key) => counts.get(key) ?? [])
    for (const key of keys) counts.delete(key)
    const events = ended
      .filter(({ repeats }) => repeats.size > 0)
      .map((count) => counting.toRepeatedEvent(count, clock.now()))
    if (events.length === 0) return
    try {
      await store.commit({ events })
    } catch (failure) {
      log.error({ err: failure, lost: events }, `${name}.count-not-journalled`)
    }
  }

  function endThoseOver(): Promise<void> {
    const now = clock.now()
    return end([...counts].filter(([, count]) => isCountOver(count, now)).map(([key]) => key))
  }

  function wake(milliseconds: number): void {
    cancel ??= clock.after(milliseconds, () => {
      cancel = undefined
      void endThoseOver().then(() => {
        const next = [...counts.values()].find(({ repeats }) => repeats.size > 0)
        if (next !== undefined) wake(next.first.at + countedMilliseconds - clock.now())
      })
    })
  }

  /** True for one that is to be written now. */
  function take(key: string, one: One): boolean {
    const known = counts.get(key)
    const count = known === undefined ? startCount(one, counting) : addToCount(known, one, counting)
    counts.set(key, count)
    if (known?.repeats !== count.repeats && count.repeats.size > 0)
      wake(count.first.at + countedMilliseconds - one.at)
    return known?.told.length !== count.told.length
  }

  /** Whose first entry failed begins anew. */
  async function write(key: string, one: One): Promise<void> {
    try {
      await store.commit({ events: [counting.toEvent(one)] })
    } catch (failure) {
      if (counts.get(key)?.repeats.size === 0) counts.delete(key)
      log.error({ err: failure, incidentId: one.incidentId }, counting.logName(one))
    }
  }

  function limit(one: One): One {
    if (counts.has(counting.toKey(one))) return one
    const who = toActorKey(one.by)
    const own = [...counts.values()].filter(({ first }) => toActorKey(first.by) === who)
    return own.length < mostOfOne ? one : counting.toOthers(one)
  }

  return {
    async journal(given) {
      await endThoseOver()
      const one = limit(given)
      const key = counting.toKey(one)
      const [oldest] = counts.keys()
      const isFull = counts.size >= mostCounts && !counts.has(key)
      if (take(key, one)) await write(key, one)
      if (isFull && oldest !== undefined) await end([oldest])
    },
    async flush() {
      cancel?.()
      cancel = undefined
      await end([...counts.keys()])
    },
  }
}
