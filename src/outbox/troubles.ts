// Which tasks failed when they were last tried. Where several processes work on one store they know it together: what failed
// here and succeeded elsewhere is no trouble here.
import { z } from 'zod'
import { type CellWrite, cell } from '../domain/cell.js'
import { type Instant, minuteMilliseconds } from '../domain/instant.js'
import { keepUnknown } from '../domain/keep-unknown.js'
import { dutySchema, type Task } from '../domain/task.js'
import type { OutboxParts, Trouble } from './parts.js'

const troubleSchema = z
  .object({
    key: z.string(),
    duty: dutySchema,
    attempts: z.number(),
    problem: z.string(),
    isGivenUp: z.boolean(),
  })
  .readonly()

const name = 'trouble'
const troubleOf = cell(name, keepUnknown(troubleSchema))
const beginning = `${name}:`

/** After the next try nothing is true any more, and whoever made it says how it ended; a try may hang for minutes. */
const graceMilliseconds = 10 * minuteMilliseconds
/** More than anybody reads. */
const mostRead = 500

export interface Troubles {
  /** What this process knows of a task. */
  find(key: string): Trouble | undefined
  /** The same, of whichever process. @throws StoreError */
  recall(key: string): Promise<Trouble | undefined>
  /** To be saved with what becomes of the task. */
  note(trouble: Trouble, retryAt: Instant): readonly CellWrite[]
  /** The same when it is over. */
  forget(key: string): readonly CellWrite[]
  /** It could not be saved yet. */
  noteUnsaved(key: string): void
  /** Somebody else has the task now. */
  drop(key: string): void
  /** It succeeded. Never rejects. */
  end(task: Task): Promise<void>
  /** @throws StoreError */
  list(): Promise<readonly Trouble[]>
}

export function createTroubles(getParts: () => Pick<OutboxParts, 'store' | 'clock' | 'log'>): Troubles {
  const own = new Map<string, Trouble>()
  const unsaved = new Set<string>()
  /** Of any process, as they were listed last. */
  let listed: ReadonlySet<string> = new Set()

  function drop(key: string): void {
    own.delete(key)
    unsaved.delete(key)
  }

  function forget(key: string): readonly CellWrite[] {
    drop(key)
    return getParts().store.isShared ? [troubleOf(key).forget()] : []
  }

  async function list(): Promise<readonly Trouble[]> {
    const { store } = getParts()
    if (!store.isShared) return [...own.values()]
    const keys = (await store.listKeys(beginning)).map((key) => key.slice(beginning.length))
    listed = new Set(keys)
    for (const key of keys) unsaved.delete(key)
    const saved = await Promise.all(keys.slice(0, mostRead).map((key) => troubleOf(key).recall(store)))
    return [...saved, ...[...unsaved].map((key) => own.get(key))].flatMap((one) => one ?? [])
  }

  return {
    find: (key) => own.get(key),
    async recall(key) {
      const { store } = getParts()
      if (!store.isShared || unsaved.has(key)) return own.get(key)
      return troubleOf(key).recall(store)
    },
    note(trouble, retryAt) {
      own.set(trouble.key, trouble)
      const { store, clock } = getParts()
      if (!store.isShared) return []
      const until = Math.max(retryAt, clock.now()) + graceMilliseconds
      return [troubleOf(trouble.key).put(trouble, { until })]
    },
    forget,
    noteUnsaved: (key) => void unsaved.add(key),
    drop,
    async end({ key, attempts }) {
      const { store, log } = getParts()
      const isKnown = attempts > 0 || own.has(key) || listed.has(key)
      const cells = forget(key)
      if (!isKnown || cells.length === 0) return
      await store
        .commit({ cells })
        .catch((error: unknown) => log.warn({ task: key, err: error }, 'task.trouble-not-forgotten'))
    },
    list,
  }
}
