// How a closed incident ended, in one line.

import { toActorKey, toActorRef } from '../../domain/actor.js'
import { toBreakGlassText } from '../../domain/break-glass.js'
import { findDrillEnd } from '../../domain/drill.js'
import type { EarlyEnd } from '../../domain/early.js'
import type { Incident, Unblock } from '../../domain/incident.js'
import { say, tellClock, type Words } from '../../domain/said.js'
import { toMailEnd } from './mail.js'

export function toOutcomeText(incident: Incident): Words {
  const { state } = incident
  if (state.status !== 'closed') return ''
  const at = tellClock(state.closedAt)
  if (incident.continuedBy !== undefined)
    return say`Left the list for a while, seen ${at}. It came back, and incident ${incident.continuedBy} goes on with it.`
  const early = incident.early?.over
  if (early !== undefined) return say`${earlyTexts[early.why]}, seen ${tellClock(early.at)}.`
  const practised = findDrillEnd(incident)
  if (practised !== undefined && practised !== 'finished') return toDrillText(incident, practised, at)
  const { unblock } = state
  const by = unblock === undefined ? '' : ` by ${toActorRef(unblock.by).name}${toReviewedText(unblock)}`
  switch (state.outcome) {
    case 'unblocked':
      return say`Unblocked${by}, off the list when last looked at ${at}. ${toMailEnd(unblock?.mail)}`
    case 'cleared-elsewhere':
      return state.lifted === undefined
        ? say`Left the list, seen ${at}: lifted elsewhere, by Microsoft, or ended by itself.`
        : say`Lifted outside Reprieve by ${state.lifted.by} at ${tellClock(state.lifted.at)}, by the audit log. Seen ${at}.`
    case 'expired':
      return say`Left the list by itself, seen ${at}. The limit or temporary block ran out.`
    case 'restricted-again':
      return say`Unblocked${by}, and restricted again, seen ${at}. There is a new card for it.`
    case 'no-longer-watched':
      return say`Its tenant was taken out of the settings, noticed ${at}. ${toUnwatchedText(state)}`
    default:
      return state.outcome satisfies never
  }
}

const earlyTexts: Readonly<Record<EarlyEnd, string>> = {
  quiet: 'Sends as usual again and was never restricted',
  restricted: 'Restricted by Exchange; another card goes on with it',
  muted: 'Muted, and was not restricted',
  off: 'The settings do not ask for early cards any more',
}

function toDrillText({ drill }: Incident, end: 'called-off' | 'timed-out', at: Words): Words {
  const who = drill?.calledOff === undefined ? '' : ` by ${drill.calledOff.by.name}`
  return end === 'called-off' ? say`Called off${who} ${at}.` : say`Its time was over ${at}.`
}

/** Whoever approves signs as approver; the review stays whose it is. */
export function toReviewedText({
  by,
  review,
  first,
  breakGlass,
}: Pick<Unblock, 'by' | 'review' | 'first' | 'breakGlass'>): string {
  if (breakGlass !== undefined) return toBreakGlassText(breakGlass)
  const reviewed = toActorKey(review.by) === toActorKey(by) ? '' : `, reviewed by ${review.by.name}`
  return first === undefined ? reviewed : `${reviewed}, signed first by ${first.by.name}`
}

type Closed = Extract<Incident['state'], { readonly status: 'closed' }>

/** What is known of an unblock that nobody could see to its end. */
function toUnwatchedText({ unblock, from }: Closed): string {
  const portal = 'Whether it is still restricted, the portal shows.'
  if (unblock === undefined) return portal
  const asked = `the unblock that ${toActorRef(unblock.by).name} confirmed`
  switch (from) {
    case 'uncertain':
      return `What became of ${asked} is not known. ${portal}`
    case 'watching':
      return `It was being watched after ${asked}. ${portal}`
    case 'stuck':
      return `It was still on the list after ${asked}. ${portal}`
    case 'open':
    case 'reviewing':
    case 'failed':
    case 'unblocking':
    case undefined:
      return `Nothing came of ${asked}. ${portal}`
    default:
      return from satisfies never
  }
}
