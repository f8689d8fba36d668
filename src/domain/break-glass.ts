// "Break the glass": whoever owns the machine unblocks without signatures, limits and the question of whose mailbox it is,
// when nobody who may is there. Everybody hears of it.
import { z } from 'zod'

export const breakGlassSchema = z
  .object({
    /** Of the operating system. */
    user: z.string(),
    host: z.string(),
    reason: z.string(),
  })
  .readonly()
export type BreakGlass = z.infer<typeof breakGlassSchema>

/** Behind whose name it is: `root@mail-1, by break-glass ("nobody on call answers")`. */
export function toBreakGlassText({ reason }: BreakGlass): string {
  return `, by break-glass ("${reason}")`
}
