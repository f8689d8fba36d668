import { dayMilliseconds, type Instant } from '../instant.js'
import type { VerdictContext } from './types.js'

interface Looked extends Pick<VerdictContext, 'restriction'> {
  readonly evidence: { readonly gatheredAt: Instant }
}

/** A way in may lie weeks before the mail: it is bought and used later. */
export const lateDays = 30

/** How many days before the restriction it was; negative for since then, undefined without a date. */
export function toDaysBefore(at: Instant | undefined, { restriction, evidence }: Looked): number | undefined {
  return at === undefined
    ? undefined
    : ((restriction.createdAt ?? evidence.gatheredAt) - at) / dayMilliseconds
}

export function isLate(at: Instant, given: Looked): boolean {
  return (toDaysBefore(at, given) ?? 0) <= lateDays
}

/** "20 minutes", "3 hours", "21 days", "4 years": for how long ago, or how long between. */
export function toSpanText(milliseconds: number): string {
  const days = Math.abs(milliseconds) / dayMilliseconds
  const [count, unit] =
    days >= 730
      ? [days / 365, 'year']
      : days >= 3
        ? [days, 'day']
        : days * 24 >= 2
          ? [days * 24, 'hour']
          : [days * 24 * 60, 'minute']
  const whole = Math.round(count)
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`
}
