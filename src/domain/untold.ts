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
