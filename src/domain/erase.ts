// What is left of an incident that has been over for long: who, when, what and how it ended, but neither evidence nor notes.
import { z } from 'zod'
import type { ActorRef } from './actor.js'
import type { AlertInStep } from './alert-in-step.js'
import type { Containment } from './containment.js'
import { type Evidence, evidenceSchema } from './evidence.js'
import type { Incident, IncidentState, Unblock } from './incident.js'
import type { Instant } from './instant.js'
import type { JournalEvent } from './journal.js'
import { hasStanding, listUnsure } from './offers.js'
import type { OwnerWord } from './owner-word.js'
import type { Review } from './review.js'

/** When the settings do not say otherwise. */
export const usualRetentionDays = 90

/** What is to be forgotten: everything older, or what is older of one incident. */
export const erasureSchema = z
  .object({
    before: z.number(),
    incidentId: z.string().optional(),
    /** How long it was to be kept; undefined when somebody asked for it. */
    days: z.number().optional(),
  })
  .readonly()
export type Erasure = z.infer<typeof erasureSchema>

export function isErased(
  one: { readonly at: Instant; readonly incidentId?: string | undefined },
  { before, incidentId }: Erasure,
): boolean {
  return one.at < before && (incidentId === undefined || incidentId === one.incidentId)
}

/** The record of an erasure, saved with it: without it what is gone would count as removed. */
export function toErasedEvent(erasure: Erasure, at: Instant, by?: ActorRef): JournalEvent {
  const { incidentId, before, days } = erasure
  return {
    at,
    type: 'texts.erased',
    ...(incidentId === undefined ? {} : { incidentId }),
    ...(by === undefined ? {} : { by }),
    data: days === undefined ? { before } : { before, days },
  }
}

const erasedEventSchema = z.object({
  type: z.literal('texts.erased'),
  incidentId: z.string().optional(),
  data: erasureSchema.unwrap().omit({ incidentId: true }),
})

export function parseErasedEvent(event: unknown): Erasure | undefined {
  const read = erasedEventSchema.safeParse(event).data
  return read === undefined ? undefined : { ...read.data, incidentId: read.incidentId }
}

/** @param why in words, where evidence or a note was. What still stands on the account keeps its way back. */
export function eraseIncident(incident: Incident, why: string): Incident {
  const { evidence, verdict, containments, attempts, restriction, ownerWord, defenderAlert } = incident
  const erased: Incident = {
    ...incident,
    restriction: { ...restriction, raw: {} },
    state: eraseState(incident.state, why),
    ...(evidence === undefined ? {} : { evidence: eraseEvidence(evidence, why) }),
    ...(verdict === undefined ? {} : { verdict: { ...verdict, reasons: [], explanation: why } }),
    reviews: incident.reviews.map((review) => eraseReview(review, why)),
    confirmations: [],
    ...(defenderAlert === undefined ? {} : { defenderAlert: eraseAlert(defenderAlert, why) }),
    ...(ownerWord === undefined ? {} : { ownerWord: eraseOwnerWord(ownerWord, why) }),
    ...(incident.kept === undefined ? {} : { kept: { ...incident.kept, reason: why } }),
    ...(attempts === undefined ? {} : { attempts: attempts.map((one) => eraseUnblock(one, why)) }),
  }
  if (containments === undefined || hasStanding(incident)) return erased
  const ended = { ...erased, containments: containments.map((one) => eraseContainment(one, why)) }
  // Only the evidence showed that these changed nothing.
  const unsure = listUnsure(ended)
  return { ...ended, containments: ended.containments.filter((one) => !unsure.includes(one)) }
}

/** That somebody was asked, and what came of it, stays; what was said beside it goes. */
function eraseOwnerWord({ question, told }: OwnerWord, why: string): OwnerWord {
  return {
    ...(question === undefined ? {} : { question: { ...question, personId: '', words: why } }),
    ...(told === undefined ? {} : { told: told.map((one) => ({ ...one, note: why })) }),
  }
}

/** Whom it was assigned to goes. */
function eraseAlert(kept: AlertInStep, why: string): AlertInStep {
  const { assigned: _, heard: __, trouble, ...alert } = kept
  return trouble === undefined ? alert : { ...alert, trouble: { ...trouble, why } }
}

function eraseState(state: IncidentState, why: string): IncidentState {
  if (!('unblock' in state) || state.unblock === undefined) return state
  return { ...state, unblock: eraseUnblock(state.unblock, why) }
}

function eraseUnblock(unblock: Unblock, why: string): Unblock {
  return { ...unblock, review: eraseReview(unblock.review, why) }
}

function eraseReview(review: Review, why: string): Review {
  return {
    ...review,
    attestations: review.attestations.map((attestation) => {
      const { finding: _, ...rest } = attestation
      return rest
    }),
    ...(review.questions === undefined
      ? {}
      : { questions: review.questions.map((one) => ({ ...one, words: why })) }),
    note: review.note === '' ? '' : why,
  }
}

/** Every fact says that it is not known any more; what could not be found out then keeps its reason. */
function eraseEvidence(evidence: Evidence, why: string): Evidence {
  const { kind, gatheredAt, ...facts } = evidence
  const known = Object.entries<unknown>(facts).filter(([, fact]) => isFact(fact))
  const erased = known.map(([name, fact]) => [
    name,
    isFact(fact) && !fact.known ? fact : { known: false, why },
  ])
  return evidenceSchema.parse({ kind, gatheredAt, ...Object.fromEntries(erased) })
}

function isFact(value: unknown): value is { readonly known: boolean } {
  return typeof value === 'object' && value !== null && 'known' in value
}

function eraseContainment(containment: Containment, why: string): Containment {
  const { undo: _, restores: __, ...one } = containment
  const targets = one.targets.map(({ id }) => ({ id, name: '' }))
  return one.ended === undefined
    ? { ...one, targets }
    : { ...one, targets, ended: { ...one.ended, detail: why } }
}
