// What keeps drills apart from everything real: no list and no number has them, unless a drill is asked for by its tenant.
import { findApart, listApartIds } from '../domain/apart.js'
import { findDrillEnd, isDrill } from '../domain/drill.js'
import type { Incident } from '../domain/incident.js'
import { isClosed } from '../domain/incident.js'
import type { ClosedQuery, IncidentQuery, Meter, Store } from '../ports.js'

/** @param tenantIds of the settings. */
export function hideApart(store: Store, tenantIds: readonly string[]): Store {
  return {
    ...store,
    async listLive(query) {
      const live = await store.listLive(query)
      return isAsked(query) ? live : live.filter((one) => !isDrill(one))
    },
    listClosed: (query) => (isAsked(query) ? store.listClosed(query) : listRealClosed(store, query)),
    async countClosed(query) {
      const all = await store.countClosed(query)
      if (query.tenantId !== undefined) return all
      const ids = tenantIds.flatMap(listApartIds)
      const counts = await Promise.all(ids.map((tenantId) => store.countClosed({ ...query, tenantId })))
      return counts.reduce((left, count) => left - count, all)
    },
  }
}

function isAsked({ tenantId }: IncidentQuery): boolean {
  return tenantId !== undefined && findApart(tenantId) !== undefined
}

/** As many as are wanted, however many drills are among them. */
async function listRealClosed(store: Store, query: ClosedQuery): Promise<readonly Incident[]> {
  for (let { limit } = query; ; limit *= 2) {
    const closed = await store.listClosed({ ...query, limit })
    const real = closed.filter((one) => !isDrill(one))
    if (real.length >= query.limit || closed.length < limit) return real.slice(0, query.limit)
  }
}

/** Nothing of a drill is counted among incidents; that one is over is a number of its own. */
export function ignoreApart(meter: Meter): Meter {
  return {
    ...meter,
    incidentChanged(before, after) {
      if (!isDrill(after)) return meter.incidentChanged(before, after)
      const end = before === undefined || !isClosed(before) ? findDrillEnd(after) : undefined
      if (end !== undefined) meter.drillEnded(end)
    },
  }
}
