// A cell: one remembered value with a schema, a version, and perhaps an end after which the store forgets it.
import type { z } from 'zod'
import { StaleError } from '../errors.js'
import type { Instant } from './instant.js'

/** What a store keeps under one key. */
export interface Kept {
  readonly value: unknown
  /** Another one after every write, also of what was forgotten in between. Nobody may expect one over a restart. */
  readonly version: number
  readonly until?: Instant
}

export interface CellTerms {
  /** 0 for a cell that is not there. Whatever is there is replaced when undefined. */
  readonly expectedVersion?: number
  /** When the store may forget it; never when undefined. */
  readonly until?: Instant
}

/** One change of one cell. `value` is JSON. */
export type CellWrite =
  | (CellTerms & { readonly key: string; readonly value: unknown })
  | (Pick<CellTerms, 'expectedVersion'> & { readonly key: string; readonly forget: true })

interface Memory {
  recall(key: string): Promise<Kept | undefined>
}

/** What was found, and the version to expect by whoever writes because of it: 0 when there is nothing. */
export interface Found<Value> {
  readonly value: Value | undefined
  readonly version: number
  readonly until?: Instant
}

export interface Cell<Value> {
  readonly key: string
  /** @throws ZodError when something else is kept there. */
  recall(memory: Memory): Promise<Value | undefined>
  /** The same with its version. */
  find(memory: Memory): Promise<Found<Value>>
  put(value: Value, terms?: CellTerms): CellWrite
  forget(terms?: Pick<CellTerms, 'expectedVersion'>): CellWrite
}

/** A kind of cell. Whom or what one of them is about makes its key, after the name. */
export function cell<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): (...about: readonly string[]) => Cell<z.output<Schema>> {
  return (...about) => {
    const key = [name, ...about].join(':')
    const find = async (memory: Memory): Promise<Found<z.output<Schema>>> => {
      const kept = await memory.recall(key)
      return kept === undefined
        ? { value: undefined, version: 0 }
        : { ...kept, value: schema.parse(kept.value) }
    }
    return {
      key,
      find,
      recall: async (memory) => (await find(memory)).value,
      put: (value, terms) => ({ ...terms, key, value }),
      forget: (terms) => ({ ...terms, key, forget: true }),
    }
  }
}

/** Whoever was faster has written: so this ends, but not within a time that anybody could tell. */
const tries = 8

/** Does `job` anew when a cell that it read has been written by somebody else before it could. */
export async function whileOthersWrite<Result>(job: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await job()
    } catch (error) {
      const isLost = error instanceof StaleError && error.cellKey !== undefined
      if (!isLost || attempt === tries) throw error
    }
  }
}
