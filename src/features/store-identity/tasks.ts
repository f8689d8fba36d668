import { z } from 'zod'
import { type Gap, gapSchema } from '../../domain/gap.js'
import type { Instant } from '../../domain/instant.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'

/** That a bot begins with nothing; or, with `gap`, on a state that is older than what has happened. */
export const announceDuty = z.object({
  kind: z.literal('announce'),
  channel: channelRefSchema,
  gap: gapSchema.optional(),
})

/** Once for each channel: a beginning is not repeated. */
export function toAnnounceTasks(channels: readonly ChannelRef[], dueAt: Instant): readonly Task[] {
  return channels.map((channel) => {
    const key = `announce:${channel.platform}:${channel.channel}`
    return toTask({ key, lane: key, dueAt, duty: { kind: 'announce', channel } })
  })
}

/** Once for each channel and gap. */
export function toGapTasks(channels: readonly ChannelRef[], gap: Gap, dueAt: Instant): readonly Task[] {
  return channels.map((channel) => {
    const key = `announce:${channel.platform}:${channel.channel}:${gap.noticedAt}`
    return toTask({ key, lane: key, dueAt, duty: { kind: 'announce', channel, gap } })
  })
}
