// What a change of an incident is made of, and what else follows from it.
import type { Incident } from '../domain/incident.js'
import type { JournalEvent } from '../domain/journal.js'
import type { Task } from '../domain/task.js'

/** A state change with everything that belongs to it; saved in one write. */
export interface Change {
  readonly next: Incident
  readonly events?: readonly JournalEvent[]
  readonly tasks?: readonly Task[]
}

/** Adds to a change what follows from it, whoever made it; saved in the same write. */
export type Follow = (before: Incident, change: Change) => Promise<Change>
