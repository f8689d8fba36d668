// A whole history from a data folder into a database, and the database brought up for it.
import { randomUUID } from 'node:crypto'
import type { StoreSettings } from '../config/index.js'
import { duties } from '../features/index.js'
import { createLog } from '../log/index.js'
import { openHistory } from '../stores/file/history.js'
import { createSystemClock } from './clock.js'
import { requireFolder, toConnection } from './store.js'

interface Wish {
  readonly from: string
  readonly to: StoreSettings
  readonly pid: number
}

export interface CopyListener {
  /** One more entry of the folder's journal was checked. */
  checked(): void
  copied(what: 'entries' | 'closed', count: number, of: number): void
  /** All is there, and is read again. */
  checking(): void
}

export interface Copied {
  readonly entries: number
  readonly head: string
  readonly live: number
  readonly closed: number
  readonly tasks: number
}

/** @throws StoreError when a bot has the folder, or the database holds something else; what was copied so far stays. */
export async function copyStore({ from, to, pid }: Wish, listener: CopyListener): Promise<Copied> {
  const folder = await requireFolder(from)
  const parts = { clock: createSystemClock(), log: createLog({ level: 'silent' }) }
  const { url } = await toConnection(to)
  const { takeHistory } = await import('../stores/postgres/take-history.js')
  const own = { ...parts, folder, createId: randomUUID, pid, duties }
  const history = await openHistory(own, () => listener.checked())
  try {
    await takeHistory({ ...parts, url }, history, listener)
    const { head, live, closed, tasks } = history
    return {
      entries: head.seq,
      head: head.hash,
      live: live.length,
      closed: closed.incidents,
      tasks: tasks.length,
    }
  } finally {
    await history.close()
  }
}

/** Names of the steps that were taken; none when there was nothing to do. @throws StoreError */
export async function migrateStore(to: StoreSettings): Promise<readonly string[]> {
  const { migratePostgres } = await import('../stores/postgres/index.js')
  const parts = { clock: createSystemClock(), log: createLog({ level: 'silent' }) }
  return migratePostgres({ ...parts, ...(await toConnection(to)) })
}
