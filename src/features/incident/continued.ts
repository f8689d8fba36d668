// What another incident goes on with: it has the cards now, and an edit of the closed one would call them over.
import { markContinued } from '../../domain/continuation.js'
import { toEntityKey } from '../../domain/entity.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { changeIncident } from '../../outbox/change.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentEvent } from '../watch/settle.js'
import { toUpdateTasks } from './tasks.js'

/** @returns the incident without what has been passed on. */
export async function passOn(parts: Parts, incident: Incident): Promise<Incident> {
  const heir = isClosed(incident) ? await findHeir(parts, incident) : undefined
  if (heir === undefined) return incident
  return changeIncident(parts, { incidentId: incident.id }, (over) => {
    const now = parts.clock.now()
    const next = markContinued(over, heir.id)
    // An edit of the closed one may have been under way.
    const tasks = toUpdateTasks(heir, toTenant(parts, heir.tenantId), now)
    const event = toIncidentEvent(next, 'incident.continued', now, { continuedBy: heir.id })
    return { next, events: next === over ? [] : [event], tasks }
  })
}

/** A program may have ended before that could be saved. */
async function findHeir({ store }: Parts, { id, tenantId, entity, continuedBy }: Incident) {
  if (continuedBy !== undefined) return store.findIncident(continuedBy)
  const [live] = await store.listLive({ tenantId, entityKey: toEntityKey(entity) })
  return live?.continues === id ? live : undefined
}
