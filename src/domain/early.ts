// A sender who is not restricted yet: near a limit of their own, or of whom Microsoft says that their sending looks odd.
import { z } from 'zod'
import type { Fact } from './fact.js'
import type { Instant } from './instant.js'

/** What the settings ask for; a tenant without it is not looked at before Exchange acts. */
export interface EarlyWish {
  /** Percent of a limit from which on a card comes; undefined: limits are not looked at. */
  readonly nearLimitPercent?: number
  /** Whether Microsoft's alert about odd sending is read. */
  readonly alerts: boolean
}

export interface EarlyAsked {
  readonly loads: boolean
  /** From so many recipients in the hour on, those of the whole day are counted as well, for the worst senders alone. */
  readonly dayFrom: number
  readonly alerts: boolean
  /** Alerts that were made since. */
  readonly since: Instant
}

/** How many recipients one sender has had. A message to one is counted once. */
export interface SenderLoad {
  readonly address: string
  /** In the last hour. */
  readonly external: number
  readonly internal: number
  /** In the last day; undefined when it was not counted. */
  readonly day?: number
}

export interface Loads {
  readonly senders: readonly SenderLoad[]
  /** There was more mail than could be read: each count is the least that it is. */
  readonly isCut: boolean
}

export interface SendingAlert {
  readonly id: string
  readonly at: Instant
  /** Whom it is about, as far as it says so. */
  readonly addresses: readonly string[]
}

/** Undefined: was not asked for. */
export interface EarlySigns {
  readonly loads?: Fact<Loads>
  readonly alerts?: Fact<readonly SendingAlert[]>
}

/** Microsoft's own words and id of the alert, the same in every tenant. */
export const sendingAlert = {
  title: 'Suspicious email sending patterns detected',
  policyId: 'be215649-fba8-4339-9ddd-05991a43b948',
} as const

const limits = ['external-hour', 'internal-hour', 'day'] as const

const nearSchema = z
  .object({
    limit: z.enum(limits),
    count: z.number(),
    most: z.number(),
    /** Whose limit it is; empty for that of the service. Outside text. */
    policy: z.string(),
    /** Which policy applies cannot be told: this is the lowest limit of all of them. */
    isLowest: z.boolean().optional(),
    /** The count is the least that it is. */
    isLeast: z.boolean(),
  })
  .readonly()
export type Near = z.infer<typeof nearSchema>

export interface Limit {
  readonly most: number
  readonly policy: string
  readonly isLowest?: true
}
/** Undefined: there is none. */
export type Limits = Readonly<Record<Near['limit'], Limit | undefined>>

export const earlySchema = z
  .object({
    /** The nearest limit, as it was counted last. */
    near: nearSchema.optional(),
    /** Microsoft's alert, when it was made. */
    alertAt: z.number().optional(),
    /** When either was seen last. */
    seenAt: z.number(),
    over: z
      .object({
        at: z.number(),
        why: z.enum(['quiet', 'restricted', 'muted', 'off']),
        /** The incident of the restriction. */
        incidentId: z.string().optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly()
export type Early = z.infer<typeof earlySchema>
export type EarlyEnd = NonNullable<Early['over']>['why']

/** The limit that is nearest, from this share of it on; undefined when there is none. */
export function findNear(
  { external, internal, day }: SenderLoad,
  {
    limits: known,
    percent,
    isLeast,
  }: {
    readonly limits: Limits
    readonly percent: number
    readonly isLeast: boolean
  },
): Near | undefined {
  const counts = { 'external-hour': external, 'internal-hour': internal, day: day ?? external + internal }
  return limits
    .flatMap((limit): readonly Near[] => {
      const one = known[limit]
      return one === undefined ? [] : [{ limit, count: counts[limit], isLeast, ...one }]
    })
    .filter(({ count, most }) => count * 100 >= most * percent)
    .toSorted((one, other) => toShare(other) - toShare(one))[0]
}

export function toShare({ count, most }: Pick<Near, 'count' | 'most'>): number {
  return count / most
}
