// What one person sees before they ask: what waits for them, what is under way, and whether the list can be trusted.

import { isSeen, toAbsenceText } from '../../domain/absence.js'
import type { Actor } from '../../domain/actor.js'
import { findClaimant, isClaimedBy } from '../../domain/claim.js'
import { findRole, findUnreadRole, type Role } from '../../domain/grants.js'
import { toLookupText } from '../../domain/lookup.js'
import { toWorstFirst } from '../../domain/order.js'
import { isReviewOffered } from '../../domain/watch-only.js'
import type { Card } from '../cards.js'
import { isAllowed, isRestricted, withSight } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentRow } from '../incident/card.js'
import { readSight } from '../watch/sight.js'
import { toCountText } from '../words/words.js'
import { toPollText } from './list.js'

/** Rows of each part: a home page is read at a glance, `list` has the rest. */
const mostRows = 10

const roleTexts: Readonly<Record<Role, string>> = {
  viewer: 'You may read.',
  operator: 'You may review; somebody who approves confirms the unblock.',
  approver: 'You may review and unblock.',
}

const noSayText = 'Your own mailbox is restricted: until it is off the list you may only read.'

export async function showHome(given: Parts, actor: Actor): Promise<Card> {
  const parts = await withSight(given, actor)
  if (!isAllowed(parts, { actor, permission: 'read' })) return toClosedHome(actor)
  const closed = await parts.store.listClosed({ standing: true, limit: mostRows })
  const hasNoSay = isRestricted(parts, actor)
  // That is told now, and need not be found out again for every row.
  const rowParts = { ...parts, live: [] }
  const live = await parts.store.listLive({})
  const now = parts.clock.now()
  const rows = toWorstFirst(live).map((incident) => ({
    mayReview: !hasNoSay && isAllowed(rowParts, { actor, permission: 'review', incident }),
    isOpen: isReviewOffered(incident, toTenant(parts, incident.tenantId)),
    isOwn: isClaimedBy(incident, actor, { now, bindings: parts.access }),
    isTaken: findClaimant(incident, now) !== undefined,
    row: toIncidentRow(incident, toTenant(parts, incident.tenantId)),
  }))
  const nobody = rows.filter(({ mayReview, isTaken }) => mayReview && !isTaken)
  const waiting = rows.filter(({ mayReview, isOwn }) => mayReview && isOwn)
  const others = rows.filter((one) => !nobody.includes(one) && !waiting.includes(one))
  const open = rows.filter(({ isOpen }) => isOpen).length
  const sight = await readSight(parts)
  return {
    name: 'home',
    view: {
      title: 'Restricted entities',
      summary:
        open === 0
          ? toAbsenceText({ of: 'reviews' }, sight)
          : `${toCountText(open, 'restriction')} wait${open === 1 ? 's' : ''} for a review.`,
      roleText: hasNoSay ? noSayText : toRoleText(parts, actor),
      canRead: true,
      nobody: nobody.map(({ row }) => row).slice(0, mostRows),
      waiting: waiting.map(({ row }) => row).slice(0, mostRows),
      others: others.map(({ mayReview, row }) => ({ ...row, canReview: mayReview })).slice(0, mostRows),
      standing: closed.map((incident) => toIncidentRow(incident, toTenant(parts, incident.tenantId))),
      // The summary has said that it is not known.
      waitingEmptyText: isSeen(sight) ? toAbsenceText({ of: 'yours' }, sight) : '',
      pollText: await toPollText(parts),
    },
  }
}

/** A role that may come from a group which could not be read just now is not denied. */
function toRoleText({ access }: Parts, actor: Actor): string {
  const text = roleTexts[findRole(actor, access) ?? 'viewer']
  const { lookupFailure } = actor
  return lookupFailure === undefined || findUnreadRole(actor, access) === undefined
    ? text
    : `${text} ${toLookupText(lookupFailure)}`
}

/** For people without a role: that there is something, and nothing of what is in it. */
function toClosedHome({ lookupFailure }: Actor): Card {
  return {
    name: 'home',
    view: {
      title: 'Reprieve',
      summary: 'Reprieve watches the Restricted entities list, and lifts a restriction after a review.',
      roleText:
        lookupFailure === undefined
          ? 'You have no role here yet. An administrator of Reprieve can give you one.'
          : toLookupText(lookupFailure),
      canRead: false,
      nobody: [],
      waiting: [],
      others: [],
      standing: [],
      waitingEmptyText: 'Does your mail come back? Type explain and paste the bounce.',
      pollText: '',
    },
  }
}
