// Who works on the store beside this process, as each says itself.
import { createRemembered } from '../../concurrency/remembered.js'
import {
  type Elsewhere,
  isLiving,
  knownOf,
  nowhere,
  type Replica,
  replicaOf,
  replicasBeginning,
} from '../../domain/replica.js'
import type { Clock, Peers, Store } from '../../ports.js'

/** How long a list is good enough for whoever only counts. */
const believedMilliseconds = 5_000

interface RosterParts {
  readonly store: Pick<Store, 'isShared' | 'recall' | 'listKeys'>
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
}

export interface Roster {
  /** Those that live, oldest first; a few seconds old. */
  listLiving(): Promise<readonly Replica[]>
  /** The same as it is at this moment. */
  listLivingAnew(): Promise<readonly Replica[]>
  /** Also those that were there until some minutes ago. */
  listRemembered(): Promise<readonly Replica[]>
  /** What any of these has in its settings, as it is at this moment. */
  findKnown(replicas: readonly Replica[]): Promise<Elsewhere>
}

export function createRoster({ store, clock }: RosterParts): Roster {
  const living = createRemembered<readonly Replica[]>({ clock, keepMilliseconds: believedMilliseconds })

  async function listRemembered(): Promise<readonly Replica[]> {
    if (!store.isShared) return []
    const keys = await store.listKeys(replicasBeginning)
    const found = keys.map((key) => replicaOf(key.slice(replicasBeginning.length)).recall(store))
    const replicas = (await Promise.all(found)).flatMap((one) => one ?? [])
    return replicas.toSorted((one, other) => one.startedAt - other.startedAt)
  }

  const askLiving = async () => (await listRemembered()).filter((one) => isLiving(one, clock.now()))

  return {
    listRemembered,
    listLiving: () => living.get('', askLiving),
    listLivingAnew: () => living.getAnew('', askLiving),
    async findKnown(replicas) {
      const digests = [...new Set(replicas.map(({ known }) => known))]
      const found = await Promise.all(digests.map((digest) => knownOf(digest).recall(store)))
      const all = found.flatMap((one) => one ?? [])
      if (all.length === 0) return nowhere
      return {
        tenantIds: new Set(all.flatMap(({ tenantIds }) => tenantIds)),
        platforms: new Set(all.flatMap(({ platforms }) => platforms)),
      }
    },
  }
}

/** For platforms, which know nothing of features. */
export function createPeers(parts: RosterParts): Peers {
  const roster = createRoster(parts)
  return {
    async count() {
      return parts.store.isShared ? Math.max(1, (await roster.listLiving()).length) : 1
    },
  }
}
