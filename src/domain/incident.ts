// Our record of one restriction, from first sight to the end. The transitions live in transitions.ts.
import { z } from 'zod'
import { actorRefSchema, identitySchema, platformNameSchema } from './actor.js'
import { alertInStepSchema } from './alert-in-step.js'
import { breakGlassSchema } from './break-glass.js'
import { confirmationSchema } from './confirmation.js'
import { containmentSchema, keptSchema, setAskSchema } from './containment.js'
import { drillSchema } from './drill.js'
import { earlySchema } from './early.js'
import { entitySchema } from './entity.js'
import { escalationSchema } from './escalation.js'
import { evidenceSchema } from './evidence.js'
import { askSchema } from './limits.js'
import { mailSchema, toMailVerdict } from './mail-flow.js'
import { mutedSchema } from './muted.js'
import { ownerWordSchema } from './owner-word.js'
import { pageSchema } from './page.js'
import { remindedSchema } from './reminded.js'
import { type Restriction, restrictionSchema } from './restriction.js'
import { reviewSchema } from './review.js'
import { severities } from './route.js'
import { signatureSchema } from './signature.js'
import { snoozedSchema } from './snoozed.js'
import { takenSchema } from './taken.js'
import { channelRefSchema } from './task.js'
import { togetherSchema } from './together.js'
import { untoldSchema } from './untold.js'
import { verdictSchema } from './verdict/index.js'

/** Where a card now lives. `channel` and `message` are the platform's own ids, opaque to everybody else. */
export const messageRefSchema = z
  .object({
    platform: platformNameSchema,
    channel: z.string(),
    message: z.string(),
    /** What the settings call the channel or the person, when the platform calls that otherwise. */
    route: z.string().optional(),
  })
  .readonly()
export type MessageRef = z.infer<typeof messageRefSchema>

export const outcomes = [
  'unblocked',
  'cleared-elsewhere',
  'expired',
  'restricted-again',
  /** Its tenant was taken out of the settings: nobody knows how it ended. */
  'no-longer-watched',
] as const
export type Outcome = (typeof outcomes)[number]

const unblockSchema = z
  .object({
    /** Who said Yes; whoever reviewed, and whose the answers and the note are, is `review.by`. */
    by: actorRefSchema,
    /** Only until Exchange has answered; undefined also when an older version took the Yes. */
    identity: identitySchema.optional(),
    review: reviewSchema,
    /** Who signed first, where it took two. */
    first: z
      .object({
        by: actorRefSchema,
        at: z.number(),
        /** Only until Exchange has answered. */
        identity: identitySchema.optional(),
      })
      .readonly()
      .optional(),
    requestedAt: z.number(),
    /** The storm review that it was one of; undefined where it was reviewed by itself. */
    stormReviewId: z.string().optional(),
    /** Without review, signatures and limits, by whoever owns the machine. */
    breakGlass: breakGlassSchema.optional(),
    /** Saved before the call to Exchange: from then on nothing may repeat the call. */
    attemptedAt: z.number().optional(),
    /** How the call ended when it was not taken, or when nobody knows; undefined when Exchange took it. */
    trouble: z
      .object({
        at: z.number(),
        why: z.string(),
        /** Whether Exchange said anything at all. */
        isAnswered: z.boolean(),
        /** `none`: ruled out; `possible`: refused, but not in a way that rules it out; `unknown`: nobody can say. */
        effect: z.enum(['none', 'possible', 'unknown']),
      })
      .readonly()
      .optional(),
    /** Polls begun after the call that saw the entry all the same: how many, and when the latest began. */
    listed: z.object({ polls: z.number(), at: z.number() }).readonly().optional(),
    /** What message trace has shown since Exchange took it; undefined before it was read. */
    mail: mailSchema.optional(),
  })
  .readonly()
/** One accepted click on "Yes, unblock". */
export type Unblock = z.infer<typeof unblockSchema>

const looks = {
  unblockedAt: z.number(),
  /** The entry was gone before we called: someone else lifted it, or it ended by itself. */
  alreadyGone: z.boolean(),
  /** When the list was first seen without the entry; undefined while it is still listed. */
  goneAt: z.number().optional(),
}

const incidentStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('open') }),
  /** As older versions kept that somebody is at it; means "open" since. See `taken`. */
  z.object({ status: z.literal('reviewing'), by: actorRefSchema, since: z.number() }),
  z.object({ status: z.literal('unblocking'), unblock: unblockSchema }),
  z.object({ status: z.literal('uncertain'), unblock: unblockSchema, since: z.number(), why: z.string() }),
  z.object({ status: z.literal('watching'), unblock: unblockSchema, ...looks }),
  z.object({
    status: z.literal('stuck'),
    unblock: unblockSchema,
    ...looks,
    since: z.number(),
    handedOff: z.boolean(),
  }),
  z.object({ status: z.literal('failed'), unblock: unblockSchema, failedAt: z.number(), why: z.string() }),
  z.object({
    status: z.literal('closed'),
    outcome: z.enum(outcomes),
    closedAt: z.number(),
    unblock: unblockSchema.optional(),
    /** Who took the entry off the list elsewhere, by the audit log; undefined as long as that is not known. */
    lifted: z.object({ by: z.string(), at: z.number() }).readonly().optional(),
    /** Where one stood that is no longer watched. */
    from: z.enum(['open', 'reviewing', 'unblocking', 'uncertain', 'watching', 'stuck', 'failed']).optional(),
  }),
])
export type IncidentState = z.infer<typeof incidentStateSchema>
export type Status = IncidentState['status']

/** In the order in which an incident goes through them. */
export const statuses: readonly Status[] = incidentStateSchema.options.map(({ shape }) => shape.status.value)

