import { z } from 'zod'
import { actorRefSchema } from './actor.js'

export const journalEventSchema = z
  .object({
    at: z.number(),
    /** Of which this program knows those that its features declare; what a newer one wrote is shown as it is. */
    type: z.string().min(1),
    tenantId: z.string().optional(),
    incidentId: z.string().optional(),
    by: actorRefSchema.optional(),
    /** JSON values only. Never a secret. */
    data: z.record(z.string(), z.json()),
  })
  .readonly()
/** What a writer hands in; the store adds sequence number and hashes. */
export type JournalEvent = z.infer<typeof journalEventSchema>

export const journalEntrySchema = z
  .object({
    seq: z.number(),
    event: journalEventSchema,
    /** Hash of the entry before, hex; 64 zeros for the first. */
    previousHash: z.string(),
    /** SHA-256 over sequence number, previous hash and event, hex. */
    hash: z.string(),
  })
  .readonly()
/** One line of the append-only, hash-chained record. */
export type JournalEntry = z.infer<typeof journalEntrySchema>
