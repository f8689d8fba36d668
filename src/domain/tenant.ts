import type { EarlyWish } from './early.js'
import type { Portals } from './portals.js'
import type { AlertRoute } from './route.js'

/** One Microsoft 365 organisation with the channels that hear of it. */
export interface Tenant {
  readonly id: string
  /** As people know it: "Contoso". */
  readonly name: string
  /** Which of its channels hear of what. */
  readonly routes: readonly AlertRoute[]
  readonly pollSeconds: number
  /** IANA name; UTC when undefined. A route may have its own. */
  readonly timeZone?: string
  /** The portals of the cloud it lives in. */
  readonly portals: Portals
  /** Defender's alerts about restrictions are kept in step there. */
  readonly hasAlertsInStep?: true
  /** What comes before a restriction; nothing is looked at when undefined. */
  readonly early?: EarlyWish
  /** Nothing is changed there: everything is read and told, and unblocked in the portal. */
  readonly isWatchOnly?: true
  /** What it is read from, in words without secrets: what was read from elsewhere says nothing of it. */
  readonly readFrom?: string
}
