import { z } from 'zod'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'

export const drillEndDuty = z.object({ kind: z.literal('drill-end'), incidentId: z.string() })
export const drillReportDuty = z.object({
  kind: z.literal('drill-report'),
  incidentId: z.string(),
  channel: channelRefSchema,
})

/** There is one for each drill: a later wish takes the place of the earlier one. */
export function toDrillEndTask({ id: incidentId }: Pick<Incident, 'id'>, dueAt: Instant): Task {
  const key = `drill-end:${incidentId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'drill-end', incidentId } })
}

export function toDrillReportTask(
  { id: incidentId }: Pick<Incident, 'id'>,
  channel: ChannelRef,
  dueAt: Instant,
): Task {
  const key = `drill-report:${incidentId}:${channel.platform}:${channel.channel}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'drill-report', incidentId, channel } })
}
