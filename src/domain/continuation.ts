// An entry that left the list and is back may be the one it was: lists leave entries out for a while. Then a new incident goes
// on where the closed one stopped, with its cards, its reviews and its evidence, and nobody is called restricted once more.
import { findUnblock } from './attempts.js'
import type { Incident } from './incident.js'
import { dayMilliseconds, hourMilliseconds, type Instant, isAhead } from './instant.js'
import { hasStanding } from './offers.js'
import { isNewListing, type Restriction } from './restriction.js'
import { toSeverity } from './route.js'
import { openIncident } from './transitions.js'

/** For so long after it was gone an entry with the same date is the same one; nobody looks at a card that is older. */
const datedMilliseconds = dayMilliseconds
/** And so long one that says nothing of when it began. */
const undatedMilliseconds = hourMilliseconds

/** Whether nothing proves that this entry is another one than that of an incident which ended because it had left the list. */
export function isContinued(
  { restriction, state, openedAt }: Incident,
  entry: Restriction,
  now: Instant,
): boolean {
  if (state.status !== 'closed') return false
  const { outcome, closedAt } = state
  if (outcome !== 'cleared-elsewhere' && outcome !== 'expired' && outcome !== 'unblocked') return false
  if (isNewListing(restriction, openedAt, entry)) return false
  const age = isAhead(closedAt, now) ? 0 : now - closedAt
  const [before, after] = [restriction.createdAt, entry.createdAt]
  if (before !== undefined && after !== undefined) return age < datedMilliseconds
  // Without dates an entry that is back after an unblock is more likely a new one.
  if (outcome === 'unblocked') return false
  if (after !== undefined && after >= closedAt) return false
  return age < undatedMilliseconds && restriction.reason.raw === entry.reason.raw
}

interface Opening {
  readonly id: string
  readonly restriction: Restriction
  /** The digest it was on, when there still is one. */
  readonly digestId: string | undefined
  readonly now: Instant
}

/** What stands on an account can be given back where it was done: that card stays, and the new incident gets one of its own. */
export function continueIncident(over: Incident, opening: Opening): Incident {
  const { evidence, asked, untold, doubted, attempts = [] } = over
  const unblock = findUnblock(over)
  const tried = unblock === undefined ? attempts : [...attempts, unblock]
  return {
    ...openIncident({ ...opening, tenantId: over.tenantId, earlier: over.earlier }),
    severity: over.severity ?? toSeverity(over.restriction),
    revision: over.revision + 1,
    openedAt: over.openedAt,
    continues: over.id,
    reviews: over.reviews,
    ...(evidence === undefined ? {} : { evidence }),
    ...(asked === undefined ? {} : { asked }),
    ...(tried.length === 0 ? {} : { attempts: tried }),
    ...(hasStanding(over)
      ? {}
      : {
          cards: over.cards,
          ...(untold === undefined ? {} : { untold }),
          ...(doubted === undefined ? {} : { doubted }),
        }),
  }
}

/** Its cards are those of the incident that goes on. */
export function markContinued(over: Incident, continuedBy: string): Incident {
  if (over.continuedBy !== undefined) return over
  if (hasStanding(over)) return { ...over, continuedBy }
  const { doubted: _, ...rest } = over
  return { ...rest, cards: [], continuedBy }
}
