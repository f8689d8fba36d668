import { createJointWork } from './joint-work.js'
import { createRecent } from './recent.js'
import type { Monotonic } from './time.js'

/** Asks once for all who want the same, and gives that answer for a while. Failures are kept for nobody. */
export interface Remembered<Value> {
  /** Gives up as joint work does: `ask` is told to end when the last one who waits for it has given up. */
  get(key: string, ask: (signal: AbortSignal) => Promise<Value>, signal?: AbortSignal): Promise<Value>
}

interface RememberedParts {
  readonly clock: Monotonic
  /** How old an answer may be, counted from when it was asked for: it may be as old as the question. */
  readonly keepMilliseconds: number
  /** Beyond that the stalest is forgotten. Needed where outsiders make up the keys. */
  readonly most?: number
}

export function createRemembered<Value>(parts: RememberedParts): Remembered<Value> {
  const { clock, keepMilliseconds, most = Number.POSITIVE_INFINITY } = parts
  const kept = createRecent<{ readonly value: Value; readonly askedAt: number }>(most)
  const asking = createJointWork<Value>()

  return {
    async get(key, ask, signal) {
      const known = kept.get(key)
      if (known !== undefined && clock.monotonic() - known.askedAt < keepMilliseconds) return known.value
      const askAndKeep = async (shared: AbortSignal) => {
        const askedAt = clock.monotonic()
        const value = await ask(shared)
        kept.set(key, { value, askedAt })
        return value
      }
      return asking.join(key, askAndKeep, signal)
    },
  }
}
