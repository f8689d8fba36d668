import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'

export const unreadDuty = z.object({
  kind: z.literal('unread'),
  unreadId: z.string(),
  channel: channelRefSchema,
})

/** Where entries that cannot be read are shown. */
export function toUnreadTasks(
  unreadId: string,
  channels: readonly ChannelRef[],
  dueAt: Instant,
): readonly Task[] {
  return channels.map((channel) => {
    const key = `unread:${unreadId}:${channel.platform}:${channel.channel}`
    return toTask({ key, lane: key, dueAt, duty: { kind: 'unread', unreadId, channel } })
  })
}
