// How the settings that are in use stand to what is written in their files now.
import type { Instant } from './instant.js'

export interface SettingsStanding {
  /** When those in use were read. */
  readonly takenAt: Instant
  /** Where their tenants come from: "990 from tenants.csv, 10 written out". */
  readonly from: string
  /** Why what is written now is not taken; none when it is. */
  readonly problems: readonly string[]
  /** The sections that were changed and wait for a restart. */
  readonly waiting: readonly string[]
}
