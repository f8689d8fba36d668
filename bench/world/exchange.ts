// Exchange as a list in memory that answers at once: what it takes is not ours to make faster.

import { noAlerts } from '../../src/backends/no-alerts.js'
import { type Entity, toEntityKey } from '../../src/domain/entity.js'
import type { Restriction } from '../../src/domain/restriction.js'
import type { RestrictionBackend } from '../../src/ports.js'
import { createRestriction, gatherEvidence } from './incidents.js'

export interface ListedTenants {
  list(tenant: string, restrictions: readonly Restriction[]): void
  /** Resolves with the time (epoch milliseconds, fractions kept) at which a look saw it first. */
  restrict(tenant: string, address: string): Promise<number>
  clear(tenant: string, address: string): void
  toBackend(tenant: string): RestrictionBackend
}

export function createListedTenants(): ListedTenants {
  const lists = new Map<string, readonly Restriction[]>()
  const unseen = new Map<string, (at: number) => void>()
  const get = (tenant: string) => lists.get(tenant) ?? []

  function remove(tenant: string, entity: Entity): void {
    lists.set(
      tenant,
      get(tenant).filter((one) => !isSame(one, entity)),
    )
  }

  return {
    list: (tenant, restrictions) => void lists.set(tenant, restrictions),
    restrict(tenant, address) {
      lists.set(tenant, [...get(tenant), createRestriction(address)])
      return new Promise((resolve) => void unseen.set(tenant, resolve))
    },
    clear: (tenant, address) => remove(tenant, { kind: 'sender', address }),
    toBackend: (tenant) => ({
      async list() {
        unseen.get(tenant)?.(performance.timeOrigin + performance.now())
        unseen.delete(tenant)
        return { restrictions: get(tenant), unreadable: [], notices: [] }
      },
      async find(entity) {
        return get(tenant).find((one) => isSame(one, entity))
      },
      gather: gatherEvidence,
      searchDeeds: async () => [],
      alerts: noAlerts,
      async unblock(entity) {
        remove(tenant, entity)
        return { alreadyGone: false }
      },
      traceMail: () => Promise.resolve(unread),
      contain: () => Promise.resolve({ detail: '', undo: undefined }),
      readEarlySigns: async () => ({}),
      readPolicies: () =>
        Promise.resolve({ readAt: Date.now(), alerts: unread, audit: unread, outbound: unread }),
      examine: () => Promise.resolve([]),
    }),
  }
}

const unread = { known: false, why: 'This tenant has none.' } as const

function isSame(restriction: Restriction, entity: Entity): boolean {
  return toEntityKey(restriction.entity) === toEntityKey(entity)
}
