// A channel that does not show what it should, and where that was told instead.
import { z } from 'zod'
import { platformNameSchema } from './actor.js'
import { channelRefSchema } from './task.js'

export const untoldSchema = z
  .object({
    /** Where the card belongs. */
    missing: channelRefSchema,
    problem: z.string(),
    at: z.number(),
    /** Who has heard of it: a channel, or people in person. */
    to: z
      .object({
        platform: platformNameSchema,
        channel: z.string().optional(),
        people: z.number().optional(),
      })
      .readonly(),
  })
  .readonly()
export type Untold = z.infer<typeof untoldSchema>

/** Of a card whose answers were lost: its own channel has been told that it is there. */
export function isToldThere({ missing, to }: Untold): boolean {
  return missing.platform === to.platform && missing.channel === to.channel
}
