// Evidence, notes and the like that were kept, to be erased before their time: in a data folder while no bot runs.
import type { StorePlace } from '../config/index.js'
import { type Erasure, toErasedEvent } from '../domain/erase.js'
import { isClosed } from '../domain/incident.js'
import { createLog } from '../log/index.js'
import { openStore, requireFolder } from './store.js'

interface Wish {
  readonly place: StorePlace
  readonly pid: number
  /** Who asks for it, by the operating system, and where. */
  readonly user: string
  readonly host: string
  readonly erasure: Erasure
}

/** `left`: it is decided and journalled, but a file could not be rewritten yet; the next start does it. */
export type Erased = 'erased' | 'left' | 'unknown-incident' | 'live-incident'

/** @throws StoreError when there is no store, or a bot has the folder. */
export async function eraseSaved({ place, pid, user, host, erasure }: Wish): Promise<Erased> {
  if (place.store === undefined) await requireFolder(place.dataFolder)
  const log = createLog({ level: 'silent' })
  const { store, clock, close } = await openStore(place, { log, pid, isBrief: true })
  try {
    const { incidentId } = erasure
    const incident = incidentId === undefined ? undefined : await store.findIncident(incidentId)
    if (incidentId !== undefined && incident === undefined) return 'unknown-incident'
    if (incident !== undefined && !isClosed(incident)) return 'live-incident'
    const by = { platform: 'console', id: user, name: user, host } as const
    await store.commit({ erase: erasure, events: [toErasedEvent(erasure, clock.now(), by)] })
    // The files follow a commit before the next one.
    await store.commit({})
    return store.health().ok ? 'erased' : 'left'
  } finally {
    await close()
  }
}
