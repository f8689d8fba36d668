// Marks a state as older than what has happened. Whoever runs the bot on it says so before anything else.
import { type Gap, gapKey } from '../../domain/gap.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { putCell } from './cells.js'
import { type Draft, type LiveState, toDraft } from './state.js'
import { postponeTasks } from './tasks.js'

/** Polls have this long before anything that was left is begun. */
const pollsFirstMilliseconds = minuteMilliseconds

export function addGap(draft: Draft, { knownUntil, ...gap }: Gap): void {
  const text = JSON.stringify({ ...gap, ...(knownUntil === undefined ? {} : { knownUntil }) })
  putCell(draft, { key: gapKey, text })
  postponeTasks(draft.waiting, gap.noticedAt + pollsFirstMilliseconds)
}

/** It was put there by hand, and nobody knows what the one held that it took the place of. */
export function toReplaced(state: LiveState, noticedAt: Instant): LiveState {
  const draft = toDraft(state)
  const moments = [...state.incidents.values()].map(({ changedAt }) => changedAt)
  const knownUntil = moments.length === 0 ? undefined : Math.max(...moments)
  addGap(draft, { noticedAt, why: 'replaced', knownUntil })
  return draft
}
