// The store for whoever only reads, also while a bot is writing: no lock is taken and nothing is changed. What is seen is
// the moment at which state.json was read; what was added to the records since is left out.
import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreError } from '../../errors.js'
import type { Store } from '../../ports.js'
import { openArchive } from './archive.js'
import { createDisk } from './disk.js'
import { openJournal } from './journal.js'
import { createJournalReader } from './journal-reader.js'
import { openLeftovers } from './leftovers.js'
import { createQueries } from './queries.js'
import { readState } from './read-state.js'
import { emptyState } from './state.js'
import { resolveStateFile } from './state-file.js'
import { openTexts } from './texts.js'

/** Whoever looks at one moment sees what was remembered then. */
const standstill = { now: () => 0 }

/** @throws StoreError when the folder is damaged. */
export async function openForReading(given: string): Promise<Store> {
  const folder = await realpath(given)
  const state = (await readState(folder)) ?? emptyState
  const place = { folder, disk: createDisk(), isReadOnly: true }
  const journal = await openJournal({ ...place, upTo: state.journal.seq }, state.journal)
  const archive = await openArchive({ ...place, upTo: state.archive.seq }, state.archive)
  const texts = await openTexts(place, { last: state.journal.seq })
  const leftovers = openLeftovers({ path: await resolveStateFile(folder), disk: place.disk })
  const refuse = () =>
    Promise.reject(
      new StoreError(`${dirname(folder)} is open for reading only: start the bot, and ask it.`, false, {
        isRefused: true,
      }),
    )
  return {
    ...createQueries({ read: () => state, journal, archive, texts, leftovers, clock: standstill }),
    ...createJournalReader(folder),
    isShared: false,
    commit: refuse,
    remember: refuse,
    claimTasks: async () => [],
    renewClaims: async () => [],
    subscribe: () => () => {},
    health: () => ({ ok: true, detail: 'open for reading only' }),
    close: async () => {},
  }
}
