// What somebody's pager was asked to do about an incident, as it is kept on it: what it should show, and what it was told.
import { z } from 'zod'

const pageStateSchema = z.enum(['ringing', 'acknowledged', 'resolved'])
export type PageState = z.infer<typeof pageStateSchema>

export const pageSchema = z
  .object({
    pager: z.string(),
    /** By which the pager knows it; another one for every time it rings anew. */
    key: z.string(),
    at: z.number(),
    wanted: pageStateSchema,
    /** What the pager was told last, or said itself; undefined before the first time. */
    told: pageStateSchema.optional(),
    /** How often it was told to ring, and when last. */
    rings: z.number().optional(),
    rangAt: z.number().optional(),
    /** The pager itself has said that it has it. */
    isHeard: z.boolean().optional(),
    /** Who acknowledged it there. Outside text. */
    by: z.string().optional(),
  })
  .readonly()
/** One time that a pager rings for an incident. */
export type Page = z.infer<typeof pageSchema>
