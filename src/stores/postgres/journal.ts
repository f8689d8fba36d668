// The record: one chain for all processes, whose head one commit holds at a time, for as short as can be.
import { z } from 'zod'
import { type JournalEntry, journalEventSchema, saltedTextsSchema } from '../../domain/journal.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import type { Store } from '../../ports.js'
import { toEntry } from '../chain.js'
import type { Salted } from '../salt.js'
import { deepFreeze } from '../stored.js'
import type { Saving, Sql } from './database.js'
import { type Statement, sql, toColumn, toNullable, toRows } from './statement.js'

const headSchema = z.object({ seq: z.number(), hash: z.string() })
type Head = z.infer<typeof headSchema>

/** The last thing that a commit asks for: whoever saves next waits for it. */
export async function holdHead(given: Sql): Promise<Head> {
  const [head] = await given.query(
    headSchema,
    sql`select seq::double precision as seq, hash from reprieve.journal_head for update`,
  )
  return headSchema.parse(head)
}

export function appendEvents(given: Saving, events: readonly Salted[], start: Head): void {
  let head = start
  const rows = events.map(({ event, texts }) => {
    const entry = toEntry(head, event)
    head = { seq: entry.seq, hash: entry.hash }
    return { entry, texts }
  })
  given.atEnd(toEntries(rows.map(({ entry }) => entry)))
  const beside = rows.filter(({ texts }) => texts !== undefined)
  if (beside.length > 0) given.atEnd(toTexts(beside))
  given.atEnd(sql`update reprieve.journal_head set seq = ${head.seq}, hash = ${head.hash}`)
}

function toEntries(entries: readonly JournalEntry[]): Statement {
  const types = ['bigint', 'text', 'double precision', 'text', 'text', 'text']
  const { text, values } = toRows(
    types,
    entries.map((entry) => {
      const { seq, event, previousHash, hash } = entry
      return [seq, toIncident(entry), event.at, previousHash, hash, JSON.stringify(event)]
    }),
  )
  return {
    text: `
      insert into reprieve.journal (seq, incident_id, at, previous_hash, hash, body)
      select * from ${text} as one (seq, incident_id, at, previous_hash, hash, body)`,
    values,
  }
}

interface Beside {
  readonly entry: JournalEntry
  readonly texts: Salted['texts']
}

function toTexts(rows: readonly Beside[]): Statement {
  const { text, values } = toRows(
    ['bigint', 'text', 'double precision', 'text'],
    rows.map(({ entry, texts }) => [entry.seq, toIncident(entry), entry.event.at, JSON.stringify(texts)]),
  )
  return {
    text: `
      insert into reprieve.texts (seq, incident_id, at, body)
      select * from ${text} as one (seq, incident_id, at, body)`,
    values,
  }
}

function toIncident({ event }: JournalEntry): string | null {
  return toNullable(event.incidentId)
}

export const entryRowSchema = z.object({
  seq: z.number(),
  previousHash: z.string(),
  hash: z.string(),
  body: z.string(),
  /** What stands beside it; null when there is nothing any more. */
  texts: z.string().nullable(),
  /** What is older was kept for so many days. */
  keptBefore: z.number().nullable(),
  keptDays: z.number().nullable(),
})
export type EntryRow = z.infer<typeof entryRowSchema>

const storedEventSchema = keepUnknown(journalEventSchema)

export function parseEntry({ seq, previousHash, hash, body, ...beside }: EntryRow): JournalEntry {
  const event = storedEventSchema.parse(JSON.parse(body))
  return deepFreeze({ seq, event, previousHash, hash, ...toBeside(event, beside) })
}

type BesideRow = Pick<EntryRow, 'texts' | 'keptBefore' | 'keptDays'>

/** With what stands beside it, or with the word why that is gone. */
function toBeside({ digests, at }: JournalEntry['event'], { texts, keptBefore, keptDays }: BesideRow) {
  if (digests === undefined) return {}
  if (texts !== null) return { texts: saltedTextsSchema.parse(JSON.parse(texts)) }
  return keptBefore !== null && keptDays !== null && at < keptBefore ? { erasedDays: keptDays } : {}
}

export type JournalQuery = Parameters<Store['readJournal']>[0]

export function toReading({ incidentId, fromSeq = 1, limit }: JournalQuery): Statement {
  return sql`
    select one.seq::double precision as seq, one.previous_hash as "previousHash", one.hash, one.body,
      beside.body as texts, meta.kept_before as "keptBefore", meta.kept_days as "keptDays"
    from reprieve.meta, reprieve.journal as one left join reprieve.texts as beside using (seq)
    where one.seq >= ${fromSeq}::bigint
      and (${incidentId === undefined}::boolean or one.incident_id = ${incidentId === undefined ? null : toColumn(incidentId)}::text)
    order by one.seq limit ${limit}::bigint`
}
