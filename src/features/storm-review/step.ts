// What is to be done next about a storm review: its incidents are marked as signed for, unblocked one after the other, and
// freed again when it is over. Each unblock is a task of its own and as fenced as any; the next one begins when the one before
// has been answered, and none does once Exchange has refused one.
import { type Actor, toActorRef } from '../../domain/actor.js'
import { findUnblock } from '../../domain/attempts.js'
import { type Incident, isReviewable } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import {
  endRow,
  endStorm,
  isFresh,
  listLeft,
  type StormReview,
  type StormRow,
  stopStorm,
  toStormStage,
} from '../../domain/storm-review.js'
import { PlatformError, type RefusalReason } from '../../errors.js'
import { changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { judgeSigner, type Lapse, lookUpSigner } from '../approval/signers.js'
import { withLive } from '../entrance/gate.js'
import { rereadEvidence } from '../evidence/reread.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toBegun } from './begin.js'
import { findRowBar } from './judge-rows.js'
import { toRowEnd, toStop } from './outcome.js'
import { changeStormReview, type StormChange, stormReviewOf } from './record.js'
import { type Found, findRows, listStormChannels } from './rows.js'
import { toStormCardTasks, toStormStepTask } from './tasks.js'

/** Of one row whose evidence has become old while it waited for its turn; well below the lease of a task. */
const rereadMilliseconds = 60_000
/** Who cannot be looked up is asked for so often before it stops. */
const lookUpTries = 4
/** Should whoever ends an unblock not say so. */
const lookAgainMilliseconds = 5 * minuteMilliseconds

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

interface Beginning {
  readonly row: StormRow
  readonly claim: Claim
}

/** Judged once more, for both, as right before any unblock. */
async function beginRow(parts: Parts, review: StormReview, { row, claim }: Beginning): Promise<void> {
  const { second } = review
  const now = parts.clock.now()
  if (!parts.backends.has(review.tenantId) || second === undefined) {
    const why = 'Its organisation is not in the settings any more.'
    return end(parts, stopStorm(review, { at: now, reason: 'unwatched', why }), claim)
  }
  await refresh(parts, row)
  const informed = await withLive(parts)
  const signers = {
    first: await lookUpSigner(parts, review.first),
    second: await lookUpSigner(parts, second),
  }
  const lapse = await findLapsed(informed, row, [signers.first, signers.second])
  if (lapse?.reason === 'lookup-failed' && claim.task.attempts + 1 < lookUpTries)
    throw new PlatformError(lapse.why, { code: 'unavailable' })
  if (lapse !== undefined)
    return end(parts, stopStorm(review, { at: now, reason: 'lapsed', why: lapse.why }), claim)
  let barred: string | undefined
  const toBar = (incident: Incident) => findRowBar(informed, review, { row, incident, ...signers })
  await changeIncident(parts, { incidentId: row.incidentId }, (incident) => {
    barred = toBar(incident)
    return barred === undefined ? toBegun(parts, incident, { review, second }) : undefined
  })
  const dueAt = parts.clock.now() + (barred === undefined ? lookAgainMilliseconds : 0)
  const channels = listStormChannels(parts, review.tenantId, await findRows(parts, review))
  const why = barred
  await changeStormReview(parts, { id: review.id, claim }, (current) => ({
    next: why === undefined ? current : endRow(current, row.incidentId, { at: now, kind: 'out', why }),
    tasks: [toStormStepTask(review.id, dueAt), ...toStormCardTasks(review.id, channels, now)],
  }))
}

/** Of what is about one row alone, that row falls out. */
const ofSigner: ReadonlySet<RefusalReason> = new Set([
  'no-role',
  'not-home',
  'own-restricted',
  'lookup-failed',
])

/** Whose word counts for nothing any more, whichever row it is. */
async function findLapsed(
  parts: Parts,
  { incidentId }: StormRow,
  signers: readonly Actor[],
): Promise<Lapse | undefined> {
  const incident = await parts.store.findIncident(incidentId)
  if (incident === undefined) return undefined
  return signers
    .map((actor) => judgeSigner(parts, incident, actor, `${actor.name}, who signed,`))
    .find((one) => one !== undefined && ofSigner.has(one.reason))
}

async function refresh(parts: Parts, { incidentId }: StormRow): Promise<void> {
  const incident = await parts.store.findIncident(incidentId)
  if (incident === undefined || isFresh(incident, parts.clock.now())) return
  await rereadEvidence(parts, [incident], rereadMilliseconds)
}

/** Its incidents are freed after it, and its card shows what came of it. */
async function end(parts: Parts, ended: StormReview, claim: Claim): Promise<void> {
  const channels = listStormChannels(parts, ended.tenantId, await findRows(parts, ended))
  await changeStormReview(parts, { id: ended.id, claim }, (current): StormChange | undefined => {
    // Signed meanwhile: it goes on.
    if (toStormStage(current) !== toStormStage(ended)) return undefined
    const now = parts.clock.now()
    const { stopped } = ended
    const next = endStorm(stopped === undefined ? current : stopStorm(current, stopped), now)
    return {
      next,
      events: [toEndedEvent(next, now)],
      tasks: [toStormStepTask(next.id, now), ...toStormCardTasks(next.id, channels, now)],
    }
  })
}

async function free(parts: Parts, review: StormReview, claim: Claim): Promise<void> {
  for (const { incidentId } of review.rows)
    await changeIncident(parts, { incidentId }, (incident) => {
      if (incident.together?.stormReviewId !== review.id) return undefined
      const { together: _, ...next } = incident
      return { next, tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), parts.clock.now()) }
    })
  await parts.store.commit({ settle: { claim } })
}

function toEndedEvent({ id, tenantId, rows, stopped }: StormReview, at: number): JournalEvent {
  const data = {
    stormReviewId: id,
    rows: rows.length,
    unblocked: rows.filter(({ end }) => end?.kind === 'unblocked').length,
    left: rows.filter(({ end }) => end === undefined).length,
    ...(stopped === undefined ? {} : { reason: stopped.reason }),
  }
  return { at, type: 'storm-review.ended', tenantId, data }
}
