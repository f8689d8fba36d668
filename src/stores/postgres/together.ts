// Many that ask for one row each in the same moment make one statement: one trip to the database, whoever they are.
import DataLoader from 'dataloader'
import type { z } from 'zod'
import type { Sql } from './database.js'
import type { Statement } from './statement.js'

/** A statement of more keys than this takes the database no less time a key. */
const mostKeys = 500

export interface Together<Row> {
  /** What each row has of its key. */
  readonly schema: z.ZodType<Row & { readonly key: string }>
  /** @param keys as columns have them. */
  toStatement(keys: readonly string[]): Statement
}

/**
 * Nothing is remembered: what is asked for after something was saved is read anew.
 * @returns what finds the row of one key, as its column has it; undefined when there is none.
 */
export function askTogether<Row>(
  read: Sql['query'],
  { schema, toStatement }: Together<Row>,
): (key: string) => Promise<Row | undefined> {
  const loader = new DataLoader<string, Row | undefined>(
    async (keys) => {
      const rows = await read(schema, toStatement(keys))
      const byKey = new Map(rows.map((row) => [row.key, row]))
      return keys.map((key) => byKey.get(key))
    },
    { cache: false, maxBatchSize: mostKeys },
  )
  return (key) => loader.load(key)
}