export const incidentSchema = z
  .object({
    id: z.string().min(1),
    tenantId: z.string().min(1),
    /** Counts commits; what a commit must expect (optimistic lock). 0 before the first. */
    version: z.number(),
    /** Counts what a reviewer would judge anew: restriction, new findings, a step on the account, a failed unblock. */
    revision: z.number(),
    /** When state or revision last changed; a look that began earlier says nothing about it. */
    changedAt: z.number(),
    openedAt: z.number(),
    /** From when on it could be seen: when Exchange says it began, not before the last poll without it. Undefined when no poll came before. */
    visibleSince: z.number().optional(),
    entity: entitySchema,
    restriction: restrictionSchema,
    /** As the poll that saw it first rated it: routes go by that. Undefined in what older versions wrote: as it is rated now. */
    severity: z.enum(severities).optional(),
    state: incidentStateSchema,
    /** Undefined until it has been gathered for the first time. */
    evidence: evidenceSchema.optional(),
    /** When it was said on the cards that no evidence had come yet; undefined as long as nobody waits for long. */
    evidenceLateAt: z.number().optional(),
    /** What the evidence says, as it was judged last; undefined before, and in what older versions saved. */
    verdict: verdictSchema.optional(),
    /** Channels that the routes did not give it and a worse verdict did, once each. */
    added: z.array(channelRefSchema).readonly().optional(),
    /** Closed incidents of the same entity before this one. */
    earlier: z.object({ count: z.number(), lastIncidentId: z.string().optional() }).readonly(),
    /** The incident that was closed because the entry had left the list; it is back, and this one goes on with it. */
    continues: z.string().optional(),
    /** Of one that was closed because its entry had left the list: the incident that goes on with it. */
    continuedBy: z.string().optional(),
    /** Who is on it; undefined when nobody is. */
    taken: takenSchema.optional(),
    /** That it waits for a moment, and nobody is reminded of it before. */
    snoozed: snoozedSchema.optional(),
    /** That no card of it is posted, since it is known. */
    muted: mutedSchema.optional(),
    /** What it was muted for, before it looked worse. */
    unmuted: mutedSchema.unwrap().pick({ by: true, reason: true }).readonly().optional(),
    /** Whom it was told to while nobody was; undefined in what older versions saved. */
    escalation: escalationSchema.optional(),
    /** What pagers were asked, oldest first; undefined when none ever was. */
    pages: z.array(pageSchema).readonly().optional(),
    /** How often it was said again that something waits. */
    reminded: remindedSchema.optional(),
    /** What is kept of Defender's alert about it; undefined where that is not asked for, or not yet. */
    defenderAlert: alertInStepSchema.optional(),
    /** What the owner of the mailbox was asked and said; undefined when nobody asked. */
    ownerWord: ownerWordSchema.optional(),
    /** First signatures where an unblock takes two, oldest first. */
    signatures: z.array(signatureSchema).readonly().optional(),
    /** That it was signed for together with others of its storm; undefined when it was not, or that is over. */
    together: togetherSchema.optional(),
    /** The latest review of each actor, oldest first. */
    reviews: z.array(reviewSchema).readonly(),
    confirmations: z.array(confirmationSchema).readonly(),
    /** One card per channel. */
    cards: z.array(messageRefSchema).readonly(),
    /** The restricted person's own request, once; undefined until they ask. */
    asked: z.object({ by: actorRefSchema, at: z.number() }).readonly().optional(),
    /** When whom the channels were told that an approval is wanted; undefined before the first time. */
    approvalAsks: z.array(askSchema).readonly().optional(),
    /** What was done to take the account back, oldest first; undefined when nothing ever was. */
    containments: z.array(containmentSchema).readonly().optional(),
    /** What was left standing for good, by whom and why; the latest such word. */
    kept: keptSchema.optional(),
    /** Pages of steps to choose from that wait for a Yes, one for each actor. */
    setAsks: z.array(setAskSchema).readonly().optional(),
    /** Unblocks that Exchange did not take, or that were given up as unknown, before the present one; oldest first. */
    attempts: z.array(unblockSchema).readonly().optional(),
    /** Channels that should have shown it and did not for minutes, and where it was told instead; once each. */
    untold: z.array(untoldSchema).readonly().optional(),
    /** Channels in which another card of it may be, of whose place no answer told. */
    doubted: z.array(channelRefSchema).readonly().optional(),
    /** When the poll began that was the first not to see the entry; undefined while the polls see it. */
    absentSince: z.number().optional(),
    /** That nobody is restricted yet, and why it is told all the same; undefined for a restriction. */
    early: earlySchema.optional(),
    /** That it is an exercise, and how far it got; undefined for what is real. */
    drill: drillSchema.optional(),
    /** Set when a storm put this incident on a digest instead of a card of its own. */
    digestId: z.string().optional(),
  })
  .readonly()
export type Incident = z.infer<typeof incidentSchema>

/** Statuses in which a person may review and, with a confirmation, unblock. */
export const reviewableStatuses = ['open', 'reviewing', 'failed'] as const satisfies readonly Status[]

export function isReviewable(incident: Incident): boolean {
  return reviewableStatuses.some((status) => status === incident.state.status)
}

/** So many polls have to see the entry before an unblock whose outcome is not known may be tried once more. */
const retryPolls = 2

/** Whether nobody knows what became of the unblock, but polls since have seen that the entry is still there. */
export function isRetryable({ state }: Incident): boolean {
  return state.status === 'uncertain' && (state.unblock.listed?.polls ?? 0) >= retryPolls
}

/** Whether *Unblock…* makes sense now. */
export function canBeReviewed(incident: Incident): boolean {
  return isReviewable(incident) || isRetryable(incident)
}

/** Began as Exchange says it, else not after it was first seen. */
export function toRestriction({ restriction, visibleSince, openedAt }: Incident): Restriction {
  return { ...restriction, createdAt: restriction.createdAt ?? visibleSince ?? openedAt }
}

/** Whether Microsoft Support is asked: still listed after its time, or mail refused after an unblock that was taken. */
export function canBeHandedOff({ state }: Incident): boolean {
  if (state.status === 'stuck') return true
  return state.status === 'closed' && toMailVerdict(state.unblock?.mail) === 'refused'
}

export function isClosed(incident: Incident): boolean {
  return incident.state.status === 'closed'
}
