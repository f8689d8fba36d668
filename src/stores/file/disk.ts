// The calls whose failures decide what a commit has done. Injected, so that tests can break each of them.
import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'

export interface Disk {
  /** A new file that only its owner may read; its bytes are on the medium when this resolves. */
  readonly create: (path: string, bytes: Uint8Array) => Promise<void>
  readonly rename: (from: string, to: string) => Promise<void>
  /** @returns false when there was nothing to remove. */
  readonly remove: (path: string) => Promise<boolean>
  /** Makes names that were created or renamed in this folder outlive a power cut. */
  readonly syncFolder: (path: string) => Promise<void>
  /**
   * Writes at the end and waits for the medium. Whatever lies behind `length` is left from a failed write and is cut
   * off first; a file shorter than that has been tampered with.
   */
  readonly append: (path: string, length: number, bytes: Uint8Array) => Promise<void>
}

export function createDisk(): Disk {
  return {
    async create(path, bytes) {
      await using(await open(path, 'wx', 0o600), async (file) => {
        await writeAll(file, bytes, 0)
        await file.datasync()
      })
    },
    rename,
    async remove(path) {
      try {
        await rm(path)
        return true
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },
    async syncFolder(path) {
      await using(await open(path, 'r'), (folder) => folder.sync())
    },
    async append(path, length, bytes) {
      await using(await open(path, constants.O_RDWR | constants.O_CREAT, 0o600), (file) =>
        appendAt(file, length, bytes),
      )
    },
  }
}

async function appendAt(file: FileHandle, length: number, bytes: Uint8Array): Promise<void> {
  const { size } = await file.stat()
  if (size < length) throw new Error(`is shorter than before (${size} bytes instead of ${length})`)
  if (size > length) await file.truncate(length)
  try {
    await writeAll(file, bytes, length)
    await file.datasync()
  } catch (error) {
    // On a full disk the half-written line would hold the last free space.
    await file.truncate(length).catch(() => {})
    throw error
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

async function using(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file)
  } finally {
    await file.close()
  }
}

export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT')
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
