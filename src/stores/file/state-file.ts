// The live-state file as a lowdb adapter that loses nothing in a power cut (lowdb's own has no fsync).
import { constants } from 'node:fs'
import { copyFile, lstat, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Adapter } from 'lowdb'
import { StoreError } from '../../errors.js'
import { type Disk, hasCode, isMissing } from './disk.js'
import type { LiveState } from './state.js'
import { createStateWriter, type Duties, parseState } from './state-text.js'

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

/** @param path as `resolveStateFile` gave it; the caller holds the lock. */
export function createStateFile(path: string, disk: Disk, duties: Duties): Adapter<LiveState> {
  const temporary = `${path}.tmp`
  const toBytes = createStateWriter()
  return {
    async read() {
      // Left by a process that was killed while writing; it may hold the last free space of a full disk.
      await disk.remove(temporary)
      const bytes = await readIfThere(path)
      if (bytes === undefined) return null
      try {
        return parseState(bytes, path, duties)
      } catch (error) {
        // A newer program's file is whole; a copy of it would only be in the way.
        if (error instanceof StoreError) throw error
        throw await toDamage(path, error)
      }
    },
    async write(state) {
      await replace(toBytes(state))
    },
  }

  async function replace(bytes: Uint8Array): Promise<void> {
    try {
      await disk.create(temporary, bytes)
    } catch (error) {
      // A name that was taken is not ours to remove, but nobody else writes here: it is what a failed removal left.
      await disk.remove(temporary).catch(() => false)
      throw new StoreError(`${path} could not be written: ${toWords(error)}`, false, { cause: error })
    }
    await putInPlace()
  }

  async function putInPlace(): Promise<void> {
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
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new StoreError(`${path} cannot be read: ${toWords(error)}`, true, { cause: error })
  }
}

/** Keeps a copy, named after the file's own time so that a service that restarts in a loop makes only one. */
async function toDamage(path: string, cause: unknown): Promise<StoreError> {
  const kept = `${path}.corrupt-${(await stat(path)).mtime.toISOString().replaceAll(':', '-')}`
  const isKept = await copyFile(path, kept, constants.COPYFILE_EXCL).then(
    () => true,
    (error: unknown) => hasCode(error, 'EEXIST'),
  )
  return new StoreError(
    `${path} is damaged: ${toWords(cause)}. Nothing has been changed${isKept ? `, and a copy is in ${basename(kept)}` : ''}. ` +
      `Restore the whole folder from a backup, or move all of ${dirname(path)} away to begin anew.`,
    true,
    { cause },
  )
}

export function toWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
