// Whoever may sign may also stop it: what has not begun does not begin.
import { toActorRef } from '../../domain/actor.js'
import type { Press } from '../../domain/press.js'
import { listLeft, type StormReview, stopStorm, toStormStage } from '../../domain/storm-review.js'
import { RefusedError } from '../../errors.js'
import type { Answer } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { toTone } from '../words/words.js'
import { changeStormReview, listStormReviews, stormReviewOf, toGone } from './record.js'
import { findRows, listStormChannels } from './rows.js'
import { toStormCardTasks, toStormStepTask } from './tasks.js'

export async function stopNow(parts: Parts, { actor, incidentId }: Press): Promise<Answer> {
  requireAccess(parts, { actor, permission: 'storm-review' })
  const found =
    incidentId === '' ? await findLatestGoing(parts) : await stormReviewOf(incidentId).recall(parts.store)
  if (found === undefined) throw toGone()
  const { id, tenantId } = found
  requireAccess(parts, { actor, permission: 'storm-review', tenantId })
  const channels = listStormChannels(parts, tenantId, await findRows(parts, found))
  const saved = await changeStormReview(parts, { id }, (current) => {
    if (toStormStage(current) === 'over' || current.stopped !== undefined)
      throw new RefusedError('wrong-status', 'This is over. The card says how it ended.')
    const now = parts.clock.now()
    const by = toActorRef(actor)
    const next = stopStorm(current, { at: now, reason: 'person', why: `${actor.name} stopped it.`, by })
    const data = { stormReviewId: id, left: listLeft(next).length }
    return {
      next,
      events: [{ at: now, type: 'storm-review.stopped', tenantId, by, data }],
      tasks: [toStormStepTask(id, now), ...toStormCardTasks(id, channels, now)],
    }
  })
  const text = `${listLeft(saved).length} stay as they are; one that Exchange has been asked for already is seen to its end. The card says the rest.`
  return {
    name: 'notice',
    view: { ...toTone('calm'), icon: '✋', title: 'Stopped', text, incidentId: '' },
  }
}

/** Where nobody says which; of all that the reader may know of. */
async function findLatestGoing(parts: Parts): Promise<StormReview | undefined> {
  const all = await listStormReviews(parts)
  return all.findLast(
    (one) => toStormStage(one) !== 'over' && one.stopped === undefined && parts.tenants.has(one.tenantId),
  )
}
