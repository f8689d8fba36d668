// What is remembered of everything that Reprieve could not see or say.
import { z } from 'zod'
import { type BlindCause, type Blindness, blindnessSchema } from '../../domain/blindness.js'
import { cell } from '../../domain/cell.js'
import { messageRefSchema } from '../../domain/incident.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import type { Memory } from '../../ports.js'

export const blindnessOf = cell('blindness', blindnessSchema)

/** Where its card is, by platform and channel or person. */
export const blindCardOf = cell('blind-card', messageRefSchema)

const lookoutSchema = keepUnknown(
  z
    .object({
      lookedAt: z.number(),
      /** Since when it has been looked without a gap. */
      lookingSince: z.number(),
      /** What was not well at the last look, and since when, by the key of its cause. */
      signs: z.record(z.string(), z.number()),
      openIds: z.array(z.string()).readonly(),
    })
    .readonly(),
)
export type Lookout = z.infer<typeof lookoutSchema>

/** One for all processes of a store: so they make one card together. */
export const lookoutCell = cell('lookout', lookoutSchema)()

/** What a look makes of one: nothing before, and version 0, when it is new. */
export interface Step {
  readonly before: Blindness | undefined
  readonly version: number
  readonly next: Blindness
}

/** What is open, by its cause. */
export async function countBlindness(memory: Memory): Promise<ReadonlyMap<BlindCause, number>> {
  const ids = (await lookoutCell.recall(memory))?.openIds ?? []
  const found = await Promise.all(ids.map((id) => blindnessOf(id).recall(memory)))
  const counts = new Map<BlindCause, number>()
  for (const one of found)
    if (one !== undefined) counts.set(one.cause, (counts.get(one.cause) ?? 0) + Math.max(1, one.left.length))
  return counts
}
