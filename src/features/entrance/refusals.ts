// Writes refusals down, and counts those that come again. Counts live in memory: whoever stops the bot has them written,
// and only a kill loses them.
import { toActorKey } from '../../domain/actor.js'
import {
  countedMilliseconds,
  countRefusal,
  isCountOver,
  type Refusal,
  type RefusalCount,
  startCount,
  toRefusalEvent,
  toRefusalKey,
  toRepeatedEvent,
} from '../../domain/refusals.js'
import type { Clock, Log, Store } from '../../ports.js'

/** Of one person; what comes on top is counted as one, since ids and actions of presses may be made up. */
const mostOfOne = 20
/** Of everybody; the oldest count is written early when there are more. */
const mostCounts = 1_000

export interface Refusals {
  /** Never rejects: a refusal that cannot be written stays a refusal. */
  journal(refusal: Refusal): Promise<void>
  /** Writes what was only counted so far. Never rejects. */
  flush(): Promise<void>
}

interface RefusalsParts {
  readonly store: Pick<Store, 'commit'>
  readonly clock: Clock
  readonly log: Log
}

export function createRefusals({ store, clock, log }: RefusalsParts): Refusals {
  const counts = new Map<string, RefusalCount>()
  let cancel: (() => void) | undefined

  /** What cannot be written goes to the log instead: it is counted nowhere else. */
  async function end(keys: readonly string[]): Promise<void> {
    const ended = keys.flatMap((key) => counts.get(key) ?? [])
    for (const key of keys) counts.delete(key)
    const events = ended.flatMap((count) => toRepeatedEvent(count, clock.now()) ?? [])
    if (events.length === 0) return
    try {
      await store.commit({ events })
    } catch (failure) {
      log.error({ err: failure, lost: events }, 'refusals.count-not-journalled')
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
  function take(key: string, refusal: Refusal): boolean {
    const known = counts.get(key)
    const count = known === undefined ? startCount(refusal) : countRefusal(known, refusal)
    counts.set(key, count)
    if (known?.repeats !== count.repeats && count.repeats.size > 0)
      wake(count.first.at + countedMilliseconds - refusal.at)
    return known?.told.length !== count.told.length
  }

  /** Whose first entry failed begins anew. */
  async function write(key: string, refusal: Refusal): Promise<void> {
    try {
      await store.commit({ events: [toRefusalEvent(refusal)] })
    } catch (failure) {
      if (counts.get(key)?.repeats.size === 0) counts.delete(key)
      log.error({ err: failure, incidentId: refusal.incidentId }, `${refusal.via}.refusal-not-journalled`)
    }
  }

  return {
    async journal(refusal) {
      await endThoseOver()
      const counted = counts.has(toRefusalKey(refusal)) ? refusal : toCounted(counts, refusal)
      const key = toRefusalKey(counted)
      const [oldest] = counts.keys()
      const isFull = counts.size >= mostCounts && !counts.has(key)
      if (take(key, counted)) await write(key, counted)
      if (isFull && oldest !== undefined) await end([oldest])
    },
    async flush() {
      cancel?.()
      cancel = undefined
      await end([...counts.keys()])
    },
  }
}

function toCounted(counts: ReadonlyMap<string, RefusalCount>, refusal: Refusal): Refusal {
  const who = toActorKey(refusal.by)
  const own = [...counts.values()].filter(({ first }) => toActorKey(first.by) === who)
  return own.length < mostOfOne ? refusal : { ...refusal, action: 'others', incidentId: '' }
}
