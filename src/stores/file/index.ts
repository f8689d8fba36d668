// The store of one process: live state in a lowdb file, closed incidents and the journal in NDJSON files beside it.
import { mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import type { Instant } from '../../domain/instant.js'
import { StoreError } from '../../errors.js'
import type { Clock, CreateId, Log, Store } from '../../ports.js'
import type { Duties } from '../duties.js'
import { prepareCommit } from '../prepare.js'
import { applyCommit } from './apply.js'
import { openArchive } from './archive.js'
import { createDisk, type Disk, isMissing } from './disk.js'
import { toReplaced } from './gap.js'
import { createGroup, type Group } from './group.js'
import type { Lock, Pulse } from './held-lock.js'
import { openJournal } from './journal.js'
import { createJournalReader } from './journal-reader.js'
import { type Leftovers, openLeftovers } from './leftovers.js'
import { listLogFiles } from './line-log.js'
import { acquireLock } from './lock.js'
import { createQueries } from './queries.js'
import { bringUp, createRecords, type Files, type Records, withoutPending } from './records.js'
import { emptyState, type LiveState } from './state.js'
import { createStateFile, resolveStateFile, type StateFile, toWords } from './state-file.js'
import { claimTasks, renewClaims } from './tasks.js'
import { openTexts } from './texts.js'

export interface FileStoreParts {
  /**
   * Created when it is missing. Holds state.json, state.previous.json, state.cells-*, lock.*, and journal-*, texts-* and
   * archive-* by month; other files are left alone, but for what was kept of a damaged folder, which is erased in time.
   */
  readonly folder: string
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  /** Id of this process, for the lock. */
  readonly pid: number
  /** What the duty of each kind of task must look like; a kind that is not among them is left to whoever knows it. */
  readonly duties: Duties
  /** A command that was typed: a bot that starts meanwhile waits for it. */
  readonly isBrief?: boolean
  /** The real one when undefined. */
  readonly disk?: Disk
  /** The lock's; the real one when undefined. */
  readonly pulse?: Pulse
  /** Bytes of changed cells in the state file that are worth a new file of cells. As usual when undefined. */
  readonly foldCellsAt?: number
}

/**
 * Opens or begins a store; undoes what a crash left half done.
 * @throws StoreError when the folder is in use, damaged or unreadable, in words that say what to do.
 */
export async function createFileStore(parts: FileStoreParts): Promise<Store> {
  try {
    await mkdir(parts.folder, { recursive: true, mode: 0o700 })
    const folder = await realpath(parts.folder)
    const path = await resolveStateFile(folder)
    // The lock guards the file itself, which may be reached through more than one folder.
    const lock = await acquireLock({ ...parts, folder: dirname(path) })
    try {
      const disk = guardDisk(parts.disk ?? createDisk(), lock)
      const { log, duties, foldCellsAt } = parts
      const stateFile = createStateFile({ path, disk, log, left: lock.left, duties, foldCellsAt })
      const leftovers = openLeftovers({ path, disk, log, forgetPrevious: stateFile.forgetPrevious })
      const now = parts.clock.now()
      return createStore(parts, lock, await openMedium({ folder, path, disk, stateFile, leftovers, now }))
    } catch (error) {
      await lock.release()
      throw error
    }
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError(`The folder ${parts.folder} cannot be used: ${toWords(error)}`, true, {
      cause: error,
    })
  }
}

/** Nothing of the folder is replaced, lengthened or shortened by whoever has lost the lock. */
function guardDisk(disk: Disk, lock: Lock): Disk {
  return {
    ...disk,
    async rename(from, to) {
      await lock.check()
      await disk.rename(from, to)
    },
    async link(from, to) {
      await lock.check()
      await disk.link(from, to)
    },
    async remove(path) {
      await lock.check()
      return disk.remove(path)
    },
    async append(path, length, bytes) {
      await lock.check()
      await disk.append(path, length, bytes)
    },
    async cut(path, length, most) {
      await lock.check()
      await disk.cut(path, length, most)
    },
  }
}

/** Whether a bot has ever saved anything in this folder. */
export async function hasStore(folder: string): Promise<boolean> {
  try {
    await stat(await resolveStateFile(folder))
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

interface Medium extends Files {
  readonly database: Low<LiveState>
  readonly stateFile: StateFile
}

interface Place {
  readonly folder: string
  /** Of the state. */
  readonly path: string
  readonly disk: Disk
  readonly stateFile: StateFile
  readonly leftovers: Leftovers
  readonly now: Instant
}

async function openMedium(at: Place): Promise<Medium> {
  await settleFolder(at)
  const database = new Low<LiveState>(at.stateFile, emptyState)
  await database.read()
  const journal = await openJournal(at, database.data.journal)
  const archive = await openArchive(at, database.data.archive)
  if (at.stateFile.isReplaced()) {
    // At once: whoever opens it next cannot tell any more.
    database.data = toReplaced(database.data, at.now)
    await database.write()
  }
  const texts = await openTexts(at, {
    last: database.data.journal.seq,
    unsure: database.data.texts.outbox[0]?.seq,
  })
  const { leftovers, stateFile } = at
  const files = { journal, archive, texts, leftovers }
  await bringUp(files, database.data)
  database.data = withoutPending(database.data)
  return { ...files, database, stateFile }
}

/**
 * A process that was killed in the middle of a write leaves what it had written to the system's memory. Whoever builds on
 * that before it is on the medium loses one without the other when the power fails next.
 */
async function settleFolder({ folder, path, disk }: Place): Promise<void> {
  for (const record of ['texts', 'journal', 'archive']) {
    const last = (await listLogFiles(folder, record)).at(-1)
    if (last !== undefined) await disk.sync(join(folder, last.name))
  }
  for (const one of new Set([folder, dirname(path)])) await disk.syncFolder(one)
}

function createStore(parts: FileStoreParts, lock: Lock, medium: Medium): Store {
  const { archive } = medium
  const records = createRecords(medium, parts.log)
  const group = openGroup(records, lock, medium)
  let closing: Promise<void> | undefined

  const commit: Store['commit'] = async (given) => {
    const prepared = prepareCommit(given, {
      createId: parts.createId,
      keepsUnknown: medium.database.data.foreign.isThere,
    })
    return group.submit((draft) => {
      const now = parts.clock.now()
      return applyCommit(draft, prepared, { now, findClosedVersion: (id) => archive.findVersion(id) })
    })
  }
  return {
    ...createQueries({ ...medium, read: group.read, clock: parts.clock }),
    ...createJournalReader(parts.folder),
    isShared: false,
    commit,
    async remember(key, value, terms) {
      await commit({ cells: [{ ...terms, key, value }] })
    },
    health: () => records.health(group.read()),
    claimTasks: async (request) => group.submit((draft) => claimTasks(draft, request, parts.createId)),
    renewClaims: async (request) => group.submit((draft) => renewClaims(draft, request)),
    subscribe: () => () => {},
    close() {
      closing ??= end({ group, lock, medium }, parts.log)
      return closing
    },
  }
}

interface Open {
  readonly group: Group
  readonly lock: Lock
  readonly medium: Medium
}

/** Whoever opens the folder next may trust the second copy, if there is one. */
async function end({ group, lock, medium }: Open, log: Log): Promise<void> {
  let left: string | undefined
  try {
    if (await group.stop()) {
      await lock.check()
      left = await medium.stateFile.leave()
    }
  } catch (error) {
    log.warn({ err: error }, 'store.no-second-copy')
  }
  await lock.release(left)
}

function openGroup(records: Records, lock: Lock, medium: Medium): Group {
  const { database, journal, archive, stateFile } = medium
  return createGroup({
    start: records.trim(database.data),
    async write(next) {
      await lock.check()
      const former = database.data
      database.data = next
      try {
        await database.write()
      } catch (error) {
        database.data = former
        throw error
      }
    },
    adopt(next, former) {
      journal.admit(next.journal.outbox.filter(({ seq }) => seq > former.journal.seq))
      archive.admit(next.archive.outbox.filter(({ seq }) => seq > former.archive.seq))
    },
    async tidy(state) {
      const next = await records.tidy(state)
      // What was erased may stand in a cell that nobody reads any more.
      return stateFile.foldCells(next, next.texts.pending.length < state.texts.pending.length)
    },
  })
}
