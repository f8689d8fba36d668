// The turn of one row: judged once more, for both who signed, as right before any unblock.
import type { Actor } from '../../domain/actor.js'
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { endRow, isFresh, type StormReview, type StormRow, stopStorm } from '../../domain/storm-review.js'
import type { Task } from '../../domain/task.js'
import { PlatformError, type RefusalReason, StaleError } from '../../errors.js'
import { changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { judgeSigner, type Lapse, lookUpSigner } from '../approval/signers.js'
import { withLive } from '../entrance/gate.js'
import { rereadEvidence } from '../evidence/reread.js'
import type { Parts } from '../feature.js'
import { toBegun } from './begin.js'
import { end } from './end.js'
import { findRowBar } from './judge-rows.js'
import { changeStormReview } from './record.js'
import { findRows, listStormChannels } from './rows.js'
import { toStormCardTasks, toStormStepTask } from './tasks.js'

/** Of one row whose evidence has become old while it waited for its turn; well below the lease of a task. */
const rereadMilliseconds = 60_000
/** Who cannot be looked up is asked for so often before it stops. */
const lookUpTries = 4
/** Should whoever ends an unblock not say so. */
export const lookAgainMilliseconds = 5 * minuteMilliseconds

interface Beginning {
  readonly row: StormRow
  readonly claim: Claim
}

export async function beginRow(parts: Parts, review: StormReview, { row, claim }: Beginning): Promise<void> {
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
  const toBar = (incident: Incident | undefined) =>
    findRowBar(informed, review, { row, incident, ...signers })
  const found = await findRows(parts, review)
  const tasks = toStormCardTasks(review.id, listStormChannels(parts, review.tenantId, found), now)
  const barred = toBar(found.get(row.incidentId))
  if (barred !== undefined) return leaveOut(parts, review, { row, claim, why: barred, tasks })
  // In the write that ends this task: whoever lost it, or stood still while it was stopped, begins nothing.
  await changeIncident(parts, { incidentId: row.incidentId, claim }, (incident) => {
    if (toBar(incident) !== undefined) throw new StaleError('It has changed at the same moment.')
    const begun = toBegun(parts, incident, { review, second })
    const later = toStormStepTask(review.id, now + lookAgainMilliseconds)
    return { ...begun, tasks: [...(begun.tasks ?? []), later, ...tasks] }
  })
}

interface LeavingOut extends Beginning {
  readonly why: string
  readonly tasks: readonly Task[]
}

async function leaveOut(
  parts: Parts,
  review: StormReview,
  { row, claim, why, tasks }: LeavingOut,
): Promise<void> {
  const now = parts.clock.now()
  await changeStormReview(parts, { id: review.id, claim }, (current) => ({
    next: endRow(current, row.incidentId, { at: now, kind: 'out', why }),
    tasks: [toStormStepTask(review.id, now), ...tasks],
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
