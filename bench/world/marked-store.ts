import type { Store } from '../../src/ports.js'

interface Marks {
  /** What a look found is about to be saved. */
  onLookSaving(): void
}

/** A store that tells when a look is saved, and when nothing is being written. */
export function createMarkedStore(store: Store, { onLookSaving }: Marks) {
  let writing = 0
  let wroteAt = 0

  async function count<Value>(write: Promise<Value>): Promise<Value> {
    writing += 1
    try {
      return await write
    } finally {
      writing -= 1
      wroteAt = performance.now()
    }
  }

  const marked: Store = {
    ...store,
    commit(change) {
      if (change.settle?.claim.task.duty.kind === 'watch') onLookSaving()
      return count(store.commit(change))
    },
    async claimTasks(request) {
      const { due } = await store.readBacklog(request.now)
      return due === 0 ? [] : count(store.claimTasks(request))
    },
  }
  return {
    store: marked,
    isQuiet: (milliseconds: number) => writing === 0 && performance.now() - wroteAt > milliseconds,
  }
}
