import { createJointWork } from './joint-work.js'
import { createRecent } from './recent.js'
import type { Monotonic } from './time.js'

/** Asks once for all who want the same, and gives that answer for a while. Failures are kept for nobody. */
export interface Remembered<Value> {
  /** Gives up as joint work does: `ask` is told to end when the last one who waits for it has given up. */
  get(key: string, ask: (signal: AbortSignal) => Promise<Value>, signal?: AbortSignal): Promise<Value>
  /** Asks now and for itself: an answer that is kept, or on its way to others, is from before. The new one is kept. */
  getAnew(key: string, ask: () => Promise<Value>): Promise<Value>
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

  /** A slow answer to an older question takes no newer one's place. */
  async function askAndKeep(key: string, asked: Promise<Value>, askedAt: number): Promise<Value> {
    const value = await asked
    if ((kept.get(key)?.askedAt ?? askedAt) <= askedAt) kept.set(key, { value, askedAt })
    return value
  }

  return {
    async get(key, ask, signal) {
      const known = kept.get(key)
      if (known !== undefined && clock.monotonic() - known.askedAt < keepMilliseconds) return known.value
      return asking.join(key, (shared) => askAndKeep(key, ask(shared), clock.monotonic()), signal)
    },
    getAnew(key, ask) {
      kept.delete(key)
      return askAndKeep(key, ask(), clock.monotonic())
    },
  }
}
