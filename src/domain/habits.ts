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
})

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
  }),
)

export const removedTracesSchema = listOf(
  z.object({
    what: z.enum(['rule', 'consent', 'connector', 'method', 'forwarding', 'delegate', 'other']),
    /** What it was, in words; for the review, never for a shared card. */
    text: z.string(),
    madeAt: instant.optional(),
    removedAt: instant.optional(),
    /** False for one that did nothing that hides, forwards or lets somebody in. */
    suspicious: z.boolean(),
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
})

/** What subjects are about, as far as they tell: a subject itself is never kept. */
const themeSchema = z.enum(['payment', 'bait', 'machine'])
export type Theme = z.infer<typeof themeSchema>

export const subjectsSchema = z.object({
  themes: listOf(themeSchema),
  /** Most are answers. */
  replies: z.boolean().optional(),
})
