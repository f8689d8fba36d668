// Where a side of the playground keeps what must survive a restart.

import { readFileSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { ConfigError } from '../errors.js'

export interface Saved {
  /** Named in errors: where a person finds what could not be read. */
  readonly name: string
  /** What was written last, or undefined when nothing ever was. Throws when it is there and cannot be read. */
  read(): unknown
  write(value: unknown): Promise<void>
}

/** One JSON file: written beside, flushed, then renamed over the old one, so that a reader never sees half of it. */
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
  // Created anew for its mode: the file holds a signing key.
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

export interface SavedState<T> {
  /** Changed in place by its one owner, which then calls `commit`. */
  readonly value: T
  /** Resolves when everything changed so far is written. Changes that come during a write share the next one. */
  commit(): Promise<void>
}

/** @throws ConfigError when something is saved that cannot be read: never silently starts from empty. */
export async function openSavedState<T>(parts: {
  readonly saved: Saved
  readonly schema: z.ZodType<T>
  fresh(): T | Promise<T>
}): Promise<SavedState<T>> {
  const value = readSaved(parts.saved, parts.schema) ?? (await parts.fresh())
  let writing: Promise<void> | undefined
  let next: Promise<void> | undefined

  const write = (): Promise<void> => {
    next = undefined
    writing = parts.saved.write(value).finally(() => {
      writing = undefined
    })
    return writing
  }
  return {
    value,
    commit() {
      if (next) return next
      if (!writing) return write()
      next = writing.then(write, write)
      return next
    },
  }
}

function readSaved<T>(saved: Saved, schema: z.ZodType<T>): T | undefined {
  try {
    const found = saved.read()
    return found === undefined ? undefined : schema.parse(found)
  } catch (cause) {
    const problem = `the playground cannot read ${saved.name}: repair the file, or delete it to start with an empty playground`
    throw Object.assign(new ConfigError([problem]), { cause })
  }
}
