// The record that a bot left, to be read and checked without a bot, and while one runs. Nothing of it changes what it reads.
import type { StorePlace } from '../config/index.js'
import type { JournalReader } from '../ports.js'
import { createJournalReader } from '../stores/file/journal-reader.js'
import { toStoreFolder } from './data-folder.js'
import { openReadingStore } from './store.js'

export interface SavedJournal extends JournalReader {
  close(): Promise<void>
}

/** A folder whose store would not open has a journal all the same. @throws StoreError when the database cannot be reached. */
export async function openSavedJournal(place: StorePlace): Promise<SavedJournal> {
  if (place.store === undefined)
    return { ...createJournalReader(toStoreFolder(place.dataFolder)), close: async () => {} }
  const { store, close } = await openReadingStore(place)
  return {
    streamJournal: (reading) => store.streamJournal(reading),
    verifyJournal: (checking) => store.verifyJournal(checking),
    close,
  }
}
