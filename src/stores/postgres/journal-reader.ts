// The whole record, a piece at a time; each piece is read for itself, so that nothing is held up by whoever reads slowly.
import { z } from 'zod'
import { parseErasedEvent } from '../../domain/erase.js'
import type { SaltedTexts } from '../../domain/journal.js'
import { saltedTextsSchema } from '../../domain/journal.js'
import type { JournalLine, JournalReader, JournalReading, JournalVerdict } from '../../ports.js'
import type { ChainHead } from '../chain.js'
import { createJournalCheck, toBroken } from '../journal-check.js'
import type { Database } from './database.js'
import { type EntryRow, entryRowSchema, parseEntry, toReading } from './journal.js'
import { sql, toColumn } from './statement.js'

const piece = 500

export function createJournalReader(database: Database): JournalReader {
  return {
    streamJournal: (reading = {}) => stream(database, reading),
    verifyJournal: (checking = {}) => verify(database, checking),
  }
}

async function* stream(database: Database, reading: JournalReading): AsyncGenerator<JournalLine> {
  const { incidentId, last, onEntry = () => {} } = reading
  const fromSeq = last === undefined ? 1 : await findFirst(database, { incidentId, last })
  const query = incidentId === undefined ? {} : { incidentId }
  for await (const row of readRows(database, { ...query, fromSeq })) {
    onEntry()
    yield { text: toText(row), entry: parseEntry(row) }
  }
}

/** Where the latest so many begin. */
async function findFirst(
  database: Database,
  { incidentId, last }: { readonly incidentId: string | undefined; readonly last: number },
): Promise<number> {
  const [row] = await database.read(
    z.object({ seq: z.number().nullable() }),
    sql`
    select min(seq)::double precision as seq from (
      select seq from reprieve.journal
      where ${incidentId === undefined}::boolean or incident_id = ${incidentId === undefined ? null : toColumn(incidentId)}::text
      order by seq desc limit ${last}::bigint
    ) as latest`,
  )
  return row?.seq ?? 1
}

async function* readRows(
  { read }: Database,
  query: { readonly incidentId?: string; readonly fromSeq: number },
): AsyncGenerator<EntryRow> {
  let { fromSeq } = query
  for (;;) {
    const rows = await read(entryRowSchema, toReading({ ...query, fromSeq, limit: piece }))
    yield* rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < piece) return
    fromSeq = end.seq + 1
  }
}

/** As it would stand in a file: what the hash was made of. */
function toText({ seq, previousHash, hash, body }: EntryRow): string {
  return `{"seq":${seq},"event":${body},"previousHash":${JSON.stringify(previousHash)},"hash":${JSON.stringify(hash)}}`
}

type Checking = NonNullable<Parameters<JournalReader['verifyJournal']>[0]>

async function verify(database: Database, { head, onEntry = () => {} }: Checking): Promise<JournalVerdict> {
  // Read first: what it says must be there is there when it is looked for.
  const written = await readHead(database)
  const found = new Map<number, SaltedTexts | undefined>()
  const check = createJournalCheck({
    written,
    witness: 'the table journal_head',
    head,
    findTexts: async (seq) =>
      found.has(seq) ? { place: `row ${seq} of the table texts`, texts: found.get(seq) } : undefined,
    textsUpTo: written.seq,
    erasures: await findErasures(database),
  })
  for await (const row of readRows(database, { fromSeq: 1 })) {
    onEntry()
    found.clear()
    if (row.texts !== null) found.set(row.seq, parseTexts(row.texts))
    const problem = await check.see(toText(row), toPlace(row.seq))
    if (problem !== undefined) return toBroken(check.last().seq + 1, toPlace(row.seq), problem)
  }
  return check.end(toPlace(check.last().seq + 1))
}

function toPlace(seq: number) {
  return { place: `row ${seq} of the table journal` }
}

async function readHead({ read }: Database): Promise<ChainHead> {
  const schema = z.object({ seq: z.number(), hash: z.string() })
  const rows = await read(schema, sql`select seq::double precision as seq, hash from reprieve.journal_head`)
  return schema.parse(rows[0])
}

/** Those that the record tells of by now: most texts that are not there are explained as soon as they are missed. */
async function findErasures({ read }: Database) {
  const rows = await read(
    z.object({ body: z.string() }),
    sql`select body from reprieve.journal where body like ${'%"texts.erased"%'} order by seq`,
  )
  return rows.flatMap(({ body }) => parseErasedEvent(JSON.parse(body)) ?? [])
}

function parseTexts(text: string): SaltedTexts | undefined {
  try {
    return saltedTextsSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
