// The cards that the floors answer with: the very ones the bot would show, rendered once.
import { toPortals } from '../../src/config/index.js'
import type { PlatformName } from '../../src/domain/actor.js'
import { toOpenRoute } from '../../src/domain/route.js'
import { toShowCard } from '../../src/features/browse/details.js'
import type { Card } from '../../src/features/cards.js'
import { eventRows } from '../../src/features/index.js'
import { tenantId } from './facts.js'
import { createIncident, gatherEvidence } from './incidents.js'

export async function createShowCard(platform: PlatformName): Promise<Card> {
  const incident = createIncident('open-0', await gatherEvidence())
  const routes = [toOpenRoute({ platform, channel: 'C0' })]
  const tenant = { id: tenantId, name: tenantId, pollSeconds: 60, routes, portals: toPortals() }
  return toShowCard({ incident, tenant, now: Date.now(), journal: [], eventRows, canContain: false })
}
