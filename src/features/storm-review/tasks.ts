import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type ChannelRef, channelRefSchema, type Task, toTask } from '../../domain/task.js'

/** Changes within this time reach a card as one edit. */
const editMilliseconds = 1_500

/** Between the end of one unblock and the next: Exchange counts what it is asked. */
export const pauseMilliseconds = 3_000

export const stormStepDuty = z.object({ kind: z.literal('storm-step'), stormReviewId: z.string() })
export const stormCardDuty = z.object({
  kind: z.literal('storm-card'),
  stormReviewId: z.string(),
  channel: channelRefSchema,
})
export const stormLineDuty = z.object({
  kind: z.literal('storm-line'),
  stormReviewId: z.string(),
  channel: channelRefSchema,
})

/** Whatever is to be done next about it; one at a time, and the sooner of two. */
export function toStormStepTask(stormReviewId: string, dueAt: Instant): Task {
  const key = `storm-step:${stormReviewId}`
  return toTask({ key, lane: key, dueAt, duty: { kind: 'storm-step', stormReviewId } })
}

export function toStormCardTasks(
  stormReviewId: string,
  channels: readonly ChannelRef[],
  now: Instant,
): readonly Task[] {
  return channels.map((channel) =>
    toTask({
      key: `storm-card:${stormReviewId}:${channel.platform}:${channel.channel}`,
      lane: toLane(stormReviewId, channel),
      dueAt: now + editMilliseconds,
      duty: { kind: 'storm-card', stormReviewId, channel },
    }),
  )
}

/** What is said in the thread of the card, once it is there. */
export function toStormLineTask(stormReviewId: string, channel: ChannelRef, now: Instant): Task {
  return toTask({
    key: `storm-line:${stormReviewId}:${channel.platform}:${channel.channel}`,
    lane: toLane(stormReviewId, channel),
    dueAt: now,
    duty: { kind: 'storm-line', stormReviewId, channel },
  })
}

function toLane(stormReviewId: string, { platform, channel }: ChannelRef): string {
  return `storm-card:${stormReviewId}:${platform}:${channel}`
}
