// The store as somebody sees it who has to do with some tenants alone: of the others there is nothing.
import { toOrganisationId } from '../../domain/apart.js'
import type { Incident } from '../../domain/incident.js'
import type { ClosedQuery, IncidentQuery, Store } from '../../ports.js'

/** @param sees of one incident, which may be of another tenant. */
export function createScopedStore(
  store: Store,
  scope: ReadonlySet<string>,
  sees: (incident: Incident) => boolean,
): Store {
  const toTenants = ({ tenantId }: IncidentQuery) =>
    tenantId === undefined ? [...scope] : scope.has(toOrganisationId(tenantId)) ? [tenantId] : []
  return {
    ...store,
    async findIncident(id) {
      const found = await store.findIncident(id)
      return found !== undefined && sees(found) ? found : undefined
    },
    async listLive(query) {
      return (await store.listLive(query)).filter(sees)
    },
    async listClosed(query: ClosedQuery) {
      const lists = await Promise.all(
        toTenants(query).map((tenantId) => store.listClosed({ ...query, tenantId })),
      )
      return lists
        .flat()
        .toSorted((one, other) => toEnd(other) - toEnd(one))
        .slice(0, query.limit)
    },
    async countClosed(query) {
      const counts = await Promise.all(
        toTenants(query).map((tenantId) => store.countClosed({ ...query, tenantId })),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
}

function toEnd({ state, changedAt }: Incident): number {
  return state.status === 'closed' ? state.closedAt : changedAt
}
