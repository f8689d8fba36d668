import { type Erasure, eraseIncident, isErased } from '../../domain/erase.js'
import { toErasedText } from '../../domain/told.js'
import type { Archived } from './state.js'

/** The same when it is not old enough, or was erased before. */
export function eraseArchived(one: Archived, erasure: Erasure): Archived {
  const { incident } = one
  const { id, state, changedAt } = incident
  const at = state.status === 'closed' ? state.closedAt : changedAt
  if (!isErased({ at, incidentId: id }, erasure)) return one
  return { ...one, incident: eraseIncident(incident, toErasedText(erasure.days)) }
}
