// What a sender normally does, and what was done to the account lately: what a verdict holds the day against. All of it
// may be missing; the places in evidence say which source can fill it.
import { z } from 'zod'

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const instant = z.number()

export const rhythmSchema = z.object({
  /** On an ordinary day. */
  messagesPerDay: z.number().optional(),
  /** Days on which it sent far more, and how much. */
  peaks: listOf(z.object({ at: instant, messages: z.number() })).optional(),
  /** On the same day of the week, ordinarily. */
  sameWeekday: z.number().optional(),
  /** Share of the recipients outside the organisation, ordinarily, 0 to 1. */
  outsideShare: z.number().optional(),
  /** Whether it ever sent by SMTP before. */
  smtp: z.boolean().optional(),
  /** How many days it was counted over, when it is less than the 90 that message trace keeps. */
  days: z.number().optional(),
})

export type Rhythm = z.infer<typeof rhythmSchema>

/** As sign-ins name them: "Milan (IT)". Empty: nobody signed in. */
export const usualPlacesSchema = listOf(z.string())

export const methodChangesSchema = listOf(
  z.object({
    at: instant,
    kind: z.string(),
    /** Who added it: the account itself, or somebody else, such as the helpdesk. */
    by: z.enum(['self', 'other']),
    /** As sign-ins name places; undefined when it was not said. */
    from: z.string().optional(),
    /** Somebody checked who asked for it, and wrote it down: a ticket. */
    checked: z.boolean().optional(),
    /** It was taken away, not added. */
    removed: z.boolean().optional(),
    /** Who did it when it was somebody else, as the log names them. */
    who: z.string().optional(),
    ipAddress: z.string().optional(),
  }),
)

export const removedTracesSchema = listOf(
  z.object({
    /** `audit`: the log itself was switched off, so that nothing done afterwards is in it. */
    what: z.enum(['rule', 'consent', 'connector', 'method', 'forwarding', 'delegate', 'audit', 'other']),
    /** What it was, when, by whom and from where, in words; for the review, never for a shared card. */
    text: z.string(),
    madeAt: instant.optional(),
    removedAt: instant.optional(),
    /** The address it was removed from, else the one it was made from. */
    from: z.string().optional(),
    /** False for one that did nothing that hides, forwards or lets somebody in. */
    suspicious: z.boolean(),
  }),
)

/** What the mailbox answers by itself; null when nothing. */
export const automaticReplySchema = z
  .object({
    audience: z.enum(['inside', 'contacts', 'everybody']),
    /** What no absence explains: "a link to files.example". Holds outside text. */
    signs: listOf(z.string()),
    endsAt: instant.optional(),
    changedAt: instant.optional(),
    changedBy: z.string().optional(),
    changedFrom: z.string().optional(),
    /** The audit log was read from then on, and says of no change. */
    unchangedSince: instant.optional(),
  })
  .nullable()

/** Rules of the organisation that send this mailbox's mail outside, or keep it from arriving. */
export const organisationRulesSchema = listOf(
  z.object({
    name: z.string(),
    effect: z.string(),
    /** Whose mail: this mailbox by name, everybody's, or that of some, of whom it is not known whether this is one. */
    whose: z.enum(['this', 'everybody', 'some']),
    enabled: z.boolean(),
    changedAt: instant.optional(),
    changedBy: z.string().optional(),
    changedFrom: z.string().optional(),
  }),
)

/**
 * Secrets and certificates that apps got lately: of those that may use everybody's mail, of the one that sent, and of those that
 * the account itself gave one. Whoever has it signs in as the app, without a person and without a second factor.
 */
export const appCredentialsSchema = listOf(
  z.object({
    app: z.string(),
    kind: z.enum(['secret', 'certificate']).optional(),
    addedAt: instant,
    /** As the audit log names whoever did it; undefined when it does not. */
    by: z.string().optional(),
    /** The account itself did it. */
    own: z.boolean().optional(),
    /** The address that was done from. */
    from: z.string().optional(),
    /** What the app may do with mail; empty when nothing, undefined when that could not be read. */
    scopes: z.string().optional(),
    /** When that same one was taken away again. */
    removedAt: instant.optional(),
  }),
)

/** Ways into the mailbox that were opened lately, beside sign-in methods. */
export const doorsSchema = listOf(
  z.object({
    kind: z.enum(['protocol', 'device']),
    text: z.string(),
    openedAt: instant,
    by: z.string().optional(),
    from: z.string().optional(),
  }),
)

export const delegateSignsSchema = listOf(z.object({ who: z.string(), from: z.string(), at: instant }))

export const submissionSchema = z.object({
  by: z.enum(['person', 'smtp', 'app', 'connector']),
  /** Of an app, or of a connector. */
  name: z.string().optional(),
  /** The account that signed in for it, when it is another one than the sender. */
  account: z.string().optional(),
  device: z.enum(['known', 'unknown']).optional(),
  /** Where it was handed over from. */
  ipAddress: z.string().optional(),
})
export type Submission = z.infer<typeof submissionSchema>

/** What subjects are about, as far as they tell: a subject itself is never kept. */
const themeSchema = z.enum(['payment', 'bait', 'machine'])
export type Theme = z.infer<typeof themeSchema>

export const subjectsSchema = z.object({
  themes: listOf(themeSchema),
  /** Most are answers. */
  replies: z.boolean().optional(),
})
