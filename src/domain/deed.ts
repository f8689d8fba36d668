// What somebody did by the tenant's own audit log. Its texts are outside text.
import { z } from 'zod'
import type { Entity } from './entity.js'
import type { Instant } from './instant.js'

export const deedSchema = z
  .object({
    at: z.number(),
    /** As the log names them: an address, an app, a service of Microsoft. */
    who: z.string(),
    /** The cmdlet. */
    operation: z.string(),
    /** What it was done to; empty when the log does not say. */
    object: z.string(),
    /** The address it came from; empty when the log does not say. */
    from: z.string(),
  })
  .readonly()
export type Deed = z.infer<typeof deedSchema>

/** Who took an entity off the list, or who changed the settings about alerts and sending, within this time. */
export type DeedsAsked = { readonly from: Instant; readonly to: Instant } & (
  | { readonly what: 'lift'; readonly entity: Entity }
  | { readonly what: 'policies' }
)
