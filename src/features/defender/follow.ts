// Whoever takes an incident on, reviews it, unblocks it or ends it: Defender hears of it, by a task of the same write.
import { listAlertSteps } from '../../domain/defender-alert.js'
import type { Incident } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Task } from '../../domain/task.js'
import type { Change } from '../../outbox/change.js'
import { type Parts, toTenant } from '../feature.js'
import { toAlertTask } from './tasks.js'

/** Only where the settings ask for it, and something may be changed. */
export function isKeptInStep(parts: Parts, { tenantId }: Pick<Incident, 'tenantId'>): boolean {
  const { hasAlertsInStep, isWatchOnly } = toTenant(parts, tenantId)
  return hasAlertsInStep === true && isWatchOnly !== true
}

/** The alert comes after the entry on the list. */
export function followOpened(parts: Parts, change: Change): Change {
  if (!isKeptInStep(parts, change.next)) return change
  const task = toAlertTask(change.next, parts.clock.now() + minuteMilliseconds)
  return { ...change, tasks: [...(change.tasks ?? []), task] }
}

export async function followSteps(parts: Parts, before: Incident, change: Change): Promise<Change> {
  const { next } = change
  if (!isKeptInStep(parts, next)) return change
  const known = new Set(listAlertSteps(before).map(({ key }) => key))
  if (listAlertSteps(next).every(({ key }) => known.has(key))) return change
  return { ...change, tasks: [...(change.tasks ?? []), toAlertTask(next, parts.clock.now())] }
}

/** For those that were there before the settings said so. */
export async function listAtStart(parts: Parts): Promise<readonly Task[]> {
  const on = [...parts.allTenants.keys()].filter((tenantId) => isKeptInStep(parts, { tenantId }))
  const live = await Promise.all(on.map((tenantId) => parts.store.listLive({ tenantId })))
  const now = parts.clock.now()
  return live.flat().map((incident) => toAlertTask(incident, now))
}
