// What keeps drills, and senders who are not restricted yet, apart from restrictions: no list and no number has them, unless they
// are asked for by their own tenant. What was changed on an account before it was restricted stays in sight until it is given
// back.
import { findApart, listApartIds, toApartId } from '../domain/apart.js'
import { findDrillEnd, isDrill } from '../domain/drill.js'
import { type Incident, isClosed } from '../domain/incident.js'
import type { ClosedQuery, IncidentQuery, Meter, Store } from '../ports.js'

const isApart = ({ tenantId }: { readonly tenantId: string }) => findApart(tenantId) !== undefined

/** @param listTenantIds of the settings, as they are at the moment. */
export function hideApart(store: Store, listTenantIds: () => readonly string[]): Store {
  return {
    ...store,
    async listLive(query) {
      const live = await store.listLive(query)
      return isAsked(query) ? live : toReal(live)
    },
    listClosed: (query) => (isAsked(query) ? store.listClosed(query) : listRealClosed(store, query)),
    async countClosed(query) {
      const all = await store.countClosed(query)
      if (query.tenantId !== undefined) return all
      const ids = listTenantIds().flatMap(listApartIds)
      const counts = await Promise.all(ids.map((tenantId) => store.countClosed({ ...query, tenantId })))
      return counts.reduce((left, count) => left - count, all)
    },
  }
}

/** A store gives the same list as long as nothing is saved, and what is found out about it is kept with it. */
const reals = new WeakMap<readonly Incident[], readonly Incident[]>()

function toReal(live: readonly Incident[]): readonly Incident[] {
  const known = reals.get(live) ?? live.filter((one) => !isApart(one))
  reals.set(live, known)
  return known
}

function isAsked({ tenantId }: IncidentQuery): boolean {
  return tenantId !== undefined && findApart(tenantId) !== undefined
}

/** As many as are wanted, however many others are among them. */
async function listRealClosed(store: Store, query: ClosedQuery): Promise<readonly Incident[]> {
  if (query.standing === true) return listStanding(store, query)
  for (let { limit } = query; ; limit *= 2) {
    const closed = await store.listClosed({ ...query, limit })
    const real = closed.filter((one) => !isApart(one))
    if (real.length >= query.limit || closed.length < limit) return real.slice(0, query.limit)
  }
}

async function listStanding(store: Store, query: ClosedQuery): Promise<readonly Incident[]> {
  const own = (await store.listClosed(query)).filter((one) => !isDrill(one))
  if (query.tenantId === undefined) return own
  const early = await store.listClosed({ ...query, tenantId: toApartId('early', query.tenantId) })
  return [...own, ...early].toSorted((one, other) => other.changedAt - one.changedAt).slice(0, query.limit)
}

/** Nothing of these is counted among incidents; that one is over is a number of its own. */
export function ignoreApart(meter: Meter): Meter {
  return {
    ...meter,
    incidentChanged(before, after) {
      if (!isApart(after)) return meter.incidentChanged(before, after)
      if (!isClosed(after) || (before !== undefined && isClosed(before))) return
      const end = findDrillEnd(after)
      if (end !== undefined) meter.drillEnded(end)
      const why = after.early?.over?.why
      if (why !== undefined) meter.earlyChanged(why)
    },
  }
}
