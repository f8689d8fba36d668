// Where several replicas work on one store, another one may do the steps: whoever has the page open here sees them get on all
// the same. The replica that does a step draws its own pages anew by itself, and sooner.
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Store } from '../../ports.js'
import type { Parts } from '../feature.js'

const lookMilliseconds = 2_000
/** No page is kept for longer, and its Refresh remains. */
const longestMilliseconds = 15 * minuteMilliseconds

/** What is followed already, of the pages that are open at this process. */
const followed = new WeakMap<Store, Set<string>>()

/** From now on, as long as something is under way. Whoever opens the page again goes on with it. */
export function followElsewhere(parts: Parts, incident: Incident): void {
  const { store, clock } = parts
  if (!store.isShared || !isUnderWay(incident)) return
  const ids = followed.get(store) ?? new Set()
  followed.set(store, ids)
  if (ids.has(incident.id)) return
  ids.add(incident.id)
  const until = clock.monotonic() + longestMilliseconds
  const look = async (): Promise<void> => {
    const now = await findQuietly(parts, incident.id)
    if (now?.version === incident.version && clock.monotonic() < until) return again()
    // Each page that is drawn anew begins this anew.
    ids.delete(incident.id)
    redrawLive(parts, incident.id)
  }
  const again = () => void clock.after(lookMilliseconds, () => void look())
  again()
}

/** The pages on which people watch steps on an account. */
export function redrawLive({ platforms }: Parts, incidentId: string): void {
  for (const platform of platforms.values()) platform.redraw?.({ action: 'contain-live', incidentId })
}

function isUnderWay({ containments = [] }: Incident): boolean {
  return containments.some(({ requestedAt, ended }) => requestedAt !== undefined && ended === undefined)
}

/** Undefined also when it cannot be read just now: the page then says so itself, or is drawn later. */
async function findQuietly({ store, log }: Parts, incidentId: string): Promise<Incident | undefined> {
  try {
    return await store.findIncident(incidentId)
  } catch (error) {
    log.debug({ error, incidentId }, 'containment.page.not-followed')
    return undefined
  }
}
