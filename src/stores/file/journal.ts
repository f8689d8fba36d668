// The journal files: which entry is where, and whether they hang together.
import { type JournalEntry, journalEntrySchema } from '../../domain/journal.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { StoreError } from '../../errors.js'
import type { Store } from '../../ports.js'
import { type ChainHead, chainStart } from '../chain.js'
import type { Disk } from './disk.js'
import { type LineLog, openLineLog } from './line-log.js'
import { findBreak, parseLink } from './link.js'
import { findUnwritten } from './outbox.js'
import type { LiveState } from './state.js'
import { deepFreeze } from './stored.js'

const storedEntrySchema = keepUnknown(journalEntrySchema)

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

/**
 * Checks every hash on the way: 100,000 entries take less than a second.
 * @throws StoreError when the chain is broken, or does not belong to this state.
 */
export async function openJournal(folder: string, disk: Disk, state: LiveState['journal']): Promise<Journal> {
  const seqsByIncident = new Map<string, number[]>()
  let last: ChainHead = chainStart

  function note({ seq, event }: { readonly seq: number; readonly event: unknown }): void {
    const id = toIncidentId(event)
    if (id === undefined) return
    const seqs = seqsByIncident.get(id)
    if (seqs === undefined) seqsByIncident.set(id, [seq])
    else seqs.push(seq)
  }

  const lines = await openLineLog({ folder, name: 'journal', disk }, (text, seq) => {
    const link = parseLink(text)
    if (link === undefined) return false
    const problem = findBreak(link, last)
    if (problem !== undefined) throw toBroken(folder, seq, problem)
    last = link
    note(link)
    return true
  })
  const unwritten = findUnwritten({ name: 'journal', folder, written: last.seq }, state)
  const expected = unwritten[0]?.previousHash ?? state.hash
  if (last.hash !== expected) throw toBroken(folder, last.seq, 'state.json knows another one')
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
      return [...texts.map((text) => deepFreeze(storedEntrySchema.parse(JSON.parse(text)))), ...pending]
    },
  }
}

function toIncidentId(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('incidentId' in event)) return undefined
  return typeof event.incidentId === 'string' ? event.incidentId : undefined
}

function toBroken(folder: string, seq: number, problem: string): StoreError {
  return new StoreError(
    `The journal in ${folder} has been changed at entry ${seq}: ${problem}. Restore the whole folder from a backup.`,
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
