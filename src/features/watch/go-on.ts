// An entry that is back, and nothing proves to be another one: an incident goes on where the one before it was closed.
import { continueIncident } from '../../domain/continuation.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { Restriction } from '../../domain/restriction.js'
import type { Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import { isShownIn } from '../../domain/transitions.js'
import { toFirstGatherTask, toLateTask } from '../evidence/tasks.js'
import { openWith, type Parts } from '../feature.js'
import { passOn } from '../incident/continued.js'
import { toLineTasks, toPostTasks, toUpdateTasks } from '../incident/tasks.js'
import { saveOpened } from './save-opened.js'
import { joinDigest } from './storms.js'

interface Continuation {
  readonly over: Incident
  readonly id: string
  readonly tenant: Tenant
  readonly restriction: Restriction
  readonly now: Instant
}

export async function goOn(parts: Parts, { over, ...opening }: Continuation): Promise<void> {
  const { tenant, now } = opening
  const digestId = await joinDigest(parts, over.digestId, opening)
  const next = await openWith(parts, continueIncident(over, { ...opening, digestId }))
  const saved = await saveOpened(parts, next, {
    tasks: [
      ...listTasks(next, tenant, now),
      // In case this ends before the closed one knows; and an edit of it may be under way, after which the card is drawn anew.
      ...toUpdateTasks(over, tenant, now),
      toFirstGatherTask(next, true, now),
      toLateTask(next.id, now),
    ],
  })
  if (saved !== undefined) await passOn(parts, over)
}

/** Whoever has read that it was over has to learn that it is not, and an edit tells nobody. */
function listTasks(next: Incident, tenant: Tenant, now: Instant): readonly Task[] {
  const shown = toUpdateTasks(next, tenant, now)
  if (next.digestId !== undefined) return shown
  const missing = toPostTasks(next, tenant, now).filter(
    ({ duty: { channel } }) => channel === undefined || !isShownIn(next, channel),
  )
  if (next.cards.length === 0) return missing
  return [...missing, ...shown, ...toLineTasks({ incident: next, tenant, notice: 'back', dueAt: now })]
}
