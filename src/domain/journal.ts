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
    /** JSON values only. Never a secret, and nothing about a person that is to be forgotten: that goes into `texts`. */
    data: z.record(z.string(), z.json()),
    /** What `texts` was, by name: SHA-256 of each with a salt of its own, hex. The store's, and part of the chain. */
    digests: z.record(z.string(), z.json()).optional(),
    /** Evidence, notes and the like. Kept beside the record, where it can be erased; never in the record itself. */
    texts: z.record(z.string(), z.json()).optional(),
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

/** One text beside the record; without its salt nobody could tell its digest from a guess. */
const saltedTextSchema = z.object({ salt: z.string(), value: z.json() }).readonly()
export const saltedTextsSchema = z.record(z.string(), saltedTextSchema).readonly()
export type SaltedTexts = z.infer<typeof saltedTextsSchema>

/** One line of the append-only, hash-chained record. */
export type JournalEntry = z.infer<typeof journalEntrySchema> & {
  /** What stands beside it, as long as it is there. */
  readonly texts?: SaltedTexts
  /** After so many days what was beside it has been erased; undefined also when somebody had it erased. */
  readonly erasedDays?: number
}
