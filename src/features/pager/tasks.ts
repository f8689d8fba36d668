import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const pageDuty = z.object({
  kind: z.literal('page'),
  tenantId: z.string(),
  incidentId: z.string(),
  pager: z.string(),
})
export type PageDuty = z.infer<typeof pageDuty>

/** Brings one pager up to date; in one lane, so that no end of a page overtakes its beginning. */
export function toPageTask(
  { id, tenantId }: Pick<Incident, 'id' | 'tenantId'>,
  pager: string,
  dueAt: Instant,
): Task {
  const key = `page:${pager}:${id}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'page', tenantId, incidentId: id, pager } })
}
