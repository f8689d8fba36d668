// A storm review is over: what came of it is told, and the incidents that are left are free for another one.
import type { Instant } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import { endStorm, type StormReview, stopStorm, toStormStage } from '../../domain/storm-review.js'
import { changeIncident } from '../../outbox/change.js'
import type { Claim } from '../../ports.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { changeStormReview, type StormChange } from './record.js'
import { findRows, listStormChannels } from './rows.js'
import { toStormCardTasks, toStormStepTask } from './tasks.js'

/** Its incidents are freed after it, and its card shows what came of it. */
export async function end(parts: Parts, ended: StormReview, claim: Claim): Promise<void> {
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

export async function free(parts: Parts, review: StormReview, claim: Claim): Promise<void> {
  for (const { incidentId } of review.rows)
    await changeIncident(parts, { incidentId }, (incident) => {
      if (incident.together?.stormReviewId !== review.id) return undefined
      const { together: _, ...next } = incident
      return { next, tasks: toUpdateTasks(next, toTenant(parts, next.tenantId), parts.clock.now()) }
    })
  await parts.store.commit({ settle: { claim } })
}

function toEndedEvent({ id, tenantId, rows, stopped }: StormReview, at: Instant): JournalEvent {
  const data = {
    stormReviewId: id,
    rows: rows.length,
    unblocked: rows.filter(({ end }) => end?.kind === 'unblocked').length,
    left: rows.filter(({ end }) => end === undefined).length,
    ...(stopped === undefined ? {} : { reason: stopped.reason }),
  }
  return { at, type: 'storm-review.ended', tenantId, data }
}
