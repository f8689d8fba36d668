// Where everything is kept, opened by the settings: files in the data folder, or a database that several processes share.
import { randomUUID } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import { describeDatabase, type StorePlace, type StoreSettings, toDatabaseUrl } from '../config/index.js'
import { StoreError } from '../errors.js'
import { duties } from '../features/index.js'
import { createLog } from '../log/index.js'
import type { Clock, Log, Store } from '../ports.js'
import { createFileStore, hasStore } from '../stores/file/index.js'
import { openForReading } from '../stores/file/reading.js'
import { createSystemClock } from './clock.js'
import { toStoreFolder } from './data-folder.js'

export interface OpenedStore {
  readonly store: Store
  /** Whose time everything in it is by: this machine's, or for all who share a database the same. */
  readonly clock: Clock
  close(): Promise<void>
}

interface Opening {
  readonly log: Log
  readonly pid: number
  /** A command that was typed: a bot that starts meanwhile waits for it. */
  readonly isBrief?: boolean
}

/** A command needs few connections, and there may be many commands. */
const briefConnections = 2

/** @throws StoreError when it cannot be used, in words that say what to do. */
export function openStore(place: StorePlace, opening: Opening): Promise<OpenedStore> {
  return place.store === undefined ? openFolder(place, opening) : openDatabase(place.store, opening)
}

async function openFolder({ dataFolder }: StorePlace, opening: Opening): Promise<OpenedStore> {
  const clock = createSystemClock()
  const folder = toStoreFolder(dataFolder)
  const store = await createFileStore({ ...opening, folder, clock, createId: randomUUID, duties })
  return { store, clock, close: () => store.close() }
}

async function openDatabase(
  settings: StoreSettings,
  { log, isBrief = false }: Opening,
): Promise<OpenedStore> {
  const { createPostgresStore, createSharedClock } = await import('../stores/postgres/index.js')
  const parts = { ...(await toConnection(settings)), log }
  const clock = await createSharedClock({ ...parts, clock: createSystemClock() })
  try {
    const mostConnections = isBrief ? briefConnections : settings.connections
    const store = await createPostgresStore({
      ...parts,
      clock,
      createId: randomUUID,
      duties,
      mostConnections,
    })
    return { store, clock, close: () => closeAll(store, clock) }
  } catch (error) {
    await clock.close()
    throw error
  }
}

async function closeAll(store: Store, clock: { close(): Promise<void> }): Promise<void> {
  try {
    await store.close()
  } finally {
    await clock.close()
  }
}

/** The same for whoever only reads: whatever would change something is refused. @throws StoreError when there is none. */
export async function openReadingStore({ dataFolder, store: settings }: StorePlace): Promise<OpenedStore> {
  const clock = createSystemClock()
  if (settings !== undefined) {
    const { openPostgresForReading } = await import('../stores/postgres/index.js')
    const parts = { ...(await toConnection(settings)), log: createLog({ level: 'silent' }), clock, duties }
    const store = await openPostgresForReading({ ...parts, mostConnections: briefConnections })
    return { store, clock, close: () => store.close() }
  }
  const folder = await requireFolder(dataFolder)
  const store = await openForReading(folder)
  return { store, clock, close: () => store.close() }
}

/** Where the store of a data folder is. @throws StoreError when no bot has ever saved anything there. */
export async function requireFolder(dataFolder: string): Promise<string> {
  const folder = toStoreFolder(dataFolder)
  if (await hasStore(folder)) return folder
  throw new StoreError(
    `There is no store in ${folder}: no bot has run there yet, or it is another folder. Say which with --data, or the settings with --config or REPRIEVE_CONFIG.`,
    false,
  )
}

/** Where everything is kept, in words. */
export function describePlace({ dataFolder, store }: StorePlace): string {
  return store === undefined ? `the data folder ${dataFolder}` : describeDatabase(store)
}

/** @throws StoreError when the file of the authority cannot be read: the driver would say less. */
export async function toConnection(settings: StoreSettings): Promise<{ readonly url: string }> {
  const { ca } = settings
  if (ca !== undefined)
    await access(ca, constants.R_OK).catch((cause: unknown) => {
      const words = `The file ${ca} that store.ca names cannot be read. Check the path and who may read it.`
      throw new StoreError(words, false, { cause })
    })
  return { url: toDatabaseUrl(settings) }
}
