// The live-state file as a lowdb adapter that loses nothing in a power cut (lowdb's own has no fsync).
import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Adapter } from 'lowdb'
import { StoreError } from '../../errors.js'
import type { Log } from '../../ports.js'
import type { Duties } from '../duties.js'
import { createCellWriter } from './cell-text.js'
import { createCellsFiles } from './cells-files.js'
import { readChecksum } from './checksum.js'
import { type Disk, isMissing } from './disk.js'
import { recoverState, toDamaged, toPreviousPath } from './previous.js'
import { CellsError } from './read-cells.js'
import { replaceFile } from './replace-file.js'
import type { LiveState } from './state.js'
import { createStateWriter, parseState } from './state-text.js'

/** Where the file really is: renaming over a symbolic link would cut it off from its target. */
export async function resolveStateFile(folder: string): Promise<string> {
  const path = join(folder, 'state.json')
  try {
    return await realpath(path)
  } catch (error) {
    if (!isMissing(error)) throw error
    if (await isLink(path))
      throw new StoreError(`${path} is a link to a file that does not exist. Is its volume mounted?`, true, {
        cause: error,
      })
    return path
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink()
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

interface StateFileParts {
  /** As `resolveStateFile` gave it; the caller holds the lock. */
  readonly path: string
  readonly disk: Disk
  readonly log: Log
  /** Checksum of the state that the last owner left when it let go in peace. */
  readonly left: string | undefined
  readonly duties: Duties
  /** As usual when undefined. */
  readonly foldCellsAt?: number | undefined
}

export interface StateFile extends Adapter<LiveState> {
  /**
   * Makes the generation before the last a second copy of the last, for as long as nobody writes.
   * @returns its checksum; undefined when there is none.
   */
  leave(): Promise<string | undefined>
  /** Puts what was saved last in the place of the generation before it, of which nothing may be left. */
  forgetPrevious(): Promise<void>
  /** Moves cells into a file of their own when they are many, or it is wanted. The state that comes back is saved with the next commit. */
  foldCells(state: LiveState, isWanted: boolean): Promise<LiveState>
  /** Whether another state stands where the last owner left one, as after a restored backup. */
  isReplaced(): boolean
}

export function createStateFile(parts: StateFileParts): StateFile {
  const { path, disk, log, left, duties } = parts
  const previous = toPreviousPath(path)
  const toCellBytes = createCellWriter()
  const toBytes = createStateWriter(toCellBytes)
  const cellsFiles = createCellsFiles({ path, disk, log, toCellBytes, foldAt: parts.foldCellsAt })
  let isReplaced = false

  async function read(): Promise<LiveState | null> {
    const state = await readOrRecover()
    await cellsFiles.begin(state?.cellsFile, () => readIfThere(previous))
    return state
  }

  /** A file of cells is there twice as it is: another state, which names the same one, would not help. */
  async function parse(bytes: Uint8Array): Promise<LiveState> {
    try {
      return await parseState(bytes, { path, duties })
    } catch (error) {
      throw error instanceof CellsError ? toDamaged({ path, cause: error }) : error
    }
  }

  async function readOrRecover(): Promise<LiveState | null> {
    // Left by a process that was killed while writing; it may hold the last free space of a full disk.
    for (const one of [path, previous]) await disk.remove(`${one}.tmp`)
    const bytes = await readIfThere(path)
    try {
      if (bytes === undefined && (await readIfThere(previous)) === undefined) return null
      if (bytes === undefined) throw new Error('it is not there')
      const state = await parse(bytes)
      isReplaced = left !== undefined && left !== readChecksum(bytes)
      return state
    } catch (error) {
      // A newer program's file is whole; a copy of it would only be in the way.
      if (error instanceof StoreError) throw error
      const whole = await recoverState({ path, left, cause: error })
      // Before anything else is written: the damaged one must not take the place of the copy.
      await replace({ path, disk }, whole)
      log.error({ err: error, path }, 'store.state-recovered')
      return parse(whole)
    }
  }

  return {
    read,
    isReplaced: () => isReplaced,
    async write(state) {
      const bytes = toBytes(state)
      await replace({ path, disk }, bytes, async () => {
        if (await keepPrevious(disk, path)) cellsFiles.notePrevious()
      })
      cellsFiles.noteWritten(state)
    },
    foldCells: cellsFiles.fold,
    async forgetPrevious() {
      const bytes = await readIfThere(path)
      if (bytes === undefined) return
      await replaceFile(disk, previous, bytes)
      cellsFiles.notePrevious()
    },
    async leave() {
      const bytes = await readIfThere(path)
      const checksum = bytes === undefined ? undefined : readChecksum(bytes)
      if (bytes === undefined || checksum === undefined) return undefined
      const twin = await readIfThere(previous)
      if (twin === undefined || readChecksum(twin) !== checksum)
        await replace({ path: previous, disk }, bytes)
      cellsFiles.notePrevious()
      return checksum
    },
  }
}

/**
 * Nothing that was asked for depends on it.
 * @returns whether it is kept. @throws StoreError when the lock is lost.
 */
async function keepPrevious(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.link(path, toPreviousPath(path))
    return true
  } catch (error) {
    if (error instanceof StoreError) throw error
    return false
  }
}

interface Target {
  readonly path: string
  readonly disk: Disk
}

/** @param prepare runs when the new file is ready, before it takes the place of the old one. */
async function replace(
  target: Target,
  bytes: Uint8Array,
  prepare: () => Promise<void> = async () => {},
): Promise<void> {
  const { path, disk } = target
  const temporary = `${path}.tmp`
  try {
    await disk.create(temporary, bytes)
  } catch (error) {
    // A name that was taken is not ours to remove, but nobody else writes here: it is what a failed removal left.
    await disk.remove(temporary).catch(() => false)
    throw new StoreError(`${path} could not be written: ${toWords(error)}`, false, { cause: error })
  }
  await prepare()
  await putInPlace(target, temporary)
}

async function putInPlace({ path, disk }: Target, temporary: string): Promise<void> {
  try {
    await disk.rename(temporary, path)
  } catch (error) {
    // The lock is lost, and what bears the temporary name now may be the new owner's.
    if (error instanceof StoreError) throw error
    // As long as the temporary name is there, the rename has certainly not happened.
    const isUndone = await disk.remove(temporary).catch(() => false)
    throw new StoreError(`${path} could not be replaced: ${toWords(error)}`, !isUndone, { cause: error })
  }
  try {
    await disk.syncFolder(dirname(path))
  } catch (error) {
    throw new StoreError(`${path} may or may not outlive a power cut: ${toWords(error)}`, true, {
      cause: error,
    })
  }
}

export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new StoreError(`${path} cannot be read: ${toWords(error)}`, true, { cause: error })
  }
}

export function toWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
