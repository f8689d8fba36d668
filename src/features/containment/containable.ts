// Who may have the pages that take an account back. Access is asked before anything is told.
import { type Incident, isClosed } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { getIncident } from '../../outbox/change.js'
import { requireAccess } from '../entrance/gate.js'
import type { Parts } from '../feature.js'

export type ToPermission = (incident: Incident) => 'contain' | 'give-back'

/** When all is over, the page is there for what can be given back. */
export function toPagePermission(incident: Incident): 'contain' | 'give-back' {
  const isDone = (incident.containments ?? []).some(({ requestedAt }) => requestedAt !== undefined)
  return isClosed(incident) && isDone ? 'give-back' : 'contain'
}

/** @throws RefusedError */
export async function getContainable(
  parts: Parts,
  { actor, incidentId }: Pick<Press, 'actor' | 'incidentId'>,
  toPermission: ToPermission,
): Promise<Incident> {
  const found = await parts.store.findIncident(incidentId)
  if (found === undefined) requireAccess(parts, { actor, permission: 'contain' })
  else requireAccess(parts, { actor, permission: toPermission(found), incident: found })
  return found ?? getIncident(parts, incidentId)
}
