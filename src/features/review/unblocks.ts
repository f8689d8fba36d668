// How often an entity was unblocked lately: Microsoft rations it, and whoever says Yes should know.
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { dayMilliseconds } from '../../domain/instant.js'
import type { Parts } from '../feature.js'

const days = 30
const mostLookedAt = 50

/** From here, in the last 30 days. */
export async function countUnblocks({ store, clock }: Parts, incident: Incident): Promise<number> {
  const { tenantId, entity } = incident
  const closed = await store.listClosed({ tenantId, entityKey: toEntityKey(entity), limit: mostLookedAt })
  const since = clock.now() - days * dayMilliseconds
  return closed.filter(
    ({ state }) =>
      state.status === 'closed' &&
      state.closedAt >= since &&
      state.unblock !== undefined &&
      (state.outcome === 'unblocked' || state.outcome === 'restricted-again'),
  ).length
}
