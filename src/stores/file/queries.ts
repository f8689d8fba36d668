// What can be read. Everything given out is on the disk and frozen.
import { toEntityKey } from '../../domain/entity.js'
import { isErased } from '../../domain/erase.js'
import type { Incident } from '../../domain/incident.js'
import type { JournalEntry } from '../../domain/journal.js'
import { StoreError } from '../../errors.js'
import type { Clock, IncidentQuery } from '../../ports.js'
import { eraseArchived } from '../erase-archived.js'
import { isEnded } from '../prepare-cell.js'
import type { Queries } from '../queries.js'
import type { Files } from './records.js'
import type { LiveState, TextsState } from './state.js'
import { toWords } from './state-file.js'
import { listHeld, readBacklog } from './tasks.js'
import type { TextLine } from './texts.js'

interface Sources extends Files {
  readonly read: () => LiveState
  readonly clock: Pick<Clock, 'now'>
}

export function createQueries({ read, journal, archive, texts, leftovers, clock }: Sources): Queries {
  return {
    async findIncident(id) {
      const state = read()
      const live = state.incidents.get(id)
      if (live !== undefined) return live
      const closed = await wrap(archive.find(id, state.archive.outbox))
      return closed === undefined ? undefined : withoutErased(closed, state)
    },
    async listLive(query) {
      const live = toLive(read().incidents)
      const isAll = query.tenantId === undefined && query.entityKey === undefined
      return isAll ? live : live.filter((incident) => isWanted(incident, query))
    },
    async listClosed(query) {
      const state = read()
      const found = await wrap(archive.list(query, state.archive.outbox))
      return found.map((incident) => withoutErased(incident, state))
    },
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
    listHeld: async () => listHeld(read()),
    readBacklog: async (now) => readBacklog(read(), now),
    readJournal: async (query) => {
      const state = read()
      const entries = await wrap(journal.read(query, state.journal))
      const missing = entries.filter(({ event }) => event.digests !== undefined).map(({ seq }) => seq)
      const found = await wrap(texts.find(missing))
      return entries.map((entry) => withTexts(entry, { found, state: state.texts }))
    },
    async findOldestText() {
      const { outbox, erasedBefore = 0 } = read().texts
      const moments = [await wrap(texts.findOldest()), outbox[0]?.at, archive.findClosedSince(erasedBefore)]
      const there = moments.filter((at) => at !== undefined && at >= erasedBefore)
      return [...there, await wrap(leftovers.findOldest())].reduce(
        (one, other) => (one === undefined ? other : Math.min(one, other ?? one)),
        undefined,
      )
    },
  }
}

/** Asked for at every press, and the same until something is saved. */
const lives = new WeakMap<LiveState['incidents'], readonly Incident[]>()

function toLive(incidents: LiveState['incidents']): readonly Incident[] {
  const known = lives.get(incidents)
  if (known !== undefined) return known
  const live = [...incidents.values()].sort((one, other) => one.openedAt - other.openedAt)
  lives.set(incidents, Object.freeze(live))
  return live
}

/** What is erased but not yet taken out of its file. */
function withoutErased(incident: Incident, { texts }: LiveState): Incident {
  return texts.pending.reduce(
    (one, erasure) => eraseArchived({ seq: 0, incident: one }, erasure).incident,
    incident,
  )
}

interface Beside {
  readonly found: ReadonlyMap<number, TextLine>
  readonly state: TextsState
}

/** The entry with what stands beside it, or with the word why that is gone. */
export function withTexts(
  entry: JournalEntry,
  { found, state: { outbox, kept, pending } }: Beside,
): JournalEntry {
  const { seq, event } = entry
  if (event.digests === undefined) return entry
  const line = found.get(seq) ?? outbox.find((one) => one.seq === seq)
  const isThere = line !== undefined && !pending.some((erasure) => isErased(line, erasure))
  if (isThere) return Object.freeze({ ...entry, texts: line.texts })
  const isOver = kept !== undefined && event.at < kept.before
  return isOver ? Object.freeze({ ...entry, erasedDays: kept.days }) : entry
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
