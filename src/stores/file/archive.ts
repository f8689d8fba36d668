// Closed incidents, one version a line. A later version of a closed incident (its card got a new place) is one more
// line, and the index points to the latest.
import { z } from 'zod'
import { type Erasure, isErased } from '../../domain/erase.js'
import { type Incident, incidentSchema } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { hasStanding } from '../../domain/offers.js'
import { StoreError } from '../../errors.js'
import type { ClosedQuery, IncidentQuery } from '../../ports.js'
import { type Archived, eraseArchived } from '../erase-archived.js'
import { toMonth } from '../month.js'
import { deepFreeze } from '../stored.js'
import { type Closed, createClosedIndex, toClosed } from './closed-index.js'
import type { Disk } from './disk.js'
import { openLineLog, type Reader } from './line-log.js'
import { findUnwritten } from './outbox.js'
import { createRecent } from './recent.js'
import type { LiveState, PendingErasure } from './state.js'

export interface Archive {
  /** Takes note of versions that are durable now, in their file or in the outbox. */
  admit(items: readonly Archived[]): void
  append(outbox: readonly Archived[]): Promise<void>
  /** Sequence number of the last version in a file. */
  count(): number
  findVersion(id: string): number | undefined
  find(id: string, outbox: readonly Archived[]): Promise<Incident | undefined>
  list(query: ClosedQuery, outbox: readonly Archived[]): Promise<readonly Incident[]>
  countClosed(query: IncidentQuery): number
  /** When the first one since then was closed; undefined when none was. */
  findClosedSince(since: Instant): Instant | undefined
  /** Takes evidence and notes out of what was closed before; of all that is no older than what was erased before that. */
  erase(erasure: PendingErasure): Promise<void>
}

const headerSchema = z.object({
  seq: z.number(),
  id: z.string(),
  version: z.number(),
  tenantId: z.string(),
  entityKey: z.string(),
  closedAt: z.number(),
  /** Undefined in lines from before it was kept. */
  standing: z.boolean().optional(),
})

const closedSchema = headerSchema.required()

/** Stands in the header of a line whose evidence and notes are gone. */
const erasedMark = ',"erased":true'

const lineSchema = keepUnknown(z.object({ incident: incidentSchema }))

interface Opening {
  readonly folder: string
  readonly disk: Disk
  readonly isReadOnly?: boolean
  readonly upTo?: number
}

/** About 3 MB with their evidence. */
const mostRecent = 256

export async function openArchive(opening: Opening, state: LiveState['archive']): Promise<Archive> {
  const { folder } = opening
  const index = createClosedIndex()
  const surelyWritten = state.seq - state.outbox.length
  const reader: Reader<Closed> = {
    accept(text, seq) {
      const header = parseHeader(text)
      if (header === undefined || (seq > surelyWritten && parseIncident(text) === undefined)) return undefined
      if (header.seq !== seq) throw toMoved(folder, header.seq, seq)
      index.put(header)
      return header
    },
    note: parseHeader,
    mark: () => '',
    async takeSealed({ readNotes }) {
      for (const closed of z.array(closedSchema).parse(await readNotes())) index.put(closed)
    },
  }
  const lines = await openLineLog({ ...opening, name: 'archive', reader })
  const unwritten = findUnwritten({ name: 'archive', folder, written: lines.count() }, state)
  const admit = (items: readonly Archived[]) => {
    for (const { seq, incident } of items) index.put(toClosed(seq, incident))
  }
  admit(unwritten)
  const recent = createRecent<Incident>(mostRecent)

  async function read(found: readonly Closed[], outbox: readonly Archived[]): Promise<readonly Incident[]> {
    const incidents = new Map(outbox.map(({ seq, incident }) => [seq, incident]))
    for (const { seq } of found) {
      const incident = incidents.get(seq) ?? recent.get(seq)
      if (incident !== undefined) incidents.set(seq, incident)
    }
    const keep = recent.begin()
    const missing = found.filter(({ seq }) => !incidents.has(seq) && seq <= lines.count())
    const texts = await lines.read(missing.map(({ seq }) => seq))
    for (const [at, { seq }] of missing.entries()) {
      const incident = getIncident(texts[at] ?? '')
      incidents.set(seq, incident)
      keep(seq, incident)
    }
    return found.flatMap(({ seq }) => incidents.get(seq) ?? [])
  }

  return {
    admit,
    count: () => lines.count(),
    append: (outbox) => lines.append(outbox.filter(({ seq }) => seq > lines.count()).map(toLine)),
    findVersion: (id) => index.find(id)?.version,
    async find(id, outbox) {
      const closed = index.find(id)
      return closed === undefined ? undefined : (await read([closed], outbox))[0]
    },
    list: (query, outbox) => read(index.list(query), outbox),
    countClosed: (query) => index.count(query),
    findClosedSince: (since) => index.findSince(since),
    async erase(erasure) {
      const first = erasure.from === undefined ? undefined : toMonth(erasure.from)
      const months = { first, last: toMonth(erasure.before) }
      try {
        await lines.rewrite(months, (text) => eraseLine(text, erasure))
      } finally {
        recent.clear()
      }
    },
  }
}

/** One that cannot be read stays as it is: it cannot be told how old it is. */
function eraseLine(text: string, erasure: Erasure): string {
  const header = parseHeader(text)
  if (header === undefined || text.slice(0, text.indexOf(separator)).includes(erasedMark)) return text
  if (!isErased({ at: header.closedAt, incidentId: header.id }, erasure)) return text
  const incident = parseIncident(text)
  if (incident === undefined) return text
  const { incident: next } = eraseArchived({ seq: header.seq, incident }, erasure)
  const head = JSON.stringify(headerSchema.parse(header)).slice(0, -1)
  return `${head}${erasedMark}${separator}${JSON.stringify(next)}}`
}

function toMoved(folder: string, found: number, wanted: number): StoreError {
  return new StoreError(
    `The archive in ${folder} has been changed: line ${found} stands where ${wanted} belongs. ` +
      'Restore the whole folder from a backup.',
    true,
  )
}

const separator = ',"incident":'

function toLine({ seq, incident }: Archived) {
  const closed = toClosed(seq, incident)
  const header = JSON.stringify(headerSchema.parse(closed))
  return { at: closed.closedAt, text: `${header.slice(0, -1)}${separator}${JSON.stringify(incident)}}` }
}

/**
 * Reads what stands before the incident only: a start scans every line ever archived. The separator cannot occur
 * inside the header, because quotes are escaped in JSON strings.
 */
export function parseHeader(text: string): Closed | undefined {
  const end = text.indexOf(separator)
  if (end < 0) return undefined
  try {
    const header = headerSchema.parse(JSON.parse(`${text.slice(0, end)}}`))
    return { ...header, standing: header.standing ?? findStanding(text) }
  } catch {
    return undefined
  }
}

/** A line as a whole; undefined when it cannot be read. */
export function parseArchivedLine(text: string) {
  const incident = parseIncident(text)
  if (incident === undefined) return undefined
  const at = text.indexOf(separator)
  const body = text.slice(at + separator.length, -1)
  return { incident, body, isErased: text.slice(0, at).includes(erasedMark) }
}

/** Few incidents have a containment at all, and only those are read whole. */
function findStanding(text: string): boolean {
  const incident = text.includes('"containments":[') ? parseIncident(text) : undefined
  return incident !== undefined && hasStanding(incident)
}

function getIncident(text: string): Incident {
  return deepFreeze(lineSchema.parse(JSON.parse(text)).incident)
}

function parseIncident(text: string): Incident | undefined {
  try {
    return getIncident(text)
  } catch {
    return undefined
  }
}
