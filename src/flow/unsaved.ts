// What could not be saved because the store did not write: kept here, and the save alone tried again.
import { StaleError, StoreError } from '../errors.js'
import type { Commit } from '../ports.js'
import type { Parts } from './parts.js'

export interface Unsaved {
  keep(commit: Commit): void
  /** False as long as the store does not write: nothing may be begun whose result could not be saved. */
  save(): Promise<boolean>
}

export function createUnsaved(getParts: () => Parts): Unsaved {
  const waiting = new Set<Commit>()

  /** @throws StoreError */
  async function saveOne(commit: Commit): Promise<void> {
    try {
      await getParts().store.commit(commit)
    } catch (error) {
      // Somebody else holds the task now, and it is theirs to worry about.
      if (!(error instanceof StaleError)) throw error
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
      } catch (error) {
        if (error instanceof StoreError) return false
        throw error
      }
    },
  }
}
