// What goes from one shift to the next, worst first: what waits for somebody, what waits for a moment, what is left over.

import { type ActorRef, toActorKey } from '../../domain/actor.js'
import { findClaimant, isClaimable } from '../../domain/claim.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { toWorstFirst } from '../../domain/order.js'
import { isSamePerson } from '../../domain/person.js'
import { joinWords, say, tellClock, type Words } from '../../domain/said.js'
import type { Tenant } from '../../domain/tenant.js'
import { toApprovalWho } from '../approval/words.js'
import { toStandingText } from '../containment/words.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentRow } from '../incident/card.js'
import type { HandoverRow, HandoverView } from './views.js'

export const mostRows = 6
const mostTakes = 3

export interface Going {
  readonly live: readonly Incident[]
  /** Over, but not as it was. */
  readonly left: readonly Incident[]
}

export async function readGoing(parts: Parts, tenantIds: readonly string[]): Promise<Going> {
  const lists = await Promise.all(
    tenantIds.map(async (tenantId) => ({
      live: await parts.store.listLive({ tenantId }),
      left: await parts.store.listClosed({ tenantId, standing: true, limit: mostRows + 1 }),
    })),
  )
  return {
    live: toWorstFirst(lists.flatMap(({ live }) => live)),
    left: lists.flatMap(({ left }) => left),
  }
}

export function toRows(parts: Parts, { live, left }: Going): readonly HandoverRow[] {
  const isOne = parts.allTenants.size < 2
  return [...live, ...left].slice(0, mostRows).map((incident) => {
    const tenant = toTenant(parts, incident.tenantId)
    return toRow(parts, incident, isOne ? undefined : tenant)
  })
}

function toRow(parts: Parts, incident: Incident, tenant: Tenant | undefined): HandoverRow {
  const row = toIncidentRow(parts, incident, toTenant(parts, incident.tenantId))
  const { incidentId, localPart, domainPart, statusIcon: icon } = row
  const text = joinWords([toText(incident, row.whoText), tenant?.name], ' · ')
  return { incidentId, icon, localPart, domainPart, text, ...toPress(incident) }
}

function toText(incident: Incident, whoText: Words): Words {
  if (isClosed(incident)) return toStandingText(incident)
  const since = tellClock(incident.restriction.createdAt ?? incident.openedAt)
  const waits = toApprovalWho(incident) ?? whoText
  if (waits !== '') return waits
  return isClaimable(incident) ? say`⏳ Nobody yet, since ${since}` : 'under way'
}

function toPress(incident: Incident): Pick<HandoverRow, 'pressId' | 'title'> {
  if (isClosed(incident)) return { pressId: 'containment', title: 'Give back' }
  if (toApprovalWho(incident) !== undefined) return { pressId: 'approve', title: 'Approve…' }
  return isClaimable(incident) ? { pressId: 'claim', title: 'Take' } : { pressId: 'show', title: 'Details' }
}

/** "3 open, 1 waits for approval, 1 snoozed, 1 left over"; empty when nothing is. */
export function toCountsText({ live, left }: Going): string {
  const waiting = live.filter((one) => toApprovalWho(one) !== undefined).length
  const asleep = live.filter(({ snoozed }) => snoozed !== undefined).length
  const muted = live.filter((one) => one.muted !== undefined).length
  const counts: readonly (readonly [number, string])[] = [
    [live.length, 'open'],
    [waiting, waiting === 1 ? 'waits for approval' : 'wait for approval'],
    [asleep, 'snoozed'],
    [muted, 'muted'],
    [left.length, 'left over'],
  ]
  return counts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ')
}

/** Those who are on something, whoever is on most first. */
export function toTakes(parts: Parts, { live }: Going): HandoverView['takes'] {
  const now = parts.clock.now()
  const people: { readonly by: ActorRef; count: number }[] = []
  for (const incident of live) {
    const by = findClaimant(incident, now)?.by
    if (by === undefined || !isClaimable(incident)) continue
    const known = people.find((one) => isSamePerson(one.by, by, parts.access))
    if (known === undefined) people.push({ by, count: 1 })
    else known.count += 1
  }
  return people
    .toSorted((one, other) => other.count - one.count)
    .slice(0, mostTakes)
    .map(({ by, count }) => ({ from: toActorKey(by), title: `Take ${by.name}’s ${count}` }))
}
