// The second of two signatures. Whoever signed first is judged once more as well, and so is every row, for both of them: the
// page shows what has fallen out since, and a Yes counts for what is left.

import { type Actor, toActorKey, toActorRef, toIdentity } from '../../domain/actor.js'
import { confirmationMilliseconds } from '../../domain/confirmation.js'
import { toDenialText } from '../../domain/denial.js'
import type { Instant } from '../../domain/instant.js'
import { isProvenOther } from '../../domain/person.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import type { Press } from '../../domain/press.js'
import { say, tellClock } from '../../domain/said.js'
import {
  addLeave,
  endRow,
  isFresh,
  isWaitingForSecond,
  listLeft,
  type StormReview,
} from '../../domain/storm-review.js'
import { RefusedError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { lookUpSigner } from '../approval/signers.js'
import { requireAccess } from '../entrance/gate.js'
import { rereadEvidence } from '../evidence/reread.js'
import { type Parts, toTenant } from '../feature.js'
import { toTone } from '../words/words.js'
import { toStormApproveCard } from './approve-page.js'
import { judgeRows, type Out } from './judge-rows.js'
import { rereadMilliseconds } from './open.js'
import { changeStormReview, stormReviewOf, toGone } from './record.js'
import { findRows, listStormChannels } from './rows.js'
import { toStormCardTasks, toStormStepTask } from './tasks.js'
import { listToApprove } from './without-id.js'
import { toDurationText } from './words.js'

/** @throws RefusedError unless this person may give the second signature now. */
async function getSignable(parts: Parts, { actor, incidentId: id }: Press): Promise<StormReview> {
  requireAccess(parts, { actor, permission: 'storm-review' })
  const review =
    id === '' ? (await listToApprove(parts, actor))[0] : await stormReviewOf(id).recall(parts.store)
  if (review === undefined) throw toGone()
  requireAccess(parts, { actor, permission: 'storm-review', tenantId: review.tenantId })
  requireSecond(parts, review, actor)
  return review
}

function requireSecond(parts: Parts, review: StormReview, actor: Actor): void {
  if (!isWaitingForSecond(review, parts.clock.now()))
    throw new RefusedError(
      'wrong-status',
      'No second signature is waited for here any more. The card says why.',
    )
  const other = isProvenOther(review.first.by, actor, parts.access)
  if (other === 'other') return
  const { first, until } = review
  const denial = {
    reason: 'needs-second',
    isSame: other === 'same',
    first: { by: first.by, at: first.at, until },
  } as const
  const tenant = toTenant(parts, review.tenantId)
  throw new RefusedError('needs-second', toDenialText(denial, toPortalUrl(tenant, restrictedEntitiesPage)))
}

export async function prepareSecond(parts: Parts, press: Press): Promise<void> {
  const review = await getSignable(parts, press)
  const found = await findRows(parts, review)
  const now = parts.clock.now()
  const stale = [...found.values()].filter((incident) => !isFresh(incident, now))
  await rereadEvidence(parts, stale, rereadMilliseconds)
}

interface Judgement {
  readonly review: StormReview
  readonly out: readonly Out[]
}

async function judge(parts: Parts, review: StormReview, actor: Actor): Promise<Judgement> {
  const first = await lookUpSigner(parts, review.first)
  const out = judgeRows(parts, review, { found: await findRows(parts, review), first, second: actor })
  const now = parts.clock.now()
  const next = out.reduce(
    (one, { incidentId, why }) => endRow(one, incidentId, { at: now, kind: 'out', why }),
    review,
  )
  return { review: next, out }
}

export async function openSecond(parts: Parts, press: Press): Promise<Answer> {
  const { actor } = press
  const found = await getSignable(parts, press)
  const leave = {
    id: parts.createId(),
    by: toActorRef(actor),
    expiresAt: parts.clock.now() + confirmationMilliseconds,
  }
  const saved = await changeStormReview(parts, { id: found.id }, (current) => {
    requireSecond(parts, current, actor)
    return { next: addLeave(current, leave, parts.clock.now()) }
  })
  const { review, out } = await judge(parts, saved, actor)
  if (listLeft(review).length === 0) throw toNothingLeft(out)
  return toStormApproveCard(parts, review, { rows: await findRows(parts, review), out, leave })
}

function toNothingLeft(out: readonly Out[]): RefusedError {
  const [one] = out
  const why = one === undefined ? '' : ` (${one.why})`
  return new RefusedError(
    'wrong-status',
    `None of them can be unblocked together any more${why}. Review them one by one.`,
  )
}

/** The Yes. Uses the leave up; the rest is done by tasks that are saved in the same write. */
export async function takeSecond(parts: Parts, press: Press): Promise<Answer> {
  const { actor, confirmationId } = press
  const before = await getSignable(parts, press)
  const judged = await judge(parts, before, actor)
  const fallen = new Map(judged.out.map((one) => [one.incidentId, one.why] as const))
  if (listLeft(judged.review).length === 0) throw toNothingLeft(judged.out)
  const found = await findRows(parts, before)
  const channels = listStormChannels(parts, before.tenantId, found)
  const saved = await changeStormReview(parts, { id: before.id }, (current) => {
    const now = parts.clock.now()
    requireSecond(parts, current, actor)
    requireLeave(current, { confirmationId, actor, now })
    const left = [...fallen].reduce(
      (one, [incidentId, why]) => endRow(one, incidentId, { at: now, kind: 'out', why }),
      current,
    )
    const by = toActorRef(actor)
    const next = { ...left, second: { by, identity: toIdentity(actor), at: now }, leaves: [] }
    const data = {
      stormReviewId: next.id,
      rows: listLeft(next).length,
      out: fallen.size,
      first: toActorKey(next.first.by),
      firstName: next.first.by.name,
      firstAt: next.first.at,
    }
    return {
      next,
      events: [{ at: now, type: 'storm-review.approved', tenantId: next.tenantId, by, data }],
      tasks: [toStormStepTask(next.id, now), ...toStormCardTasks(next.id, channels, now)],
    }
  })
  return toBegunCard(saved)
}

interface Use {
  readonly confirmationId: string
  readonly actor: Actor
  readonly now: Instant
}

/** @throws RefusedError */
function requireLeave({ leaves }: StormReview, { confirmationId, actor, now }: Use): void {
  const leave = leaves.find(({ id }) => id === confirmationId)
  if (leave === undefined)
    throw new RefusedError(
      'confirmation-used',
      'This page has been used or replaced. Press Approve on the card again.',
    )
  if (toActorKey(leave.by) !== toActorKey(actor))
    throw new RefusedError(
      'confirmation-not-yours',
      'This page belongs to somebody else. Press Approve on the card yourself.',
    )
  if (now >= leave.expiresAt)
    throw new RefusedError('confirmation-expired', 'This page has expired. Press Approve on the card again.')
}

function toBegunCard(review: StormReview): Answer {
  const { length } = listLeft(review)
  const text = say`They are unblocked one after the other, in ${toDurationText(length)}, until Exchange refuses one. The card in the channel shows how far it is; Stop there ends it. Signed first by ${review.first.by.name}, ${tellClock(review.first.at)}.`
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '⏳', title: `Unblocking ${length}`, text, incidentId: '' },
  }
}
