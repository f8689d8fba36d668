// The journal files: which entry is where, and whether they hang together.
import { type JournalEntry, journalEntrySchema } from '../../domain/journal.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { StoreError } from '../../errors.js'
import type { Store } from '../../ports.js'
import { type ChainHead, chainStart } from '../chain.js'
import { findBreak, parseLink } from '../link.js'
import { deepFreeze } from '../stored.js'
import type { Disk } from './disk.js'
import { createIncidentIndex, toIncidentId } from './incident-index.js'
import { type LineLog, openLineLog, type Reader } from './line-log.js'
import { findUnwritten } from './outbox.js'
import { createRecent } from './recent.js'
import type { LiveState } from './state.js'

const storedEntrySchema = keepUnknown(journalEntrySchema)

/** About 2 MB. */
const mostRecent = 2_000

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

interface Opening {
  readonly folder: string
  readonly disk: Disk
  readonly isReadOnly?: boolean
  readonly upTo?: number
}

/**
 * Checks every hash of the months that have no seal: 100,000 entries take less than a second.
 * @throws StoreError when the chain is broken, or does not belong to this state.
 */
export async function openJournal(opening: Opening, state: LiveState['journal']): Promise<Journal> {
  const { folder } = opening
  const index = createIncidentIndex()
  let last: ChainHead = chainStart

  const reader: Reader<string> = {
    accept(text, seq) {
      const link = parseLink(text)
      if (link === undefined) return undefined
      const problem = findBreak(link, last)
      if (problem !== undefined) throw toBroken(folder, seq, problem)
      last = link
      index.note(link)
      return toIncidentId(link.event) ?? ''
    },
    note: (text) => toIncidentId(parseLink(text)?.event) ?? '',
    mark: () => last.hash,
    async takeSealed(month) {
      last = { seq: month.firstSeq + month.count - 1, hash: month.mark }
      index.addMonth(month)
    },
  }
  const lines = await openLineLog({ ...opening, name: 'journal', reader })
  const unwritten = findUnwritten({ name: 'journal', folder, written: last.seq }, state)
  const expected = unwritten[0]?.previousHash ?? state.hash
  if (last.hash !== expected) throw toBroken(folder, last.seq, 'state.json knows another one')
  unwritten.forEach(index.note)
  /** Nobody else writes here, and what is written never changes: of an incident's record most is read over and over. */
  const recent = createRecent<JournalEntry>(mostRecent)

  async function readWritten(seqs: readonly number[], keep: (seq: number, entry: JournalEntry) => void) {
    const known = new Map(seqs.map((seq) => [seq, recent.get(seq)]))
    const missing = seqs.filter((seq) => known.get(seq) === undefined)
    for (const [at, text] of (await lines.read(missing)).entries()) {
      const entry = deepFreeze(storedEntrySchema.parse(JSON.parse(text)))
      const seq = missing[at] ?? 0
      known.set(seq, entry)
      keep(seq, entry)
    }
    return seqs.flatMap((seq) => known.get(seq) ?? [])
  }

  return {
    count: () => lines.count(),
    admit: (entries) => entries.forEach(index.note),
    append: (outbox) => lines.append(toUnwritten(lines, outbox).map(toLine)),
    async read(query, { seq, outbox }) {
      const { incidentId } = query
      // By the time it is found, there may be entries that this state does not know yet.
      const found = incidentId === undefined ? undefined : await index.find(incidentId)
      const wanted = chooseSeqs(query, found?.filter((one) => one <= seq) ?? seq)
      const pending = toUnwritten(lines, outbox).filter((entry) => wanted.includes(entry.seq))
      // Whoever reads one entry after the other, whatever it is about, does not come back to them.
      const keep = incidentId === undefined ? () => {} : recent.begin()
      const written = await readWritten(wanted.slice(0, wanted.length - pending.length), keep)
      return [...written, ...pending]
    },
  }
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
