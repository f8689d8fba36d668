// What the live-state file holds, as an immutable value. A batch of commits works on a draft of it; readers keep
// seeing the former value until the draft is on the disk, so there is nothing to roll back when writing fails.

import { toEntityKey } from '../../domain/entity.js'
import type { Erasure } from '../../domain/erase.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { JournalEntry } from '../../domain/journal.js'
import type { Task } from '../../domain/task.js'
import type { Claim } from '../../ports.js'
import { type ChainHead, chainStart } from '../chain.js'
import type { Archived } from '../erase-archived.js'
import { ownFormat } from './format.js'
import type { TextLine } from './texts.js'

/**
 * Lines that were given out up to `seq`. Those in `outbox` may be missing from their file: they ride in the state
 * file until a later write, so that state and record change in one atomic step.
 */
export interface Outgoing<Line extends { readonly seq: number }> {
  readonly seq: number
  readonly outbox: readonly Line[]
}

/** An erasure that is not in the files yet. */
export interface PendingErasure extends Erasure {
  /** All that is older was erased before; undefined when nothing ever was. */
  readonly from?: Instant | undefined
}

/** What stands beside the journal, and what is not to stand there any more: both ride along until the files have it. */
export interface TextsState {
  readonly outbox: readonly TextLine[]
  readonly pending: readonly PendingErasure[]
  /** All that is older has been erased; undefined when nothing ever was. */
  readonly erasedBefore?: Instant | undefined
  /** What is older was kept for so many days. */
  readonly kept?: { readonly before: Instant; readonly days: number } | undefined
}

/** What a newer program left in the file and this one does not know: it is written again as it was. */
export interface Foreign {
  /** Whether anything of that kind was there; then what is saved keeps it too. */
  readonly isThere: boolean
  /** As in the file, or this program's own when that is higher. */
  readonly format: number
  readonly oldestReader: number
  readonly members: { readonly state: object; readonly journal: object; readonly archive: object }
  /** Tasks of kinds that only a newer program can do. Nobody is handed one. */
  readonly tasks: readonly object[]
}

/** Never changed, only replaced. Its value is kept as JSON text, so that nobody can change it in place. */
export interface StoredCell {
  readonly text: string
  readonly version: number
  readonly until?: Instant
}

/** A file of cells as it was written once. The state file names it, and holds what has been changed since. */
export interface CellsFile {
  readonly generation: number
  readonly checksum: string
  readonly cells: ReadonlyMap<string, StoredCell>
}

export interface LiveState {
  readonly foreign: Foreign
  readonly incidents: ReadonlyMap<string, Incident>
  /** Live incident ids by `toOwnerKey`. */
  readonly owners: ReadonlyMap<string, string>
  /** Tasks nobody has claimed, by key. */
  readonly waiting: ReadonlyMap<string, Task>
  /**
   * Claims by token. Only their tasks are written: the lock proves that whoever held a claim before a restart is
   * dead, so such a task waits again at once, and claiming costs no write.
   */
  readonly running: ReadonlyMap<string, Claim>
  readonly cells: ReadonlyMap<string, StoredCell>
  /** Undefined as long as all of them fit into the state file. */
  readonly cellsFile: CellsFile | undefined
  /** Of the cell that was written last. */
  readonly cellVersion: number
  /** No cell ends before. */
  readonly nextEnd: Instant
  readonly journal: Outgoing<JournalEntry> & ChainHead
  readonly archive: Outgoing<Archived>
  readonly texts: TextsState
}

export interface Draft {
  readonly foreign: Foreign
  readonly incidents: Map<string, Incident>
  readonly owners: Map<string, string>
  readonly waiting: Map<string, Task>
  readonly running: Map<string, Claim>
  /** The state's own until one is written: then there is a copy in `ownCells`. */
  cells: ReadonlyMap<string, StoredCell>
  ownCells: Map<string, StoredCell> | undefined
  readonly cellsFile: CellsFile | undefined
  cellVersion: number
  nextEnd: Instant
  journal: LiveState['journal']
  archive: LiveState['archive']
  texts: TextsState
  /** Whether the disk has to hear of it. */
  isDirty: boolean
}

export const emptyState: LiveState = {
  foreign: {
    isThere: false,
    ...ownFormat,
    members: { state: {}, journal: {}, archive: {} },
    tasks: [],
  },
  incidents: new Map(),
  owners: new Map(),
  waiting: new Map(),
  running: new Map(),
  cells: new Map(),
  cellsFile: undefined,
  cellVersion: 0,
  nextEnd: Number.POSITIVE_INFINITY,
  journal: { ...chainStart, outbox: [] },
  archive: { seq: 0, outbox: [] },
  texts: { outbox: [], pending: [] },
}

export function toDraft(state: LiveState): Draft {
  return {
    foreign: state.foreign,
    incidents: new Map(state.incidents),
    owners: new Map(state.owners),
    waiting: new Map(state.waiting),
    running: new Map(state.running),
    cells: state.cells,
    ownCells: undefined,
    cellsFile: state.cellsFile,
    cellVersion: state.cellVersion,
    nextEnd: state.nextEnd,
    journal: state.journal,
    archive: state.archive,
    texts: state.texts,
    isDirty: false,
  }
}

/** Two live incidents may not have the same one. */
export function toOwnerKey(incident: Incident): string {
  return JSON.stringify([incident.tenantId, toEntityKey(incident.entity)])
}

/** Puts an incident where it belongs: among the live ones, or on its way to the archive. */
export function putIncident(draft: Draft, incident: Incident): void {
  const former = draft.incidents.get(incident.id)
  if (former !== undefined) draft.owners.delete(toOwnerKey(former))
  if (!isClosed(incident)) {
    draft.incidents.set(incident.id, incident)
    draft.owners.set(toOwnerKey(incident), incident.id)
    return
  }
  draft.incidents.delete(incident.id)
  const seq = draft.archive.seq + 1
  draft.archive = { seq, outbox: [...draft.archive.outbox, { seq, incident }] }
}
