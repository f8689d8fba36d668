// What this program does by itself, in words for whoever reads that some of it fails.

import { toEntityName } from '../../domain/entity.js'
import type { Duty } from '../../domain/task.js'
import { type Parts, toTaskTable } from '../feature.js'

/** "gathering evidence for sam@contoso.com", "reading the list for Contoso". */
export async function toTaskText({ store, allTenants, features }: Parts, duty: Duty): Promise<string> {
  const words = toTaskTable(features).get(duty.kind)?.words ?? duty.kind
  const incident = duty.incidentId === undefined ? undefined : await store.findIncident(duty.incidentId)
  const whom =
    incident === undefined ? allTenants.get(duty.tenantId ?? '')?.name : toEntityName(incident.entity)
  return whom === undefined ? words : `${words} for ${whom}`
}
