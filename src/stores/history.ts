// A whole history on its way from one store to another: everything that is kept, in pieces, as it lies on the medium it comes
// from. Nobody writes to that meanwhile.
import type { Erasure } from '../domain/erase.js'
import type { Incident } from '../domain/incident.js'
import type { Instant } from '../domain/instant.js'
import type { JournalEntry, SaltedTexts } from '../domain/journal.js'
import type { Task } from '../domain/task.js'
import type { JournalVerdict } from '../ports.js'
import type { ChainHead } from './chain.js'

export interface CopiedEntry {
  readonly entry: Pick<JournalEntry, 'seq' | 'previousHash' | 'hash'> & {
    readonly at: Instant
    readonly incidentId: string | undefined
  }
  /** JSON of the event, letter for letter. */
  readonly event: string
  /** The entry as it lies there. */
  readonly text: string
  /** What stands beside it; undefined when there is nothing any more. */
  readonly texts: SaltedTexts | undefined
}

/** One version of a closed incident; a later one takes the place of the former. */
export interface CopiedIncident {
  /** Counted from 1, in the order of the archive. */
  readonly line: number
  readonly incident: Incident
  /** JSON, letter for letter. */
  readonly body: string
  readonly isErased: boolean
}

export interface CopiedCell {
  readonly key: string
  readonly text: string
  readonly version: number
  readonly until?: Instant
}

export interface History {
  /** Which store it is; undefined for one from before they had ids. */
  readonly storeId: string | undefined
  readonly head: ChainHead
  /** What was found when it was checked: a broken one is not copied. */
  readonly verdict: Extract<JournalVerdict, { readonly ok: true }>
  /** How many versions of closed incidents there are, and how many incidents. */
  readonly closed: { readonly lines: number; readonly incidents: number }
  readonly live: readonly Incident[]
  readonly tasks: readonly Task[]
  readonly cells: readonly CopiedCell[]
  /** Of the cell that was written last. */
  readonly cellVersion: number
  /** All that is older was erased, and of what is older than `kept` it is known after how many days. */
  readonly erasedBefore: Instant | undefined
  readonly kept: Required<Pick<Erasure, 'before' | 'days'>> | undefined
  /** Oldest first, from this number on. @throws StoreError when the record is broken. */
  streamEntries(fromSeq: number): AsyncIterable<readonly CopiedEntry[]>
  /** From this line on. */
  streamClosed(fromLine: number): AsyncIterable<readonly CopiedIncident[]>
  close(): Promise<void>
}

export interface CopyProgress {
  /** @param of how many there are in all. */
  copied(what: 'entries' | 'closed', count: number, of: number): void
  checking(): void
}
