// The record: one chain for all processes, whose head one commit holds at a time, for as short as can be.
import { z } from 'zod'
import { type JournalEntry, journalEventSchema, saltedTextsSchema } from '../../domain/journal.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import type { Store } from '../../ports.js'
import { toEntry } from '../chain.js'
import type { Salted } from '../salt.js'
import { deepFreeze } from '../stored.js'
import type { Sql } from './database.js'
import { type Statement, sql, toColumn, toNullable } from './statement.js'

const headSchema = z.object({ seq: z.number(), hash: z.string() })

/** The last thing that a commit does: whoever saves next waits for the head. */
export async function appendEvents(given: Sql, events: readonly Salted[]): Promise<void> {
  if (events.length === 0) return
  const [start] = await given.query(
    headSchema,
    sql`select seq::double precision as seq, hash from reprieve.journal_head for update`,
  )
  let head = headSchema.parse(start)
  const rows = events.map(({ event, texts }) => {
    const entry = toEntry(head, event)
    head = { seq: entry.seq, hash: entry.hash }
    return { entry, texts }
  })
  const beside = rows.filter(({ texts }) => texts !== undefined)
  await given.run(sql`
    with entries as (
      insert into reprieve.journal (seq, incident_id, at, previous_hash, hash, body)
      select * from unnest(
        ${rows.map(({ entry }) => entry.seq)}::bigint[], ${rows.map(({ entry }) => toIncident(entry))}::text[],
        ${rows.map(({ entry }) => entry.event.at)}::double precision[],
        ${rows.map(({ entry }) => entry.previousHash)}::text[], ${rows.map(({ entry }) => entry.hash)}::text[],
        ${rows.map(({ entry }) => JSON.stringify(entry.event))}::text[])
    ), beside as (
      insert into reprieve.texts (seq, incident_id, at, body)
      select * from unnest(
        ${beside.map(({ entry }) => entry.seq)}::bigint[], ${beside.map(({ entry }) => toIncident(entry))}::text[],
        ${beside.map(({ entry }) => entry.event.at)}::double precision[],
        ${beside.map(({ texts }) => JSON.stringify(texts))}::text[])
    )
    update reprieve.journal_head set seq = ${head.seq}, hash = ${head.hash}`)
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

type Beside = Pick<EntryRow, 'texts' | 'keptBefore' | 'keptDays'>

/** With what stands beside it, or with the word why that is gone. */
function toBeside({ digests, at }: JournalEntry['event'], { texts, keptBefore, keptDays }: Beside) {
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
