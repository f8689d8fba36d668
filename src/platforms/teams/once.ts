import type { Instant } from '../../domain/instant.js'
import type { Clock } from '../../ports.js'

const mostKept = 1_000

/** Runs once per key and gives everybody who asks again the same answer; forgets failures at once, and the oldest. */
export interface Once<T> {
  run(key: string, start: () => Promise<T>): Promise<T>
}

export function createOnce<T>(clock: Pick<Clock, 'now'>, keptMilliseconds: number): Once<T> {
  const kept = new Map<string, { readonly answer: Promise<T>; readonly until: Instant }>()
  return {
    run(key, start) {
      const now = clock.now()
      const known = kept.get(key)
      if (known !== undefined && known.until > now) return known.answer
      kept.delete(key)
      const [oldest] = kept.keys()
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
      const entry = { answer: start(), until: now + keptMilliseconds }
      kept.set(key, entry)
      entry.answer.catch(() => {
        if (kept.get(key) === entry) kept.delete(key)
      })
      return entry.answer
    },
  }
}
