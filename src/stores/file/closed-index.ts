// Which closed incidents there are, small enough to keep in memory; the incidents themselves stay in the archive.
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { ClosedQuery, IncidentQuery } from '../../ports.js'

export interface Closed {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly tenantId: string
  readonly entityKey: string
  readonly closedAt: Instant
}

export interface ClosedIndex {
  /** A newer version takes the place of the former one. */
  put(closed: Closed): void
  find(id: string): Closed | undefined
  list(query: ClosedQuery): readonly Closed[]
  count(query: IncidentQuery): number
}

export function toClosed(seq: number, incident: Incident): Closed {
  const { id, version, tenantId, entity, state } = incident
  const closedAt = state.status === 'closed' ? state.closedAt : incident.changedAt
  return { seq, id, version, tenantId, entityKey: toEntityKey(entity), closedAt }
}

export function createClosedIndex(): ClosedIndex {
  const byId = new Map<string, Closed>()
  const byEntity = new Map<string, Closed[]>()
  const all: Closed[] = []

  /** Oldest first; a list by entity is there so that counting what came before does not walk through all. */
  function choose({ entityKey }: IncidentQuery): readonly Closed[] {
    return entityKey === undefined ? all : (byEntity.get(entityKey) ?? [])
  }

  return {
    find: (id) => byId.get(id),
    put(closed) {
      const former = byId.get(closed.id)
      if (former !== undefined)
        for (const list of [all, byEntity.get(former.entityKey) ?? []]) remove(list, former)
      const sameEntity = byEntity.get(closed.entityKey) ?? []
      byEntity.set(closed.entityKey, sameEntity)
      byId.set(closed.id, closed)
      insert(all, closed)
      insert(sameEntity, closed)
    },
    list(query) {
      const found: Closed[] = []
      const from = choose(query)
      for (let index = from.length - 1; index >= 0 && found.length < query.limit; index -= 1) {
        const closed = from[index]
        if (closed !== undefined && isOfTenant(closed, query)) found.push(closed)
      }
      return found
    },
    count(query) {
      const from = choose(query)
      return query.tenantId === undefined
        ? from.length
        : from.filter((closed) => isOfTenant(closed, query)).length
    },
  }
}

function isOfTenant(closed: Closed, { tenantId }: IncidentQuery): boolean {
  return tenantId === undefined || tenantId === closed.tenantId
}

/** By closing time. Nearly always the newest, so it is looked for from the end. */
function insert(list: Closed[], closed: Closed): void {
  const before = list.findLastIndex((other) => other.closedAt <= closed.closedAt)
  list.splice(before + 1, 0, closed)
}

function remove(list: Closed[], closed: Closed): void {
  const at = list.lastIndexOf(closed)
  if (at >= 0) list.splice(at, 1)
}
