// One restriction is one incident, and every incident goes on until it ends.
import { findApart } from '../../../src/domain/apart.js'
import { toEntityKey } from '../../../src/domain/entity.js'
import type { Incident } from '../../../src/domain/incident.js'
import { type Glance, minutes, quietSince, toWords } from './watch.js'

/** Two incidents of one entity at once would be two reviews and two unblocks. */
export function oneLivePerEntity({ book, live }: Glance): void {
  const seen = new Map<string, Incident>()
  for (const incident of live) {
    const key = `${incident.tenantId} ${toEntityKey(incident.entity)}`
    const other = seen.get(key)
    if (other !== undefined)
      book.report('two-live-incidents', `${toWords(incident)} and ${toWords(other)} are of one entity`)
    seen.set(key, incident)
  }
}

/** What Microsoft restricted once opens one incident, however often the list flaps. */
export async function oneIncidentPerRestriction({ world, book }: Glance): Promise<void> {
  const { store } = world.machine.running() ?? {}
  if (store === undefined) return
  for (const { tenantId, restrictions, hasFlapped } of world.exchanges.values()) {
    for (const [entityKey, count] of restrictions) {
      const query = { tenantId, entityKey }
      const live = await store.listLive(query)
      const closed = await store.listClosed({ ...query, limit: 1_000 })
      // A tenant that was taken out and put back is watched anew; what goes on has the card of the one before it.
      const watched = closed.filter(
        ({ state, continuedBy }) =>
          state.status === 'closed' && state.outcome !== 'no-longer-watched' && continuedBy === undefined,
      )
      if (live.length + watched.length > count)
        book.report(
          hasFlapped() ? 'more-incidents-of-a-list-that-flaps' : 'more-incidents-than-restrictions',
          `Microsoft restricted ${entityKey} of ${tenantId} ${count} times, and people saw ${live.length + watched.length} incidents of it`,
        )
    }
  }
}

/** Since when an incident has been in this state, and all was well. */
function toAge({ world }: Glance, since: number): number {
  return Math.min(world.time.now() - since, world.time.passed() - quietSince(world))
}

/** Nothing stays in a state that is only passed through. */
export function passingStatesPass(glance: Glance): void {
  for (const incident of glance.live) {
    const { state } = incident
    // What is off the list is watched for a day, until mail was seen.
    const isGone = 'goneAt' in state && state.goneAt !== undefined
    const longest = { unblocking: 5, uncertain: 60, watching: isGone ? 1_500 : 75 } as const
    if (state.status !== 'unblocking' && state.status !== 'uncertain' && state.status !== 'watching') continue
    const since =
      state.status === 'unblocking'
        ? state.unblock.requestedAt
        : state.status === 'uncertain'
          ? state.since
          : state.unblockedAt
    const age = toAge(glance, since)
    // While polls go on seeing the entry nobody can say what became of the unblock, and somebody has to try again.
    const isListed = glance.world.exchanges.get(incident.tenantId)?.listed.has(toEntityKey(incident.entity))
    if (state.status === 'uncertain' && isListed === true) continue
    if (age > minutes(longest[state.status]))
      glance.book.report(
        `stays-${state.status}`,
        `${toWords(incident)} is "${state.status}" for ${Math.round(age / 60_000)} min in which everything worked`,
      )
  }
}

/** "Mail flows" is said of nobody whose mail nobody saw leave. */
export async function flowsWasSeen({ world, book, live }: Glance): Promise<void> {
  const closed = (await world.machine.running()?.store.listClosed({ limit: 20 })) ?? []
  // Who was invented sends no mail outside.
  for (const incident of [...live, ...closed.filter((one) => findApart(one.tenantId) === undefined)]) {
    const { state, tenantId, entity } = incident
    const deliveredAt = 'unblock' in state ? state.unblock?.mail?.deliveredAt : undefined
    if (deliveredAt === undefined) continue
    if (world.exchanges.get(tenantId)?.wasDelivered(toEntityKey(entity), deliveredAt) === true) continue
    book.report(
      'mail-flows-unseen',
      `${toWords(incident)} is said to flow, and no mail of it went outside then`,
    )
  }
}

/** What is off the list does not go on being shown as restricted. */
export function goneIsSeen(glance: Glance): void {
  const { world, book, live } = glance
  for (const incident of live) {
    const exchange = world.exchanges.get(incident.tenantId)
    const isWaiting = ['open', 'reviewing', 'failed'].includes(incident.state.status)
    if (exchange === undefined || !isWaiting) continue
    const tenant = world.machine.settings().tenants.find(({ id }) => id === incident.tenantId)
    if (tenant === undefined) continue
    const goneAt = exchange.goneAt(toEntityKey(incident.entity))
    if (goneAt === undefined) continue
    const age = world.time.passed() - Math.max(goneAt, quietSince(world))
    if (age > Math.max(minutes(5), tenant.pollSeconds * 1_000 + minutes(4)))
      book.report(
        'gone-unseen',
        `${toWords(incident)} left the list ${Math.round(age / 60_000)} min ago, and is still shown as restricted`,
      )
  }
}

/** Whoever is on the list is not told to have left it, whatever the polls of that hour were like. */
export async function endedIsGone({ world, book }: Glance): Promise<void> {
  const { machine, exchanges, time } = world
  // A clock that was set makes what ended long ago look recent.
  if (machine.disturbedAt() > 0 && time.passed() - machine.disturbedAt() < minutes(370)) return
  const closed = (await machine.running()?.store.listClosed({ limit: 20 })) ?? []
  for (const incident of closed) {
    const { state } = incident
    if (state.status !== 'closed' || !['cleared-elsewhere', 'expired'].includes(state.outcome)) continue
    const age = time.now() - state.closedAt
    const endedAt = time.passed() - age
    if (age > minutes(6)) continue
    const entry = exchanges.get(incident.tenantId)?.listed.get(toEntityKey(incident.entity))
    if (entry !== undefined && entry.at < endedAt)
      book.report('ended-though-listed', `${toWords(incident)} was told to be over, and is on the list`)
  }
}

/** What nobody looks at any more is not shown as if somebody did. */
export function liveHaveTenants({ world, book, live }: Glance): void {
  const { machine, time } = world
  if (time.passed() - machine.worksSince() < minutes(2)) return
  const watched = new Set(machine.settings().tenants.map(({ id }) => id))
  for (const incident of live)
    if (!watched.has(incident.tenantId))
      book.report(
        'live-without-tenant',
        `${toWords(incident)} goes on, and its tenant is not in the settings`,
      )
}
