// What is looked up before somebody says Yes: whether it takes two, and why.
import type { ActorRef } from '../../domain/actor.js'
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { isSamePerson } from '../../domain/person.js'
import type { Review } from '../../domain/review.js'
import {
  againMilliseconds,
  countedMilliseconds,
  listTwoPeopleReasons,
  type Past,
} from '../../domain/two-people.js'
import type { IncidentQuery, Store } from '../../ports.js'
import type { Parts } from '../feature.js'

/** As many are asked for at first; a store gives the newest, and by number alone. */
const firstLookedAt = 50

/** How often the entity was unblocked from here within 30 days, and somebody unblocked anything within the last hour. */
export async function readPast(parts: Parts, incident: Incident, actor: ActorRef): Promise<Past> {
  const { store, clock, access } = parts
  const [again, counted] = [clock.now() - againMilliseconds, clock.now() - countedMilliseconds]
  const { tenantId, entity } = incident
  const ofEntity = await listClosedSince(store, { tenantId, entityKey: toEntityKey(entity) }, again)
  const ofAll = [...(await store.listLive({})), ...(await listClosedSince(store, {}, counted))]
  return {
    ofEntity: ofEntity.filter((one) => isUnblocked(one) && getUnblockedAt(one) >= again).length,
    ofPerson: ofAll.filter((one) => getUnblockedAt(one) >= counted && isBySame(one, actor, access)).length,
  }
}

/** All that were closed since then, however many: what was asked for later was not closed before. */
async function listClosedSince(
  store: Store,
  query: IncidentQuery,
  since: Instant,
): Promise<readonly Incident[]> {
  for (let limit = firstLookedAt; ; limit *= 4) {
    const closed = await store.listClosed({ ...query, limit })
    const oldest = closed.at(-1)
    if (closed.length < limit || oldest === undefined || getClosedAt(oldest) < since) return closed
  }
}

function getClosedAt({ state, changedAt }: Incident): Instant {
  return state.status === 'closed' ? state.closedAt : changedAt
}

function isUnblocked({ state }: Incident): boolean {
  return state.status === 'closed' && (state.outcome === 'unblocked' || state.outcome === 'restricted-again')
}

function getUnblockedAt({ state }: Incident): number {
  return 'unblock' in state ? (state.unblock?.requestedAt ?? 0) : 0
}

function isBySame({ state }: Incident, actor: ActorRef, access: Parts['access']): boolean {
  const by = 'unblock' in state ? state.unblock?.by : undefined
  return by !== undefined && isSamePerson(by, actor, access)
}

interface Signing {
  readonly review: Review
  readonly past: Past
}

/** Empty when one signature is enough. */
export function toReasons(
  { approval }: Parts,
  incident: Incident,
  { review, past }: Signing,
): readonly string[] {
  return listTwoPeopleReasons(incident, { approval, review, past })
}
