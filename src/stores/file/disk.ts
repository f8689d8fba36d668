// The calls whose failures decide what a commit has done. Injected, so that tests can break each of them.
import { constants } from 'node:fs'
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises'
import { StoreError } from '../../errors.js'

export interface Disk {
  /** A new file that only its owner may read; its bytes are on the medium when this resolves. */
  readonly create: (path: string, bytes: Uint8Array) => Promise<void>
  readonly rename: (from: string, to: string) => Promise<void>
  /** Gives a file a second name, in place of whatever bore it. @throws when there is no such file. */
  readonly link: (from: string, to: string) => Promise<void>
  /** @returns false when there was nothing to remove. */
  readonly remove: (path: string) => Promise<boolean>
  /** What whoever wrote this file, and was killed, may have left to the system's memory is on the medium when this resolves. */
  readonly sync: (path: string) => Promise<void>
  /** Makes names that were created or renamed in this folder outlive a power cut. */
  readonly syncFolder: (path: string) => Promise<void>
  /**
   * Writes at the end, which is at `length`, and waits for the medium.
   * @throws Error when the file is shorter and has been tampered with; a fatal StoreError when it is longer: then
   *   somebody else has written, who may rightly own the folder by now.
   */
  readonly append: (path: string, length: number, bytes: Uint8Array) => Promise<void>
  /**
   * Takes off what lies behind `length`, at most `most` bytes: what a failed write of this very process, or a crash
   * before it, may have left there.
   * @throws a fatal StoreError when there is more, and then nothing is taken off.
   */
  readonly cut: (path: string, length: number, most: number) => Promise<void>
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
    async link(from, to) {
      await rm(to, { force: true })
      await link(from, to)
    },
    async remove(path) {
      try {
        await rm(path)
        return true
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },
    async sync(path) {
      await using(await open(path, 'r+'), (file) => file.datasync())
    },
    async syncFolder(path) {
      await using(await open(path, 'r'), (folder) => folder.sync())
    },
    async append(path, length, bytes) {
      await using(await open(path, constants.O_RDWR | constants.O_CREAT, 0o600), (file) =>
        appendAt(file, { path, length, bytes }),
      )
    },
    async cut(path, length, most) {
      await using(await open(path, constants.O_RDWR | constants.O_CREAT, 0o600), async (file) => {
        const { size } = await file.stat()
        if (size > length + most) throw toForeign(path, size, length)
        if (size > length) await file.truncate(length)
      })
    },
  }
}

interface Append {
  readonly path: string
  readonly length: number
  readonly bytes: Uint8Array
}

async function appendAt(file: FileHandle, { path, length, bytes }: Append): Promise<void> {
  const { size } = await file.stat()
  if (size < length) throw new Error(`is shorter than before (${size} bytes instead of ${length})`)
  if (size > length) throw toForeign(path, size, length)
  await writeAll(file, bytes, length)
  await file.datasync()
}

function toForeign(path: string, size: number, length: number): StoreError {
  return new StoreError(
    `Another process has written to ${path}: it has ${size} bytes instead of ${length}. Nothing of that was touched. ` +
      'Only one process may use the folder.',
    true,
  )
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
