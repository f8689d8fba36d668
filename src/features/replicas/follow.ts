// Where several processes work on one store, another one may do the work that somebody waits for here: what becomes of it is
// looked for in the store.
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Store } from '../../ports.js'
import type { Parts } from '../feature.js'

const lookMilliseconds = 2_000
/** No page and no answer is kept for longer. */
const longestMilliseconds = 15 * minuteMilliseconds

/** What is looked after already, for pages and answers of this process. */
const followed = new WeakMap<Store, Set<string>>()

interface Following {
  /** Names what is waited for: once is enough, however many wait. */
  readonly what: string
  /** May reject: then it is asked again. */
  isOver(): Promise<boolean>
  /** Also when it took too long. */
  end(): void
}

/** Nothing where one process is all there is: it knows by itself. */
export function followElsewhere(
  { store, clock, log }: Pick<Parts, 'store' | 'clock' | 'log'>,
  { what, isOver, end }: Following,
): void {
  if (!store.isShared) return
  const all = followed.get(store) ?? new Set()
  followed.set(store, all)
  if (all.has(what)) return
  all.add(what)
  const until = clock.monotonic() + longestMilliseconds
  const look = async (): Promise<void> => {
    const isDone = await isOver().catch((error: unknown) => {
      log.debug({ err: error, what }, 'elsewhere.not-followed')
      return false
    })
    if (!isDone && clock.monotonic() < until) return again()
    all.delete(what)
    end()
  }
  const again = () => void clock.after(lookMilliseconds, () => void look())
  again()
}
