// What sleeps, on the card of an incident and in a row.

import { isClaimable } from '../../domain/claim.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { toOutlook } from '../../domain/outlook.js'
import { say, tellZoned, type Words } from '../../domain/said.js'
import { toSnoozeEnd } from '../../domain/snooze.js'
import type { ToLine } from '../feature.js'
import type { CardButton } from '../words/views.js'
import type { StatusWords } from '../words/words.js'

/** Grey, unless somebody else may be in the account: that stays red whoever sleeps. */
export function toSnoozedHead(incident: Incident): StatusWords | undefined {
  const { snoozed } = incident
  if (snoozed === undefined) return undefined
  const tone = toOutlook(incident) === 'compromised' ? 'bad' : 'calm'
  return { icon: '💤', word: `Snoozed until ${toSnoozeEnd(snoozed)}`, tone }
}

export function toSnoozedWho({ snoozed }: Incident): Words | undefined {
  if (snoozed === undefined) return undefined
  const { by, at, zone, reason } = snoozed
  return say`💤 ${by.name} at ${tellZoned(at, at, zone)} “${reason}”`
}

export function toSnoozedRow({ snoozed }: Incident): Words | undefined {
  if (snoozed === undefined) return undefined
  const { until, at, zone, by } = snoozed
  return say`💤 until ${tellZoned(until, at, zone)}, ${by.name}`
}

export function listSnoozeButtons(incident: Incident): readonly CardButton[] {
  if (!isClaimable(incident)) return []
  return incident.snoozed === undefined
    ? [{ pressId: 'snooze', title: 'Snooze…', isMain: false, isInMenu: true }]
    : [
        { pressId: 'wake', title: 'Wake it now', isMain: false },
        { pressId: 'snooze', title: 'Snooze…', isMain: false, isInMenu: true },
      ]
}

/** By the time it is said it may be awake again. */
export const toSnoozedLine: ToLine = ({ snoozed, entity }, { who }) => {
  const until = snoozed === undefined ? '' : ` until ${toSnoozeEnd(snoozed)}: “${snoozed.reason}”`
  return {
    name: 'line',
    view: { icon: '💤', text: `${who} snoozed ${toEntityName(entity)}${until}`, mentions: [] },
  }
}
