import type { Instant } from '../domain/instant.js'

/** After this, ISO years get a sign and six digits, and file names would no longer sort by time. */
const lastInstant = Date.UTC(9999, 11, 31)

/** The UTC month that a line's file is named after: `2026-11`. @throws RangeError when there is no such file name. */
export function toMonth(at: Instant): string {
  if (!(at >= 0 && at <= lastInstant)) throw new RangeError(`${at} is not a moment between 1970 and 9999`)
  return new Date(at).toISOString().slice(0, 7)
}
