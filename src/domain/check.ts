import { z } from 'zod'

export const checkSchema = z
  .object({
    /** What was checked: "Token", "Run Remove-BlockedSenderAddress", "Graph: sign-ins". */
    name: z.string(),
    /** `warning`: works, but something is missing or near its end; `skipped`: could not be checked, `found` says why. */
    result: z.enum(['ok', 'warning', 'problem', 'skipped']),
    /** What was found, in one sentence. Never a secret. May hold outside text. */
    found: z.string(),
    /** What to do about it; empty when there is nothing to do. */
    remedy: z.string(),
  })
  .readonly()
/** One line of the doctor. */
export type Check = z.infer<typeof checkSchema>
