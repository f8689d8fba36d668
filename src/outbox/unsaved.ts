// What could not be saved because the store did not write: kept here, and the save alone tried again.
import { StaleError, StoreError } from '../errors.js'
import type { Commit } from '../ports.js'
import type { OutboxParts } from './parts.js'

export interface Unsaved {
  keep(commit: Commit): void
  /** False as long as the store does not write: nothing may be begun whose result could not be saved. */
  save(): Promise<boolean>
}

/** Not what no store can take: that would hold up everybody for ever, and its task is given out again after its lease. */
export function isWorthKeeping(error: unknown): boolean {
  return error instanceof StoreError && !error.isRefused
}

export function createUnsaved(getParts: () => OutboxParts): Unsaved {
  const waiting = new Set<Commit>()

  /** @throws StoreError as long as the store does not write. */
  async function saveOne(commit: Commit): Promise<void> {
    const { store, log } = getParts()
    try {
      await store.commit(commit)
    } catch (error) {
      if (isWorthKeeping(error)) throw error
      // Stale: somebody else holds the task now, and it is theirs to worry about.
      if (!(error instanceof StaleError)) log.error({ err: error }, 'worker.save-refused')
    }
    waiting.delete(commit)
  }

  return {
    keep: (commit) => void waiting.add(commit),
    async save() {
      const [first, ...others] = waiting
      if (first === undefined) return true
      try {
        await saveOne(first)
        await Promise.all(others.map(saveOne))
        getParts().log.info({ commits: others.length + 1 }, 'worker.saved-again')
        return true
      } catch {
        return false
      }
    },
  }
}
