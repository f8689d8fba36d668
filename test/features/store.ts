// A real file store, without waiting for the medium, and watched: whether it is at work, what is about to be written.
import {
  appendFileSync,
  linkSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import type { Commit, Store } from '../../src/ports.js'
import { createDisk, type Disk, isMissing } from '../../src/stores/file/disk.js'
import type { Pulse } from '../../src/stores/file/held-lock.js'

/**
 * The files are real, and a copy of them is what a crash leaves; only a power cut is none of these tests' business. Each
 * call takes a turn of the event loop, in which everything else goes on, instead of several of the threads that wait
 * for files.
 */
export const hastyDisk: Disk = {
  ...createDisk(),
  async create(path, bytes) {
    await turn()
    writeFileSync(path, bytes, { flag: 'wx' })
  },
  async rename(from, to) {
    await turn()
    // Replaced in place, ext4 would write it to the medium at once.
    unlinkIfThere(to)
    renameSync(from, to)
  },
  async link(from, to) {
    await turn()
    unlinkIfThere(to)
    linkSync(from, to)
  },
  async remove(path) {
    await turn()
    return unlinkIfThere(path)
  },
  async syncFolder() {},
  async append(path, _, bytes) {
    await turn()
    appendFileSync(path, bytes)
  },
}

/** Gives whether it was. */
function unlinkIfThere(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** The lock is looked at before every write. */
export const hastyPulse: Pulse = {
  async beat(path, now) {
    await turn()
    utimesSync(path, now / 1000, now / 1000)
  },
  async feel(path) {
    await turn()
    statSync(path)
  },
}

export interface WatchedStore extends Store {
  isBusy(): boolean
  /** Runs before every commit; whatever it does or throws happens first. */
  beforeCommit(run: (commit: Commit) => Promise<void> | void): void
  /** Runs once after the live incidents have been read, before whoever asked for them has them. */
  afterNextListing(run: () => Promise<void>): void
}

export function watchStore(store: Store): WatchedStore {
  let pending = 0
  let afterListing: (() => Promise<void>) | undefined
  let before: (commit: Commit) => Promise<void> | void = () => {}

  async function count<Value>(run: () => Promise<Value>): Promise<Value> {
    pending += 1
    try {
      return await run()
    } finally {
      pending -= 1
    }
  }

  return {
    isShared: store.isShared,
    isBusy: () => pending > 0,
    beforeCommit(run) {
      before = run
    },
    afterNextListing(run) {
      afterListing = run
    },
    recall: (key) => count(() => store.recall(key)),
    remember: (...cell) => count(() => store.remember(...cell)),
    listKeys: (beginning) => count(() => store.listKeys(beginning)),
    findIncident: (id) => count(() => store.findIncident(id)),
    listLive: (query) =>
      count(async () => {
        const live = await store.listLive(query)
        const run = afterListing
        afterListing = undefined
        await run?.()
        return live
      }),
    listClosed: (query) => count(() => store.listClosed(query)),
    countClosed: (query) => count(() => store.countClosed(query)),
    async commit(commit) {
      await before(commit)
      return count(() => store.commit(commit))
    },
    claimTasks: (request) => count(() => store.claimTasks(request)),
    renewClaims: (request) => count(() => store.renewClaims(request)),
    listHeld: () => count(() => store.listHeld()),
    readBacklog: (now) => count(() => store.readBacklog(now)),
    findOldestText: () => count(() => store.findOldestText()),
    streamJournal: (reading) => store.streamJournal(reading),
    verifyJournal: (checking) => count(() => store.verifyJournal(checking)),
    readJournal: (query) => count(() => store.readJournal(query)),
    health: () => store.health(),
    subscribe: (listener) => store.subscribe(listener),
    close: () => count(() => store.close()),
  }
}
