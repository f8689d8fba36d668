import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { findNextShift, type Shifts } from '../../domain/shifts.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'

/** Changes within this time are one edit. */
const editMilliseconds = 1_500

export const handoverDuty = z.object({ kind: z.literal('handover'), channel: channelRefSchema })
export const handoverEditDuty = z.object({ kind: z.literal('handover-edit'), channel: channelRefSchema })

const toLane = ({ platform, channel }: ChannelRef) => `handover:${platform}:${channel}`

/** The next change of shift of a channel. */
export function toHandoverTask(shifts: Shifts, now: Instant): Task {
  const { channel } = shifts
  const lane = toLane(channel)
  return toTask({
    key: lane,
    lane,
    dueAt: findNextShift(now, shifts),
    duty: { kind: 'handover', channel },
  })
}

export function toHandoverEditTask(channel: ChannelRef, now: Instant): Task {
  const lane = toLane(channel)
  const duty = { kind: 'handover-edit', channel } as const
  return toTask({ key: `edit:${lane}`, lane, dueAt: now + editMilliseconds, duty })
}
