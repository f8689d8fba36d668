// Of what waits, how often whoever it waits for was told again; as it is kept on an incident. When: reminder.ts.
import { z } from 'zod'

export const remindedSchema = z
  .object({
    /** What waited, and since when: another one begins anew. */
    about: z.string(),
    count: z.number(),
    at: z.number(),
  })
  .readonly()
