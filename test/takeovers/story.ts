// Tenants as Exchange, Graph and the audit log give them, with something hidden in most of them. Whatever shape a story has
// its records in is taken: one record or a list, dates with or without a zone.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const recordSchema = z.record(z.string(), z.unknown())
export type StoryRecord = z.infer<typeof recordSchema>

/** Null is no record, a list in `value` is how Graph answers, and one record alone is a list of one. */
const answerSchema = z.unknown().transform((given): readonly StoryRecord[] => toRecords(given))

function toRecords(given: unknown): readonly StoryRecord[] {
  if (Array.isArray(given))
    return given.flatMap((one): readonly StoryRecord[] => {
      const record = recordSchema.safeParse(one)
      return record.success ? [record.data] : []
    })
  const record = recordSchema.safeParse(given).data
  if (record === undefined) return []
  return Array.isArray(record.value) && Object.keys(record).length < 4 ? toRecords(record.value) : [record]
}

const texts = z.array(z.string()).default([])

const storySchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string().default(''),
  now: z.string(),
  entity: z
    .object({ kind: z.string(), address: z.string(), connectorId: z.string(), name: z.string() })
    .partial(),
  records: z.record(z.string(), answerSchema),
  expected: z.object({
    innocent: z.boolean().default(false),
    mustFind: z
      .array(
        z.object({
          fact: z.string().default(''),
          from: z.string().default(''),
          sayOneOf: texts,
          readByPerson: z.boolean().default(false),
        }),
      )
      .default([]),
    mustNotClear: texts,
    mustNotFlag: texts,
  }),
})

export type Story = z.infer<typeof storySchema>

/** In the order of their names. */
export function readTakeovers(folder: string): readonly Story[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const read = storySchema.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      if (read.success) return read.data
      throw new Error(`${name} is no story: ${z.prettifyError(read.error)}`)
    })
}

/** A date without a zone is in UTC, as Exchange means it. */
export function toTime(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const isBare = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(value)
  const time = Date.parse(isBare ? `${value.replace(' ', 'T')}Z` : value)
  return Number.isNaN(time) ? undefined : time
}
