// What a side of the playground keeps over a restart, checked when it is read.
import type { z } from 'zod'
import { ConfigError } from '../src/errors.js'
import type { Saved } from '../src/stores/saved-file.js'

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
