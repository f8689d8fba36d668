import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'

export const announceDuty = z.object({ kind: z.literal('announce'), channel: channelRefSchema })

/** Once for each channel: a beginning is not repeated. */
export function toAnnounceTasks(channels: readonly ChannelRef[], dueAt: Instant): readonly Task[] {
  return channels.map((channel) => {
    const key = `announce:${channel.platform}:${channel.channel}`
    return toTask({ key, lane: key, dueAt, duty: { kind: 'announce', channel } })
  })
}
