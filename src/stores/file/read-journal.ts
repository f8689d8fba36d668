// Reads the journal from its files, also while a bot is writing them.
import { join } from 'node:path'
import { type JournalEntry, journalEntrySchema } from '../../domain/journal.js'
import { StoreError } from '../../errors.js'
import { listLogFiles } from './line-log.js'
import { scanLines } from './scan-lines.js'

/**
 * Hands over every entry, oldest first; false stops.
 * @throws StoreError when a line cannot be read, in words that name file and line.
 */
export async function readJournalFiles(
  folder: string,
  take: (entry: JournalEntry) => boolean,
): Promise<void> {
  for (const { name } of await listLogFiles(folder, 'journal')) {
    let line = 0
    let wantsMore = true
    await scanLines(join(folder, name), (text) => {
      line += 1
      wantsMore = take(parseEntry(text, `${name} line ${line}`))
      return wantsMore
    })
    if (!wantsMore) return
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
