// What costs others sleep, or a tenant's quota at Microsoft, may be asked for so often: a line that rings in a channel,
// gathered evidence, a run of the doctor, a read of the settings. Looking, reviewing, unblocking and taking an account
// back are never limited.
import { z } from 'zod'
import { hourMilliseconds, type Instant, minuteMilliseconds } from './instant.js'

export const askSchema = z
  .object({
    at: z.number(),
    /** The key of the actor. */
    by: z.string(),
    /** An incident or a tenant; empty where there is only one thing to ask for. */
    about: z.string(),
  })
  .readonly()
/** One wish that was granted. */
export type Ask = z.infer<typeof askSchema>

interface Bound {
  /** Whose asks count: this person's, anybody's for the same thing, this person's for the same thing, or all. */
  readonly of: 'person' | 'thing' | 'person-and-thing' | 'all'
  readonly most: number
  readonly milliseconds: number
}

export const limits = {
  approval: [{ of: 'person-and-thing', most: 1, milliseconds: 15 * minuteMilliseconds }],
  evidence: [
    { of: 'thing', most: 1, milliseconds: 30_000 },
    { of: 'person', most: 20, milliseconds: 10 * minuteMilliseconds },
  ],
  doctor: [
    { of: 'person', most: 1, milliseconds: 2 * minuteMilliseconds },
    { of: 'all', most: 6, milliseconds: 10 * minuteMilliseconds },
  ],
  policies: [
    { of: 'person-and-thing', most: 1, milliseconds: 5 * minuteMilliseconds },
    { of: 'thing', most: 3, milliseconds: 5 * minuteMilliseconds },
    { of: 'person', most: 20, milliseconds: 5 * minuteMilliseconds },
  ],
  /** Of several tenants at once, whichever they are. */
  'all-policies': [
    { of: 'person', most: 1, milliseconds: hourMilliseconds },
    { of: 'all', most: 2, milliseconds: hourMilliseconds },
  ],
} as const satisfies Readonly<Record<string, readonly Bound[]>>
export type LimitName = keyof typeof limits

export type LimitVerdict =
  /** `kept` is what to remember; what is older than any bound is no longer in it. */
  | { readonly allowed: true; readonly kept: readonly Ask[] }
  /** `last` is the latest of those that count, `nextAt` when the next one is granted. */
  | { readonly allowed: false; readonly of: Bound['of']; readonly last: Ask; readonly nextAt: Instant }

/** Asks that lie ahead were made before the clock was set back, and hold nobody up. */
export function judgeAsk(name: LimitName, asks: readonly Ask[], ask: Ask): LimitVerdict {
  const bounds: readonly Bound[] = limits[name]
  for (const { of, most, milliseconds } of bounds) {
    const counting = asks
      .filter((one) => one.at <= ask.at && ask.at - one.at < milliseconds && countsFor(of, one, ask))
      .toSorted((one, other) => one.at - other.at)
    const last = counting.at(-1)
    const first = counting.at(-most)
    if (last !== undefined && first !== undefined)
      return { allowed: false, of, last, nextAt: first.at + milliseconds }
  }
  const longest = Math.max(...bounds.map(({ milliseconds }) => milliseconds))
  const kept = asks.filter(({ at }) => at <= ask.at && ask.at - at < longest)
  return { allowed: true, kept: [...kept, ask] }
}

function countsFor(of: Bound['of'], one: Ask, ask: Ask): boolean {
  switch (of) {
    case 'person':
      return one.by === ask.by
    case 'thing':
      return one.about === ask.about
    case 'person-and-thing':
      return one.by === ask.by && one.about === ask.about
    case 'all':
      return true
    default:
      return of satisfies never
  }
}
