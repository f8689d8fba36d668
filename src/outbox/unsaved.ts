// What could not be saved because the store did not write: kept here, and the save alone tried again.
import { leastStepMilliseconds } from '../domain/instant.js'
import { moveHeld, moveTask } from '../domain/task.js'
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

interface Kept {
  readonly commit: Commit
  /** How far the wall clock, by which the commit says when, was ahead of the one that never steps. */
  readonly ahead: number
}

export function createUnsaved(getParts: () => OutboxParts): Unsaved {
  const waiting = new Set<Kept>()

  /** @throws StoreError as long as the store does not write. */
  async function saveOne(kept: Kept): Promise<void> {
    const { store, log } = getParts()
    try {
      await store.commit(moveBack(kept.commit, readAhead() - kept.ahead))
    } catch (error) {
      if (isWorthKeeping(error)) throw error
      // Stale: somebody else holds the task now, and it is theirs to worry about.
      if (!(error instanceof StaleError)) log.error({ err: error }, 'worker.save-refused')
    }
    waiting.delete(kept)
  }

  function readAhead(): number {
    const { clock } = getParts()
    return clock.now() - clock.monotonic()
  }

  return {
    keep: (commit) => void waiting.add({ commit, ahead: readAhead() }),
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

/** Somebody set the clock back while it waited: what is to be done then is due as much earlier as all that was saved. */
function moveBack(commit: Commit, milliseconds: number): Commit {
  if (-milliseconds < leastStepMilliseconds) return commit
  const { settle, tasks } = commit
  return {
    ...commit,
    ...(settle?.retryAt === undefined
      ? {}
      : {
          settle: {
            ...settle,
            retryAt: settle.retryAt + milliseconds,
            ...(settle.held === undefined ? {} : { held: moveHeld(settle.held, milliseconds) }),
          },
        }),
    ...(tasks === undefined ? {} : { tasks: tasks.map((task) => moveTask(task, milliseconds)) }),
  }
}
