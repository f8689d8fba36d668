import type { Answer } from '../../ports.js'
import { getIncidentByText } from '../browse/find.js'
import type { Parts, Typed } from '../feature.js'
import { openReview } from './open.js'

export async function openByText(parts: Parts, { actor, rest }: Typed): Promise<Answer> {
  const incident = await getIncidentByText(parts, rest)
  return openReview(parts, { actor, incidentId: incident.id })
}
