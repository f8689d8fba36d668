// Pages on which people watch steps on an account. The replica that does a step draws its own pages anew by itself, and sooner
// than the others see it.
import type { Incident } from '../../domain/incident.js'
import type { Parts } from '../feature.js'
import { followElsewhere } from '../replicas/follow.js'

/** Until it has got on: each page that is drawn anew then goes on with it. */
export function followLive(parts: Parts, incident: Incident): void {
  const { id, version } = incident
  if (!isUnderWay(incident)) return
  followElsewhere(parts, {
    what: `contain-live:${id}`,
    isOver: async () => (await parts.store.findIncident(id))?.version !== version,
    end: () => redrawLive(parts, id),
  })
}

export function redrawLive({ platforms }: Parts, incidentId: string): void {
  for (const platform of platforms.values()) platform.redraw?.({ action: 'contain-live', incidentId })
}

function isUnderWay({ containments = [] }: Incident): boolean {
  return containments.some(({ requestedAt, ended }) => requestedAt !== undefined && ended === undefined)
}
