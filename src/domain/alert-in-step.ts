// What is kept on an incident of Defender's alert about it. The moves: defender-alert.ts.
import { z } from 'zod'

export const alertInStepSchema = z
  .object({
    /** Undefined until it is found. */
    id: z.string().optional(),
    title: z.string().optional(),
    /** What was written there, by the key of the step. */
    done: z.array(z.string()).readonly(),
    /** Whom it was assigned to from here. */
    assigned: z.string().optional(),
    /** What somebody did there. */
    heard: z
      .object({
        assignedTo: z.string().optional(),
        closed: z.object({ at: z.number(), by: z.string() }).readonly().optional(),
      })
      .readonly()
      .optional(),
    /** Why it is not kept in step; undefined while it is. */
    trouble: z.object({ at: z.number(), why: z.string() }).readonly().optional(),
  })
  .readonly()
/** What is kept of the alert on the incident. */
export type AlertInStep = z.infer<typeof alertInStepSchema>
