// One JSON file for what must survive a restart of something that is not the store.
import { readFileSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Saved {
  /** Named in errors: where a person finds what could not be read. */
  readonly name: string
  /** What was written last, or undefined when nothing ever was. Throws when it is there and cannot be read. */
  read(): unknown
  write(value: unknown): Promise<void>
}

/** Written beside, flushed, then renamed over the old one, so that a reader never sees half of it. */
export function createSavedFile(path: string): Saved {
  return {
    name: path,
    read() {
      const text = readIfThere(path)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    async write(value) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const beside = `${path}.new`
      await writeFlushed(beside, JSON.stringify(value))
      await rename(beside, path)
    },
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  // Created anew for its mode: the file may hold a signing key.
  await rm(path, { force: true })
  let file: FileHandle | undefined
  try {
    file = await open(path, 'wx', 0o600)
    await file.writeFile(text)
    await file.datasync()
  } finally {
    await file?.close()
  }
}
