// Things that somebody does again and again, such as being refused. The first is an entry of the journal of its own; what
// comes again within the hour is counted, and the count is one entry. So nobody fills the journal, and nothing goes unsaid.
import type { ActorRef } from './actor.js'
import { hourMilliseconds, type Instant } from './instant.js'
import type { JournalEvent } from './journal.js'

interface Happening {
  readonly at: Instant
  readonly by: ActorRef
}

/** What is counted together for an hour. */
export interface Count<One extends Happening> {
  readonly first: One
  /** Sorts that have an entry. */
  readonly told: readonly string[]
  /** How often what has none, by sort. */
  readonly repeats: ReadonlyMap<string, number>
  readonly from: Instant
  readonly until: Instant
}

/** What is counted, and how it is written down. */
export interface Counting<One extends Happening> {
  /** What has the same one is counted together. */
  toKey(one: One): string
  /** What is told apart within a count. */
  toSort(one: One): string
  /** Whether a sort that is new in a count has an entry of its own too. */
  readonly tellsNewSorts: boolean
  /** What is counted of one person beyond a limit, so that ids that were made up cost nothing. */
  toOthers(one: One): One
  /** In the log, when the journal cannot be written. */
  logName(one: One): string
  toEvent(one: One): JournalEvent
  /** @param count with at least one repeat. */
  toRepeatedEvent(count: Count<One>, now: Instant): JournalEvent
}

export const countedMilliseconds = hourMilliseconds

export function startCount<One extends Happening>(first: One, { toSort }: Counting<One>): Count<One> {
  return { first, told: [toSort(first)], repeats: new Map(), from: first.at, until: first.at }
}

export function addToCount<One extends Happening>(
  count: Count<One>,
  one: One,
  { toSort, tellsNewSorts }: Counting<One>,
): Count<One> {
  const sort = toSort(one)
  if (tellsNewSorts && !count.told.includes(sort)) return { ...count, told: [...count.told, sort] }
  const repeats = new Map(count.repeats).set(sort, (count.repeats.get(sort) ?? 0) + 1)
  return { ...count, repeats, from: count.repeats.size === 0 ? one.at : count.from, until: one.at }
}

/** Also when the clock was set back: what lies ahead says nothing about now. */
export function isCountOver({ first }: { readonly first: Happening }, now: Instant): boolean {
  return now < first.at || now - first.at >= countedMilliseconds
}

export function countRepeats({ repeats }: { readonly repeats: ReadonlyMap<string, number> }): number {
  return [...repeats.values()].reduce((sum, one) => sum + one, 0)
}
