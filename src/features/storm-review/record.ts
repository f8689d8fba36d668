// What is remembered of storm reviews, and the one way in which one changes.

import { type CellTerms, cell, whileOthersWrite } from '../../domain/cell.js'
import { messageRefSchema } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { say, tellCommand } from '../../domain/said.js'
import { type StormReview, stormReviewSchema } from '../../domain/storm-review.js'
import type { Task } from '../../domain/task.js'
import { RefusedError } from '../../errors.js'
import type { Claim } from '../../ports.js'
import type { Parts } from '../feature.js'

export const stormReviewOf = cell('storm-review', stormReviewSchema)

/** Where its card is, by platform and channel. */
export const stormCardOf = cell('storm-card', messageRefSchema)

/** What it says is in the records of its incidents as well; a note is kept no longer than others are. */
const keptDays = 7

export function toStormTerms({ clock, retentionDays }: Pick<Parts, 'clock' | 'retentionDays'>): CellTerms {
  return { until: clock.now() + Math.min(keptDays, retentionDays) * dayMilliseconds }
}

export interface StormChange {
  readonly next: StormReview
  readonly events?: readonly JournalEvent[]
  readonly tasks?: readonly Task[]
}

interface Target {
  readonly id: string
  /** Ended in the same write. */
  readonly claim?: Claim
}

/**
 * Says what becomes of it by what is true at the moment of the write. `undefined` changes nothing.
 * @throws RefusedError when there is none, and whatever `decide` throws.
 */
export async function changeStormReview(
  parts: Parts,
  { id, claim }: Target,
  decide: (review: StormReview) => StormChange | undefined,
): Promise<StormReview> {
  return whileOthersWrite(async () => {
    const { value, version } = await stormReviewOf(id).find(parts.store)
    if (value === undefined) throw toGone()
    const change = decide(value)
    const settle = claim === undefined ? {} : { settle: { claim } }
    if (change === undefined) {
      if (claim !== undefined) await parts.store.commit(settle)
      return value
    }
    const terms = { ...toStormTerms(parts), expectedVersion: version }
    await parts.store.commit({
      ...settle,
      cells: [stormReviewOf(id).put(change.next, terms)],
      events: change.events ?? [],
      tasks: change.tasks ?? [],
    })
    parts.poke()
    return change.next
  })
}

export function toGone(): RefusedError {
  return new RefusedError(
    'not-found',
    say`Reprieve has no record of this review any more. Type ${tellCommand('list')} to see what is restricted now.`,
  )
}

/** All that are remembered, the oldest first. */
export async function listStormReviews({ store }: Pick<Parts, 'store'>): Promise<readonly StormReview[]> {
  const start = 'storm-review:'
  const keys = await store.listKeys(start)
  const found = await Promise.all(keys.map((key) => stormReviewOf(key.slice(start.length)).recall(store)))
  return found
    .filter((review) => review !== undefined)
    .toSorted((one, other) => one.first.at - other.first.at)
}
