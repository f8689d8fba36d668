// The public card of a storm.

import { toEntityKey } from '../../domain/entity.js'
import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Card } from '../cards.js'
import { toCountText, toTone } from '../words/words.js'
import { toIncidentRow } from './card.js'

const digestRows = 10

/** A storm on one card: what waits first, then what is going on, then what is over. */
export function toDigestCard(digestId: string, incidents: readonly Incident[], tenant: Tenant): Card {
  const entities = listNewest(incidents)
  const headline = `${toCountText(entities.length, 'sender or connector', 'senders and connectors')} restricted within a short time`
  return toManyCard({ digestId, incidents: entities, tenant, headline })
}

/** What began and ended while a channel could not be reached. */
export function toRecoveryCard(incidents: readonly Incident[], tenant: Tenant): Card {
  const entities = listNewest(incidents)
  const many = toCountText(entities.length, 'sender or connector was', 'senders and connectors were')
  const headline = `${many} restricted while nothing could be shown here, and that is over`
  return toManyCard({ digestId: `recovery-${incidents[0]?.id ?? ''}`, incidents: entities, tenant, headline })
}

/** One restricted twice is one: people count senders and connectors. */
function listNewest(incidents: readonly Incident[]): readonly Incident[] {
  const byEntity = new Map<string, Incident>()
  for (const incident of incidents) {
    const key = toEntityKey(incident.entity)
    if ((byEntity.get(key)?.openedAt ?? 0) <= incident.openedAt) byEntity.set(key, incident)
  }
  return [...byEntity.values()]
}

interface Many {
  readonly digestId: string
  readonly incidents: readonly Incident[]
  readonly tenant: Tenant
  readonly headline: string
}

function toManyCard({ digestId, incidents, tenant, headline }: Many): Card {
  const waiting = incidents.filter(canBeReviewed)
  const closed = incidents.filter(({ state }) => state.status === 'closed')
  const others = incidents.filter((one) => !waiting.includes(one) && !closed.includes(one))
  const rows = [...waiting, ...others, ...closed]
  const more = rows.length - digestRows
  const tone = waiting.length > 0 ? 'bad' : others.length > 0 ? 'busy' : 'good'
  return {
    name: 'digest',
    view: {
      digestId,
      ...toTone(tone),
      headline,
      tenantName: tenant.name,
      countsText: `${waiting.length} waiting, ${others.length} under way, ${closed.length} over`,
      rows: rows.slice(0, digestRows).map((incident) => toIncidentRow(incident, tenant)),
      moreText: more > 0 ? `and ${more} more: type list to see them all` : '',
      portalUrl: toPortalUrl(tenant, restrictedEntitiesPage),
    },
  }
}
