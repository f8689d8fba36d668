// Reads the journal from its files without holding it in memory, also while a bot is writing it.
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { type JournalEntry, journalEntrySchema } from '../../domain/journal.js'
import { StoreError } from '../../errors.js'
import { createDisk, isMissing } from './disk.js'
import { listLogFiles } from './line-log.js'
import { withTexts } from './queries.js'
import { readState } from './reading.js'
import { emptyState } from './state.js'
import { openTexts } from './texts.js'

export interface JournalLine {
  /** JSON as it is on the medium: whoever exports it exports what the hash was made of. */
  readonly text: string
  readonly entry: JournalEntry
}

export interface Reading {
  /** Lines without this text are passed over unread. */
  readonly mentioning?: string
  /** Called for every line, passed over or not. */
  readonly onLine?: () => void
}

/**
 * Every entry, oldest first, with those that a killed bot had accepted but not yet written to their file.
 * @throws StoreError when there is no journal or a line cannot be read, in words that name file and line.
 */
export async function* readJournalFiles(
  folder: string,
  { mentioning = '', onLine = () => {} }: Reading = {},
): AsyncGenerator<JournalLine> {
  // Read first: what it does not hold back is in the files by then.
  const state = (await readState(folder)) ?? emptyState
  const { outbox } = state.journal
  const names = await listJournalFiles(folder)
  const open = () => openTexts({ folder, disk: createDisk() }, { last: Number.POSITIVE_INFINITY })
  let beside = await open()
  const withOwn = async (entry: JournalEntry) => {
    if (entry.event.digests === undefined) return entry
    // A bot has written it since.
    if (entry.seq > Math.max(beside.last(), state.journal.seq)) beside = await open()
    return withTexts(entry, { found: await beside.find([entry.seq]), state: state.texts })
  }
  let seq = 0
  for (const name of names) {
    let line = 0
    for await (const text of readLines(join(folder, name))) {
      line += 1
      seq += 1
      onLine()
      if (text.includes(mentioning))
        yield { text, entry: await withOwn(parseEntry(text, `${name} line ${line}`)) }
    }
  }
  for (const entry of outbox.filter((pending) => pending.seq > seq)) {
    const text = JSON.stringify(entry)
    if (text.includes(mentioning)) yield { text, entry: await withOwn(entry) }
  }
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

/** What stands behind the last line end is still being written, or was torn by a crash: it is in the outbox too. */
async function* readLines(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1_048_576 })) {
    const lines = `${rest}${String(chunk)}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
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
