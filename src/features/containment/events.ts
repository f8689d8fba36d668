import { findContainment } from '../../domain/containment-moves.js'
import type { Incident } from '../../domain/incident.js'
import type { JournalEvent, JournalType } from '../../domain/journal.js'

interface Happening {
  readonly type: JournalType
  readonly at: number
  /** What became of it, in words. */
  readonly detail?: string
}

/** For the journal: who asked for which step on what. None when the incident has no such containment. */
export function listContainmentEvents(
  incident: Incident,
  containmentId: string,
  { type, at, detail }: Happening,
): readonly JournalEvent[] {
  const one = findContainment(incident, containmentId)
  if (one === undefined) return []
  const { id, step, targets, undoes, by } = one
  const data = {
    containment: id,
    step,
    ...(targets.length === 0 ? {} : { targets: targets.map((target) => ({ ...target })) }),
    ...(undoes === undefined ? {} : { undoes }),
    ...(detail === undefined ? {} : { detail }),
  }
  return [{ at, type, tenantId: incident.tenantId, incidentId: incident.id, by, data }]
}
