// The store for whoever only reads, also while a bot is writing: no lock is taken and nothing is changed. What is seen is
// the moment at which state.json was read; what was added to the records since is left out.
import { readFile, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreError } from '../../errors.js'
import type { Store } from '../../ports.js'
import { openArchive } from './archive.js'
import { createDisk, isMissing } from './disk.js'
import { openJournal } from './journal.js'
import { openLeftovers } from './leftovers.js'
import { createQueries } from './queries.js'
import { CellsError } from './read-cells.js'
import { emptyState, type LiveState } from './state.js'
import { resolveStateFile, toWords } from './state-file.js'
import { parseState } from './state-text.js'
import { openTexts } from './texts.js'

/** @throws StoreError when it is damaged, in words that say what to do. */
export async function readState(folder: string): Promise<LiveState | undefined> {
  const path = await resolveStateFile(folder)
  for (let tries = 1; ; tries += 1) {
    const bytes = await readBytes(path)
    if (bytes === undefined) return undefined
    try {
      return await parseState(bytes, { path })
    } catch (error) {
      // A bot that goes on meanwhile removes a file of cells when nobody names it any more.
      const isSame = (await readBytes(path))?.equals(bytes) === true
      if (tries >= mostTries || isSame || !(error instanceof CellsError)) throw toRefusal(path, error)
    }
  }
}

const mostTries = 5

async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function toRefusal(path: string, error: unknown): unknown {
  if (error instanceof StoreError || isOfSystem(error)) return error
  return new StoreError(
    `${path} is damaged: ${toWords(error)}. "reprieve store repair" says what can be done; while a bot runs, stop it first.`,
    false,
    { cause: error },
  )
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

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
    commit: refuse,
    remember: refuse,
    claimTasks: async () => [],
    renewClaims: async () => [],
    subscribe: () => () => {},
    health: () => ({ ok: true, detail: 'open for reading only' }),
    close: async () => {},
  }
}
