// The state as it would be after a repair: an older one, brought up to what journal and archive tell.

import { type Incident, isClosed } from '../../../domain/incident.js'
import type { Instant } from '../../../domain/instant.js'
import type { JournalEntry } from '../../../domain/journal.js'
import { toTold } from '../../../domain/told.js'
import type { ChainHead } from '../../chain.js'
import { putCell } from '../cells.js'
import { addGap } from '../gap.js'
import { type Draft, type LiveState, putIncident, toDraft, toOwnerKey } from '../state.js'
import { createReplay, type Replay } from './replay.js'

export interface Records {
  /** The last entry in the journal's files. */
  readonly head: ChainHead
  /** Those that the state does not know. */
  readonly entries: readonly JournalEntry[]
  readonly archived: { readonly count: number; readonly versions: ReadonlyMap<string, number> }
}

export interface Rebuilt {
  readonly draft: Draft
  /** Ids of live incidents as the journal tells them. */
  readonly told: readonly string[]
  /** Closed by what the journal or the archive tells. */
  readonly closed: readonly string[]
  readonly lost: {
    /** Ids of incidents of which too little is known. */
    readonly incidents: readonly string[]
    readonly steps: readonly string[]
    /** Entries that the state knew of and that are in no file. */
    readonly entries: number
    readonly archived: number
  }
}

export function rebuild(base: LiveState, records: Records, now: Instant): Rebuilt {
  const draft = toDraft(base)
  const { head, entries, archived } = records
  const lostEntries = followJournal(draft, head)
  const lostArchived = followArchive(draft, archived.count)
  const replay = createReplay((id) => base.incidents.get(id))
  for (const entry of entries) replay.tell(toTold(entry))
  const closed = dropArchived(draft, base, archived)
  const told = takeTold(draft, replay, archived.versions)
  addGap(draft, { noticedAt: now, why: 'rebuilt', knownUntil: entries.at(-1)?.event.at })
  keepStoreId(draft, entries)
  return {
    draft,
    told: told.live,
    closed: [...closed, ...told.closed],
    lost: {
      incidents: [...replay.unknown].filter((id) => !archived.versions.has(id) && !draft.incidents.has(id)),
      steps: replay.steps
        .filter(({ incidentId }) => !archived.versions.has(incidentId))
        .map(({ incidentId, step }) => `${step} of ${incidentId}`),
      entries: lostEntries,
      archived: lostArchived,
    },
  }
}

/** What the state holds back for the files stays; what it thought was written and is not there is lost. */
function followJournal(draft: Draft, head: ChainHead): number {
  const { seq, hash, outbox } = draft.journal
  const unwritten = outbox.filter((entry) => entry.seq > head.seq)
  const fits = unwritten[0]?.seq === head.seq + 1 && unwritten[0].previousHash === head.hash
  draft.journal = fits ? { seq, hash, outbox: unwritten } : { seq: head.seq, hash: head.hash, outbox: [] }
  return fits ? 0 : Math.max(0, seq - head.seq)
}

function followArchive(draft: Draft, count: number): number {
  const { seq, outbox } = draft.archive
  const unwritten = outbox.filter((line) => line.seq > count)
  const fits = unwritten[0]?.seq === count + 1
  draft.archive = fits ? { seq, outbox: unwritten } : { seq: count, outbox: [] }
  return fits ? 0 : Math.max(0, seq - count)
}

/** Live in the older state, and closed by now. */
function dropArchived(draft: Draft, base: LiveState, { versions }: Records['archived']): readonly string[] {
  const closed = [...base.incidents.values()].filter(({ id, version }) => (versions.get(id) ?? 0) > version)
  for (const incident of closed) {
    draft.incidents.delete(incident.id)
    draft.owners.delete(toOwnerKey(incident))
  }
  return closed.map(({ id }) => id)
}

function takeTold(draft: Draft, replay: Replay, versions: ReadonlyMap<string, number>) {
  const taken: Incident[] = []
  for (const incident of replay.incidents.values()) {
    if (versions.has(incident.id)) continue
    const owner = draft.owners.get(toOwnerKey(incident))
    // Of one entity there is one live incident, and the older one was told first.
    if (owner !== undefined && owner !== incident.id && !isClosed(incident)) draft.incidents.delete(owner)
    const next = Object.freeze({ ...incident, version: incident.version + 1 })
    putIncident(draft, next)
    taken.push(next)
  }
  const toIds = (some: readonly Incident[]) => some.map(({ id }) => id)
  return { live: toIds(taken.filter((one) => !isClosed(one))), closed: toIds(taken.filter(isClosed)) }
}

/** Settings may insist on it. */
function keepStoreId(draft: Draft, entries: readonly JournalEntry[]): void {
  const created = entries.find(({ event }) => event.type === 'store.created')
  if (created === undefined || draft.cells.has('store')) return
  putCell(draft, { key: 'store', text: JSON.stringify({ id: created.event.data.storeId }) })
}
