// Evidence, notes and the like that were kept in a data folder, to be erased while no bot runs.
import { randomUUID } from 'node:crypto'
import { type Erasure, toErasedEvent } from '../domain/erase.js'
import { isClosed } from '../domain/incident.js'
import { StoreError } from '../errors.js'
import { duties } from '../features/index.js'
import { createLog } from '../log/index.js'
import { createFileStore, hasStore } from '../stores/file/index.js'
import { createSystemClock } from './clock.js'
import { toStoreFolder } from './data-folder.js'

interface Wish {
  readonly dataFolder: string
  readonly pid: number
  /** Who asks for it, by the operating system. */
  readonly user: string
  readonly erasure: Erasure
}

/** `left`: it is decided and journalled, but a file could not be rewritten yet; the next start does it. */
export type Erased = 'erased' | 'left' | 'unknown-incident' | 'live-incident'

/** @throws StoreError when there is no store, or a bot has the folder. */
export async function eraseSaved({ dataFolder, pid, user, erasure }: Wish): Promise<Erased> {
  const folder = toStoreFolder(dataFolder)
  if (!(await hasStore(folder)))
    throw new StoreError(
      `There is no store in ${folder}: no bot has run there yet, or it is another folder.`,
      false,
    )
  const clock = createSystemClock()
  const log = createLog({ level: 'silent' })
  const store = await createFileStore({
    folder,
    clock,
    createId: randomUUID,
    log,
    pid,
    duties,
    isBrief: true,
  })
  try {
    const { incidentId } = erasure
    const incident = incidentId === undefined ? undefined : await store.findIncident(incidentId)
    if (incidentId !== undefined && incident === undefined) return 'unknown-incident'
    if (incident !== undefined && !isClosed(incident)) return 'live-incident'
    const by = { platform: 'console', id: user, name: user } as const
    await store.commit({ erase: erasure, events: [toErasedEvent(erasure, clock.now(), by)] })
    // The files follow a commit before the next one.
    await store.commit({})
    return store.health().ok ? 'erased' : 'left'
  } finally {
    await store.close()
  }
}
