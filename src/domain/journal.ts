import { z } from 'zod'
import { actorRefSchema } from './actor.js'

const journalTypes = [
  'incident.opened',
  'incident.changed',
  'incident.closed',
  'incident.asked',
  'evidence.gathered',
  'review.opened',
  'review.submitted',
  'review.approved',
  'confirmation.issued',
  'unblock.requested',
  'unblock.attempted',
  'unblock.done',
  'unblock.uncertain',
  'unblock.failed',
  'containment.requested',
  'containment.attempted',
  'containment.done',
  'containment.failed',
  'containment.unknown',
  'look.listed',
  'look.gone',
  'stuck.noticed',
  'handoff.written',
  'card.posted',
  'card.replaced',
  'card.given-up',
  'press.refused',
  'command.refused',
  'refusals.counted',
  'watch.failed',
  'watch.recovered',
  'clock.stepped',
  'doctor.run',
  'policies.drifted',
  'policies.accepted',
  'policies.restored',
  'policies.read-failed',
  'app.added',
  'alerts.pinned',
  'alerts.lost',
  'alerts.restored',
  'store.created',
  'store.repaired',
  'store.gap',
] as const

export type JournalType = (typeof journalTypes)[number]
/** A type that a newer program wrote and this one does not know; it is shown as it is. */
type UnknownType = string & z.BRAND<'unknown-journal-type'>

const at = z.number()
const about = {
  tenantId: z.string().optional(),
  incidentId: z.string().optional(),
  by: actorRefSchema.optional(),
  /** JSON values only. Never a secret. */
  data: z.record(z.string(), z.json()),
}

/** What a writer hands in; the store adds sequence number and hashes. */
export const journalEventSchema = z.object({ at, type: z.enum(journalTypes), ...about }).readonly()

/** An event as it stands in the record. */
const recordedEventSchema = z
  .object({ at, type: z.custom<JournalType | UnknownType>((type) => typeof type === 'string'), ...about })
  .readonly()
export type JournalEvent = z.infer<typeof recordedEventSchema>

const knownTypes: ReadonlySet<string> = new Set(journalTypes)

export function isKnownType(type: JournalEvent['type']): type is JournalType {
  return knownTypes.has(type)
}

export const journalEntrySchema = z
  .object({
    seq: z.number(),
    event: recordedEventSchema,
    /** Hash of the entry before, hex; 64 zeros for the first. */
    previousHash: z.string(),
    /** SHA-256 over sequence number, previous hash and event, hex. */
    hash: z.string(),
  })
  .readonly()
/** One line of the append-only, hash-chained record. */
export type JournalEntry = z.infer<typeof journalEntrySchema>
