// Whoever takes an incident on, lets it rest or ends it: its pages follow in the same write.
import type { Incident } from '../../domain/incident.js'
import { settlePages } from '../../domain/paging.js'
import type { Change } from '../../outbox/change.js'
import { isWaiting } from '../escalation/waiting.js'
import type { Parts } from '../feature.js'
import { toPageTask } from './tasks.js'

export async function followPages(parts: Parts, _before: Incident, change: Change): Promise<Change> {
  const next = settlePages(change.next, isWaiting(parts, change.next))
  if (next === change.next) return change
  const pagers = new Set(next.pages?.map(({ pager }) => pager))
  const tasks = [...pagers].map((pager) => toPageTask(next, pager, parts.clock.now()))
  return { ...change, next, tasks: [...(change.tasks ?? []), ...tasks] }
}
