// An organisation that is only watched: read, told and explained, and changed by nobody from here. It takes read roles alone.
import { canBeReviewed, type Incident } from './incident.js'
import type { Tenant } from './tenant.js'

/** Beside whatever would otherwise have a button. */
export const watchOnlyText = 'Only watched: unblock it in the portal.'

/** Whether it waits for a review that can be made here. */
export function isReviewOffered(incident: Incident, { isWatchOnly }: Pick<Tenant, 'isWatchOnly'>): boolean {
  return canBeReviewed(incident) && incident.early === undefined && isWatchOnly !== true
}
