// The public card of a storm.

import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Card } from '../cards.js'
import { toCountText, toTone } from '../words/words.js'
import { toIncidentRow } from './card.js'

const digestRows = 10

/** A storm on one card: what waits first, then what is going on, then what is over. */
export function toDigestCard(incidents: readonly Incident[], tenant: Tenant): Card {
  const waiting = incidents.filter(canBeReviewed)
  const closed = incidents.filter(({ state }) => state.status === 'closed')
  const others = incidents.filter((one) => !waiting.includes(one) && !closed.includes(one))
  const rows = [...waiting, ...others, ...closed]
  const more = rows.length - digestRows
  const tone = waiting.length > 0 ? 'bad' : others.length > 0 ? 'busy' : 'good'
  return {
    name: 'digest',
    view: {
      ...toTone(tone),
      headline: `${toCountText(incidents.length, 'sender or connector', 'senders and connectors')} restricted within a short time`,
      tenantName: tenant.name,
      countsText: `${waiting.length} waiting, ${others.length} under way, ${closed.length} over`,
      rows: rows.slice(0, digestRows).map((incident) => toIncidentRow(incident, tenant)),
      moreText: more > 0 ? `and ${more} more: type list to see them all` : '',
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}
