// What is muted, on the card of an incident and in a row.

import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import { canBeMuted, toMuteEnd } from '../../domain/mute.js'
import { say, tellZoned, type Words } from '../../domain/said.js'
import type { ToLine } from '../feature.js'
import type { CardButton, TextRow } from '../words/views.js'
import type { StatusWords } from '../words/words.js'

export function toMutedHead({ muted }: Incident): StatusWords | undefined {
  if (muted === undefined) return undefined
  return { icon: '🔇', word: `Muted until ${toMuteEnd(muted)}`, tone: 'calm' }
}

export function toMutedWho({ muted }: Incident): Words | undefined {
  if (muted === undefined) return undefined
  const { by, at, zone, reason } = muted
  return say`🔇 ${by.name} at ${tellZoned(at, at, zone)} “${reason}”`
}

export function toMutedRow({ muted }: Incident): string | undefined {
  return muted === undefined
    ? undefined
    : `🔇 muted by ${muted.by.name} until ${toMuteEnd(muted)}: ${muted.reason}`
}

/** Beside the worse verdict that ended it. */
export function toUnmutedProgress({ unmuted }: Incident): readonly TextRow[] {
  return unmuted === undefined ? [] : [{ text: `Was muted by ${unmuted.by.name}: “${unmuted.reason}”` }]
}

export function listMuteButtons(incident: Incident): readonly CardButton[] {
  if (incident.muted !== undefined) return [{ pressId: 'unmute', title: 'End the mute', isMain: false }]
  return canBeMuted(incident) ? [{ pressId: 'mute', title: 'Mute…', isMain: false, isInMenu: true }] : []
}

/** By the time it is said it may be over. */
export const toMutedLine: ToLine = ({ muted, entity }, { who }) => {
  const until = muted === undefined ? '' : ` until ${toMuteEnd(muted)}: “${muted.reason}”`
  return {
    name: 'line',
    view: { icon: '🔇', text: `${who} muted ${toEntityName(entity)}${until}`, mentions: [] },
  }
}
