// The journal files: which entry is where, and whether they hang together.
import { z } from 'zod'
import { type JournalEntry, journalEntrySchema } from '../../domain/journal.js'
import { StoreError } from '../../errors.js'
import type { Store } from '../../ports.js'
import { chainStart, toHash } from '../chain.js'
import type { Disk } from './disk.js'
import { type LineLog, openLineLog } from './line-log.js'
import { findUnwritten } from './outbox.js'
import type { LiveState } from './state.js'
import { deepFreeze } from './stored.js'

type JournalQuery = Parameters<Store['readJournal']>[0]

export interface Journal {
  /** Takes note of entries that are durable now, in their file or in the outbox. */
  admit(entries: readonly JournalEntry[]): void
  /** Appends what is not in its file yet. */
  append(outbox: readonly JournalEntry[]): Promise<void>
  /** Sequence number of the last entry in a file. */
  count(): number
  read(query: JournalQuery, state: LiveState['journal']): Promise<readonly JournalEntry[]>
}

/** What the index needs of a line; the whole entry is checked when somebody reads it. */
const linkSchema = z.object({
  seq: z.number(),
  previousHash: z.string(),
  hash: z.string(),
  event: z.object({ incidentId: z.string().optional() }),
})

/** @throws StoreError when the chain is broken, or does not belong to this state. */
export async function openJournal(folder: string, disk: Disk, state: LiveState['journal']): Promise<Journal> {
  const seqsByIncident = new Map<string, number[]>()
  let last = chainStart

  function note({
    seq,
    event,
  }: {
    readonly seq: number
    readonly event: { incidentId?: string | undefined }
  }) {
    if (event.incidentId === undefined) return
    const seqs = seqsByIncident.get(event.incidentId)
    if (seqs === undefined) seqsByIncident.set(event.incidentId, [seq])
    else seqs.push(seq)
  }

  const lines = await openLineLog({ folder, name: 'journal', disk }, (text, seq) => {
    const link = parseLink(text)
    if (link === undefined) return false
    if (link.seq !== seq || link.previousHash !== last.hash) throw toBroken(folder, seq)
    last = { seq, hash: link.hash }
    note(link)
    return true
  })
  const unwritten = findUnwritten({ name: 'journal', folder, written: last.seq }, state)
  const expected = unwritten[0]?.previousHash ?? state.hash
  if (last.hash !== expected) throw toBroken(folder, last.seq)
  await checkLast(lines, folder)
  await lines.cutTorn()
  unwritten.forEach(note)

  return {
    count: () => lines.count(),
    admit: (entries) => entries.forEach(note),
    append: (outbox) => lines.append(toUnwritten(lines, outbox).map(toLine)),
    async read(query, { seq, outbox }) {
      const wanted = chooseSeqs(
        query,
        query.incidentId === undefined ? seq : seqsByIncident.get(query.incidentId),
      )
      const pending = toUnwritten(lines, outbox).filter((entry) => wanted.includes(entry.seq))
      const texts = await lines.read(wanted.slice(0, wanted.length - pending.length))
      return [...texts.map((text) => deepFreeze(journalEntrySchema.parse(JSON.parse(text)))), ...pending]
    },
  }
}

function parseLink(text: string): z.infer<typeof linkSchema> | undefined {
  try {
    return linkSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** How many entries at the end are hashed anew on start; `verifyJournal` does it for all. */
const checkedOnStart = 200

async function checkLast(lines: LineLog, folder: string): Promise<void> {
  const count = lines.count()
  const seqs = toRange(Math.max(1, count - checkedOnStart + 1), count)
  for (const [index, text] of (await lines.read(seqs)).entries()) {
    const entry = journalEntrySchema.safeParse(JSON.parse(text))
    if (!entry.success || toHash(entry.data) !== entry.data.hash) throw toBroken(folder, seqs[index] ?? count)
  }
}

function toBroken(folder: string, seq: number): StoreError {
  return new StoreError(
    `The journal in ${folder} has been changed at entry ${seq}: its hashes do not follow from one another there. ` +
      'Restore the whole folder from a backup.',
    true,
  )
}

function toUnwritten(lines: LineLog, outbox: readonly JournalEntry[]): readonly JournalEntry[] {
  return outbox.filter((entry) => entry.seq > lines.count())
}

function toLine(entry: JournalEntry) {
  return { at: entry.event.at, text: JSON.stringify(entry) }
}

/** @param known all sequence numbers up to this one, or these. */
function chooseSeqs(
  { fromSeq = 1, limit }: JournalQuery,
  known: number | readonly number[] = [],
): readonly number[] {
  if (typeof known !== 'number') return known.filter((seq) => seq >= fromSeq).slice(0, limit)
  const first = Math.max(1, fromSeq)
  return toRange(first, Math.min(known, first + limit - 1))
}

function toRange(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
