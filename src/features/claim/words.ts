// Who is on it, on the card of an incident and in its thread.

import { findTaken, isClaimable } from '../../domain/claim.js'
import type { Incident } from '../../domain/incident.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import { findWaiting } from '../approval/words.js'
import type { CardButton } from '../words/views.js'

/** Undefined where nobody has to do anything. */
export function toWhoText(incident: Incident): Words | undefined {
  if (!isClaimable(incident)) return undefined
  const taken = findTaken(incident)
  return taken === undefined
    ? '⏳ Nobody yet'
    : say`🙋 ${taken.by.name} is on it · ${tellClock(taken.since)} to ${tellClock(taken.until)}`
}

export function listClaimButtons(incident: Incident): readonly CardButton[] {
  if (!isClaimable(incident)) return []
  return [
    {
      pressId: 'claim',
      title: findTaken(incident) === undefined ? 'I’m on it' : 'Take over',
      isMain: false,
      ...(isElsewhere(incident) ? { isInMenu: true } : {}),
    },
  ]
}

/** What waits for its time or for somebody's approval has buttons of its own for that, and a phone has one row. */
function isElsewhere(incident: Incident): boolean {
  return incident.snoozed !== undefined || incident.muted !== undefined || findWaiting(incident) !== undefined
}

/** Undefined when nobody is. */
export function toClaimedText(incident: Incident): string | undefined {
  const taken = isClaimable(incident) ? findTaken(incident) : undefined
  return taken === undefined ? undefined : `🙋 ${taken.by.name} is on it`
}
