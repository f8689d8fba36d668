// Which closed incidents there are, small enough to keep in memory; the incidents themselves stay in the archive.
import { toEntityKey } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { hasStanding } from '../../domain/offers.js'
import type { ClosedQuery, IncidentQuery } from '../../ports.js'

export interface Closed {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly tenantId: string
  readonly entityKey: string
  readonly closedAt: Instant
  /** Whether something that was changed on the account has not been given back. */
  readonly standing: boolean
}

export interface ClosedIndex {
  /** A newer version takes the place of the former one. */
  put(closed: Closed): void
  find(id: string): Closed | undefined
  list(query: ClosedQuery): readonly Closed[]
  count(query: IncidentQuery): number
  /** When the first one since then was closed. */
  findSince(since: Instant): Instant | undefined
}

export function toClosed(seq: number, incident: Incident): Closed {
  const { id, version, tenantId, entity, state } = incident
  const closedAt = state.status === 'closed' ? state.closedAt : incident.changedAt
  const standing = hasStanding(incident)
  return { seq, id, version, tenantId, entityKey: toEntityKey(entity), closedAt, standing }
}

export function createClosedIndex(): ClosedIndex {
  const byId = new Map<string, Closed>()
  const byEntity = new Map<string, Closed[]>()
  const all: Closed[] = []
  /** Few, and asked for whenever somebody looks. */
  const standing: Closed[] = []

  /** Oldest first; a list by entity is there so that counting what came before does not walk through all. */
  function choose(query: ClosedQuery | IncidentQuery): readonly Closed[] {
    const { entityKey } = query
    if ('standing' in query && query.standing === true)
      return standing.filter((closed) => entityKey === undefined || closed.entityKey === entityKey)
    return entityKey === undefined ? all : (byEntity.get(entityKey) ?? [])
  }

  return {
    find: (id) => byId.get(id),
    put(closed) {
      const former = byId.get(closed.id)
      if (former !== undefined)
        for (const list of [all, standing, byEntity.get(former.entityKey) ?? []]) remove(list, former)
      const sameEntity = byEntity.get(closed.entityKey) ?? []
      byEntity.set(closed.entityKey, sameEntity)
      byId.set(closed.id, closed)
      insert(all, closed)
      insert(sameEntity, closed)
      if (closed.standing) insert(standing, closed)
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
    findSince: (since) => all.find(({ closedAt }) => closedAt >= since)?.closedAt,
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
