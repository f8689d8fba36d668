import { type Erasure, eraseIncident, isErased } from '../domain/erase.js'
import type { Incident } from '../domain/incident.js'
import { toErasedText } from '../domain/told.js'

/** A closed incident on its way to the archive, or a newer version of one that is there. */
export interface Archived {
  readonly seq: number
  readonly incident: Incident
}

/** The same when it is not old enough, or was erased before. */
export function eraseArchived(one: Archived, erasure: Erasure): Archived {
  const { incident } = one
  const { id, state, changedAt } = incident
  const at = state.status === 'closed' ? state.closedAt : changedAt
  if (!isErased({ at, incidentId: id }, erasure)) return one
  return { ...one, incident: eraseIncident(incident, toErasedText(erasure.days)) }
}
