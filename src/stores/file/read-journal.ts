// Reads the journal from its files without holding it in memory, also while a bot is writing it.
import { join } from 'node:path'
import { type JournalEntry, journalEntrySchema } from '../../domain/journal.js'
import { StoreError } from '../../errors.js'
import type { JournalLine, JournalReading } from '../../ports.js'
import { createDisk, isMissing } from './disk.js'
import { createTextCursor, readBatches, readTextRows } from './line-batches.js'
import { listLogFiles } from './line-log.js'
import { withTexts } from './queries.js'
import { readState } from './read-state.js'
import { emptyState, type LiveState } from './state.js'
import { openTexts, parseTextLine, type TextLine, type Texts } from './texts.js'

/**
 * Every entry, oldest first, with those that a killed bot had accepted but not yet written to their file.
 * @throws StoreError when there is no journal or a line cannot be read, in words that name file and line.
 */
export function readJournalFiles(folder: string, reading: JournalReading = {}): AsyncGenerator<JournalLine> {
  const lines = readLines(folder, reading)
  return reading.last === undefined ? lines : takeLast(lines, reading.last)
}

async function* readLines(
  folder: string,
  { incidentId, onEntry = () => {} }: JournalReading,
): AsyncGenerator<JournalLine> {
  // Read first: what it does not hold back is in the files by then.
  const state = (await readState(folder)) ?? emptyState
  const names = await listJournalFiles(folder)
  const withOwn = createBeside(folder, state)
  const mentioning = incidentId === undefined ? '' : JSON.stringify(incidentId)
  const isWanted = ({ event }: JournalEntry) => incidentId === undefined || event.incidentId === incidentId
  let seq = 0
  for (const name of names) {
    let line = 0
    for await (const texts of readBatches(join(folder, name)))
      for (const text of texts) {
        line += 1
        seq += 1
        onEntry()
        if (!text.includes(mentioning)) continue
        const entry = parseEntry(text, `${name} line ${line}`)
        if (isWanted(entry)) yield { text, entry: await withOwn(entry) }
      }
  }
  for (const entry of state.journal.outbox)
    if (entry.seq > seq && isWanted(entry)) yield { text: JSON.stringify(entry), entry: await withOwn(entry) }
}

/** What stands beside each entry, which come in their order. */
function createBeside(folder: string, state: LiveState) {
  const cursor = createTextCursor(readTextRows(folder))
  let late: Texts | undefined

  async function find(seq: number): Promise<TextLine | undefined> {
    const row = await cursor.find(seq)
    const line = row === undefined ? undefined : parseTextLine(row.text)
    if (line !== undefined || seq <= state.journal.seq) return line
    // A bot has written it since.
    if (late === undefined || seq > late.last())
      late = await openTexts({ folder, disk: createDisk() }, { last: Number.POSITIVE_INFINITY })
    return (await late.find([seq])).get(seq)
  }

  return async (entry: JournalEntry): Promise<JournalEntry> => {
    if (entry.event.digests === undefined) return entry
    const line = await find(entry.seq)
    const found = new Map(line === undefined ? [] : [[entry.seq, line]])
    return withTexts(entry, { found, state: state.texts })
  }
}

async function* takeLast(lines: AsyncIterable<JournalLine>, count: number): AsyncGenerator<JournalLine> {
  const kept: JournalLine[] = []
  for await (const line of lines) {
    kept.push(line)
    // Now and then: dropping the first one each time would move all the others each time.
    if (kept.length >= 2 * count) kept.splice(0, kept.length - count)
  }
  yield* kept.slice(-count)
}

/** @throws StoreError when the folder has no journal, which is never the same as an empty one. */
export async function listJournalFiles(folder: string): Promise<readonly string[]> {
  try {
    return (await listLogFiles(folder, 'journal')).map(({ name }) => name)
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    const words = `There is no journal in ${folder}: no bot has run there yet, or "dataFolder" names another folder.`
    throw new StoreError(words, false, { cause })
  }
}

function parseEntry(text: string, place: string): JournalEntry {
  try {
    return journalEntrySchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new StoreError(
      `${place} is not a journal entry. "reprieve journal verify" says where the journal is damaged; restore the folder from a backup.`,
      false,
      { cause },
    )
  }
}
