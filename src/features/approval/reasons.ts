// What is looked up before somebody says Yes: whether it takes two, and why.
import type { ActorRef } from '../../domain/actor.js'
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { isSamePerson } from '../../domain/person.js'
import type { Review } from '../../domain/review.js'
import {
  againMilliseconds,
  countedMilliseconds,
  listTwoPeopleReasons,
  type Past,
} from '../../domain/two-people.js'
import type { Parts } from '../feature.js'

const mostLookedAt = 50

/** How often the entity was unblocked from here within 30 days, and somebody unblocked anything within the last hour. */
export async function readPast(parts: Parts, incident: Incident, actor: ActorRef): Promise<Past> {
  const { store, clock, access } = parts
  const now = clock.now()
  const { tenantId, entity } = incident
  const ofEntity = await store.listClosed({ tenantId, entityKey: toEntityKey(entity), limit: mostLookedAt })
  const ofAll = [...(await store.listLive({})), ...(await store.listClosed({ limit: mostLookedAt }))]
  return {
    ofEntity: ofEntity.filter((one) => isUnblocked(one) && getUnblockedAt(one) >= now - againMilliseconds)
      .length,
    ofPerson: ofAll.filter(
      (one) => getUnblockedAt(one) >= now - countedMilliseconds && isBySame(one, actor, access),
    ).length,
  }
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
