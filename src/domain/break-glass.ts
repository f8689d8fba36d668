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

/** "by break-glass, root@mail-1: nobody on call answers" */
export function toBreakGlassText({ user, host, reason }: BreakGlass): string {
  return `by break-glass, ${user}@${host}: ${reason}`
}
