// The record that a bot left in its data folder, to be read and checked without a bot, and while one runs.
import {
  type JournalLine,
  listJournalFiles,
  type Reading,
  readJournalFiles,
} from '../stores/file/read-journal.js'
import { type JournalVerdict, verifyJournal } from '../stores/file/verify-journal.js'
import { toStoreFolder } from './data-folder.js'

export type { JournalLine } from '../stores/file/read-journal.js'

/** Nothing of it changes what it reads. Every method rejects with StoreError when there is no journal. */
export interface SavedJournal {
  /** Every entry, oldest first. */
  read(reading: Reading): AsyncGenerator<JournalLine>
  /** Of how many pieces it is made. */
  countFiles(): Promise<number>
  /** Whether nothing was changed, removed or put in. @param head how a hash begins that must be in it. */
  verify(head?: string): Promise<JournalVerdict>
}

export function openSavedJournal(dataFolder: string): SavedJournal {
  const folder = toStoreFolder(dataFolder)
  return {
    read: (reading) => readJournalFiles(folder, reading),
    countFiles: async () => (await listJournalFiles(folder)).length,
    verify: (head) => verifyJournal(folder, head),
  }
}
