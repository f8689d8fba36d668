// The journal of a folder: no lock is taken and nothing is changed, so that it can be read beside a bot, and where a store would
// refuse to open.
import type { JournalReader } from '../../ports.js'
import { readJournalFiles } from './read-journal.js'
import { verifyJournal } from './verify-journal.js'

export function createJournalReader(folder: string): JournalReader {
  return {
    streamJournal: (reading) => readJournalFiles(folder, reading),
    verifyJournal: (checking) => verifyJournal(folder, checking),
  }
}
