// What can be read. Everything given out is on the disk and frozen.
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { StoreError } from '../../errors.js'
import type { Clock, IncidentQuery, Store } from '../../ports.js'
import type { Archive } from './archive.js'
import { isEnded } from './cells.js'
import type { Journal } from './journal.js'
import type { LiveState } from './state.js'
import { toWords } from './state-file.js'
import { readBacklog } from './tasks.js'

interface Sources {
  readonly read: () => LiveState
  readonly journal: Journal
  readonly archive: Archive
  readonly clock: Pick<Clock, 'now'>
}

type Queries = Omit<Store, 'commit' | 'remember' | 'claimTasks' | 'renewClaims' | 'health' | 'close'>

export function createQueries({ read, journal, archive, clock }: Sources): Queries {
  return {
    async findIncident(id) {
      const state = read()
      return state.incidents.get(id) ?? wrap(archive.find(id, state.archive.outbox))
    },
    async listLive(query) {
      const found = [...read().incidents.values()].filter((incident) => isWanted(incident, query))
      return found.sort((one, other) => one.openedAt - other.openedAt)
    },
    listClosed: async (query) => wrap(archive.list(query, read().archive.outbox)),
    async countClosed(query) {
      read()
      return archive.countClosed(query)
    },
    async recall(key) {
      const stored = read().cells.get(key)
      if (stored === undefined || isEnded(stored, clock.now())) return undefined
      const { text, ...about } = stored
      return { ...about, value: JSON.parse(text) as unknown }
    },
    async listKeys(beginning) {
      const now = clock.now()
      return [...read().cells].flatMap(([key, stored]) =>
        key.startsWith(beginning) && !isEnded(stored, now) ? [key] : [],
      )
    },
    readBacklog: async (now) => readBacklog(read(), now),
    readJournal: async (query) => wrap(journal.read(query, read().journal)),
  }
}

function isWanted(incident: Incident, { tenantId, entityKey }: IncidentQuery): boolean {
  if (tenantId !== undefined && tenantId !== incident.tenantId) return false
  return entityKey === undefined || entityKey === toEntityKey(incident.entity)
}

/** Damage found while reading one record says nothing about the rest, so the store goes on. */
async function wrap<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading
  } catch (error) {
    throw new StoreError(`A record could not be read: ${toWords(error)}`, false, { cause: error })
  }
}
