// What is to be done next about a storm review: its incidents are marked as signed for, unblocked one after the other, and
// freed again when it is over. Each unblock is a task of its own and as fenced as any; the next one begins when the one before
// has been answered, and none does once Exchange has refused one.
import { toActorRef } from '../../domain/actor.js'
import { findUnblock } from '../../domain/attempts.js'
import { isReviewable } from '../../domain/incident.js'
import { endRow, listLeft, type StormReview, stopStorm, toStormStage } from '../../domain/storm-review.js'
import { changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { end, free } from './end.js'
import { toRowEnd, toStop } from './outcome.js'
import { changeStormReview, stormReviewOf } from './record.js'
import { type Found, findRows, listStormChannels } from './rows.js'
import { toStormCardTasks, toStormStepTask } from './tasks.js'
import { beginRow, lookAgainMilliseconds } from './turn.js'

export async function stepStorm(
  parts: Parts,
  { stormReviewId }: { readonly stormReviewId: string },
  claim: Claim,
): Promise<void> {
  const review = await stormReviewOf(stormReviewId).recall(parts.store)
  if (review === undefined) return void (await parts.store.commit({ settle: { claim } }))
  const stage = toStormStage(review)
  switch (stage) {
    case 'signed':
      return waitForSecond(parts, review, claim)
    case 'running':
      return goOn(parts, review, claim)
    case 'over':
      return free(parts, review, claim)
    default:
      return stage satisfies never
  }
}

/** Marks its incidents, so that they are in no other one; ends it when no second signature has come. */
async function waitForSecond(parts: Parts, review: StormReview, claim: Claim): Promise<void> {
  const now = parts.clock.now()
  if (review.stopped !== undefined || now >= review.until) {
    const why = 'No second signature came in time.'
    return end(parts, stopStorm(review, { at: now, reason: 'expired', why }), claim)
  }
  for (const { incidentId } of review.rows)
    await changeIncident(parts, { incidentId }, (incident) => {
      if (!isReviewable(incident) || incident.together !== undefined) return undefined
      const { by, at } = review.first
      const next = {
        ...incident,
        together: { stormReviewId: review.id, by: toActorRef(by), at, until: review.until },
      }
      return { next, tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), now) }
    })
  await parts.store.commit({ settle: { claim }, tasks: [toStormStepTask(review.id, review.until)] })
}

async function goOn(parts: Parts, review: StormReview, claim: Claim): Promise<void> {
  const known = await note(parts, review)
  const found = await findRows(parts, known)
  if (isUnderWay(known, found)) {
    const dueAt = parts.clock.now() + lookAgainMilliseconds
    return void (await parts.store.commit({ settle: { claim }, tasks: [toStormStepTask(known.id, dueAt)] }))
  }
  const [row] = listLeft(known)
  if (row === undefined || known.stopped !== undefined) return end(parts, known, claim)
  return beginRow(parts, known, { row, claim })
}

/** What has become of those that were begun, and whether that stops the rest. */
async function note(parts: Parts, review: StormReview): Promise<StormReview> {
  const found = await findRows(parts, review)
  const now = parts.clock.now()
  const channels = listStormChannels(parts, review.tenantId, found)
  return changeStormReview(parts, { id: review.id }, (current) => {
    const next = noteRows(current, found, now)
    return next === current ? undefined : { next, tasks: toStormCardTasks(next.id, channels, now) }
  })
}

function noteRows(review: StormReview, found: Found, now: number): StormReview {
  let next = review
  for (const { incidentId } of listLeft(review)) {
    const incident = found.get(incidentId)
    const rowEnd = incident && toRowEnd(incident, review.id, now)
    if (incident === undefined || rowEnd === undefined) continue
    next = endRow(next, incidentId, rowEnd)
    const stop = toStop(incident, rowEnd)
    if (stop !== undefined) next = stopStorm(next, stop)
  }
  return next
}

function isUnderWay({ id, rows }: StormReview, found: Found): boolean {
  return rows.some(({ incidentId }) => {
    const incident = found.get(incidentId)
    return incident?.state.status === 'unblocking' && findUnblock(incident)?.stormReviewId === id
  })
}
