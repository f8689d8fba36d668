// The record that a bot left, to be read and checked without a bot, and while one runs. Nothing of it changes what it reads.
import type { JournalReader } from '../ports.js'
import { createJournalReader } from '../stores/file/journal-reader.js'
import { toStoreFolder } from './data-folder.js'

export function openSavedJournal(dataFolder: string): JournalReader {
  return createJournalReader(toStoreFolder(dataFolder))
}
