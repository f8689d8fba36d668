// What one person sees before they ask: what waits for them, what is under way, and whether the list can be trusted.

import { isSeen, type Sight, toAbsenceText } from '../../domain/absence.js'
import type { Actor } from '../../domain/actor.js'
import { findClaimant, isClaimedBy } from '../../domain/claim.js'
import { findRole, findUnreadRole, type Role } from '../../domain/grants.js'
import type { Incident } from '../../domain/incident.js'
import { toLookupText } from '../../domain/lookup.js'
import { listOutstanding } from '../../domain/offers.js'
import { toWorstFirst } from '../../domain/order.js'
import { isResting } from '../../domain/rest.js'
import { say, tellCommand } from '../../domain/said.js'
import { isReviewOffered } from '../../domain/watch-only.js'
import { toApprovalWho } from '../approval/words.js'
import type { Card } from '../cards.js'
import { isAllowed, isRestricted, withSight } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toIncidentRow } from '../incident/card.js'
import { readSight } from '../watch/sight.js'
import { toCountText } from '../words/words.js'
import { findForYou } from './for-you.js'
import { toPollText } from './list.js'
import { listNotWatched } from './not-watched.js'

/** Which of them are this reader's own is found among so many. */
const mostLeft = 50

const roleTexts: Readonly<Record<Role, string>> = {
  viewer: 'You may read.',
  operator: 'You may review; somebody who approves confirms the unblock.',
  approver: 'You may review and unblock.',
}

const noSayText = 'Your own mailbox is restricted: until it is off the list you may only read.'

export async function showHome(given: Parts, actor: Actor): Promise<Card> {
  const parts = await withSight(given, actor)
  if (!isAllowed(parts, { actor, permission: 'read' })) return toClosedHome(actor)
  const hasNoSay = isRestricted(parts, actor)
  // That is told now, and need not be found out again for every row.
  const reader = { parts: { ...parts, live: [] }, actor, hasNoSay }
  const live = toWorstFirst(await parts.store.listLive({}))
  const closed = await parts.store.listClosed({ standing: true, limit: mostLeft })
  const groups = toGroups(reader, live)
  const left = toLeft(reader, closed)
  const others = hasNoSay
    ? []
    : await Promise.all(parts.features.map(async (one) => (await one.listForYou?.(parts, actor)) ?? []))
  const forYou = [...others.flat(), ...groups.forYou, ...left.forYou]
  const notWatched = await listNotWatched(parts, actor)
  const apart = await Promise.all(parts.features.map(async (one) => (await one.listApart?.(parts)) ?? {}))
  const sight = await readSight(parts)
  return {
    name: 'home',
    view: {
      title: 'Restricted entities',
      summary: toSummary({ open: groups.open, forYou: forYou.length, blind: notWatched.tenants }, sight),
      roleText: hasNoSay ? noSayText : toRoleText(parts, actor),
      canRead: true,
      nobody: groups.nobody,
      forYou,
      waiting: groups.waiting,
      notWatched: notWatched.rows,
      early: apart.flatMap(({ early = [] }) => early),
      standing: left.standing,
      others: groups.others,
      drills: apart.flatMap(({ drills = [] }) => drills),
      // The summary has said that it is not known.
      waitingEmptyText: isSeen(sight) ? toAbsenceText({ of: 'yours' }, sight) : '',
      pollText: await toPollText(parts),
    },
  }
}

interface Reader {
  /** Of which nothing is live. */
  readonly parts: Parts
  readonly actor: Actor
  readonly hasNoSay: boolean
}

/** Each of them stands in one group. */
function toGroups(reader: Reader, live: readonly Incident[]) {
  const { parts, actor, hasNoSay } = reader
  const now = parts.clock.now()
  const rows = live.map((incident) => {
    const tenant = toTenant(parts, incident.tenantId)
    const row = toIncidentRow(parts, incident, tenant)
    const waitsText = toApprovalWho(incident) ?? ''
    const mayReview = !hasNoSay && isAllowed(parts, { actor, permission: 'review', incident })
    return {
      forYou: hasNoSay ? undefined : findForYou(reader, incident),
      isOpen: isReviewOffered(incident, tenant),
      isOwn: mayReview && isClaimedBy(incident, actor, { now, bindings: parts.access }),
      isFree:
        mayReview &&
        waitsText === '' &&
        findClaimant(incident, now) === undefined &&
        !isResting(incident) &&
        !parts.features.some((feature) => feature.isQuiet?.(incident) === true),
      row: {
        ...row,
        canReview: mayReview,
        ...(waitsText === '' ? {} : { whoText: '', shortText: waitsText }),
      },
    }
  })
  const others = rows.filter(({ forYou, isOwn, isFree }) => forYou === undefined && !isOwn && !isFree)
  return {
    open: rows.filter(({ isOpen }) => isOpen).length,
    forYou: rows.flatMap(({ forYou }) => forYou ?? []),
    nobody: rows.filter(({ forYou, isFree }) => forYou === undefined && isFree).map(({ row }) => row),
    waiting: rows.filter(({ forYou, isOwn }) => forYou === undefined && isOwn).map(({ row }) => row),
    others: others.map(({ row }) => row),
  }
}

/** What this reader did is theirs to give back; of what others did they hear. */
function toLeft(reader: Reader, closed: readonly Incident[]) {
  const { parts, actor, hasNoSay } = reader
  const rows = closed.map((incident) => ({
    forYou: hasNoSay ? undefined : findForYou(reader, incident),
    row: {
      ...toIncidentRow(parts, incident, toTenant(parts, incident.tenantId)),
      canGiveBack:
        !hasNoSay &&
        listOutstanding(incident).length > 0 &&
        isAllowed(parts, { actor, permission: 'give-back', incident }),
    },
  }))
  return {
    forYou: rows.flatMap(({ forYou }) => forYou ?? []),
    standing: rows.filter(({ forYou }) => forYou === undefined).map(({ row }) => row),
  }
}

interface Counts {
  readonly open: number
  readonly forYou: number
  readonly blind: number
}

function toSummary({ open, forYou, blind }: Counts, sight: Sight): string {
  const texts = [
    open === 0
      ? toAbsenceText({ of: 'reviews' }, sight)
      : `${toCountText(open, 'restriction')} wait${open === 1 ? 's' : ''} for a review.`,
    forYou === 0 ? '' : `${forYou} wait${forYou === 1 ? 's' : ''} for you.`,
    blind === 0 ? '' : `🙈 ${toCountText(blind, 'tenant is', 'tenants are')} not watched.`,
  ]
  return texts.filter((text) => text !== '').join(' ')
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
      forYou: [],
      waiting: [],
      notWatched: [],
      early: [],
      standing: [],
      others: [],
      drills: [],
      waitingEmptyText: say`Does your mail come back? Type ${tellCommand('explain')} and paste the bounce.`,
      pollText: '',
    },
  }
}
