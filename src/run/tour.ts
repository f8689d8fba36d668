// How far whoever takes the tour has come, by what the bot remembers of the account it is about.
import type { TourStep } from '../../playground/sight.js'
import { toEntityKey } from '../domain/entity.js'
import { type Incident, isClosed } from '../domain/incident.js'
import { recallStoreId } from '../features/store-identity/identity.js'
import type { Store } from '../ports.js'

const entityKey = toEntityKey({ kind: 'sender', address: 'laura@contoso.com' })

/** Whoever left a step out has gone on without it: what comes later counts for what comes before. */
const steps: readonly (readonly [TourStep, (incident: Incident) => boolean])[] = [
  ['close', isClosed],
  ['review', ({ state }) => 'unblock' in state && state.unblock !== undefined],
  ['contain', isTakenBack],
  ['claim', ({ taken }) => taken !== undefined],
  ['alert', () => true],
]

/** What is still under way would change the review. */
function isTakenBack({ containments = [] }: Incident): boolean {
  const asked = containments.filter(({ requestedAt }) => requestedAt !== undefined)
  return asked.length > 0 && asked.every(({ ended }) => ended !== undefined)
}

export async function lookAtTour(store: Store): Promise<{ run: string; done: readonly TourStep[] }> {
  const [run = '', live, closed] = await Promise.all([
    recallStoreId(store),
    store.listLive({ entityKey }),
    store.listClosed({ entityKey, limit: 1 }),
  ])
  const incidents = [...live, ...closed]
  const furthest = steps.findIndex(([, isDone]) => incidents.some(isDone))
  return { run, done: furthest === -1 ? [] : steps.slice(furthest).map(([step]) => step) }
}
