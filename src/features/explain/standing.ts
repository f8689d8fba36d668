// A bounce tells how things were when it was made. How they are now, the incident tells.
import type { BounceDiagnosis } from '../../domain/bounce.js'
import type { Incident } from '../../domain/incident.js'
import { toUtcText } from '../words/words.js'

export interface Standing {
  readonly helpsText: string
  readonly unblockHelps: boolean
  readonly advice: string
}

export const dayOfMail = 24 * 3_600_000

/** What takes the place of the bounce's own advice; undefined where that still holds. */
export function toStanding(diagnosis: BounceDiagnosis, incident: Incident | undefined): Standing | undefined {
  const unblock = diagnosis.unblockHelps === 'yes' ? findUnblock(incident) : undefined
  if (unblock === undefined) return undefined
  const at = unblock.attemptedAt ?? unblock.requestedAt
  return {
    helpsText: 'Unblocked already',
    unblockHelps: false,
    advice: `${unblock.by.name} unblocked it at ${toUtcText(at)}. Mail usually flows again within one hour, at the latest at ${toUtcText(at + dayOfMail)}: until then there is nothing to do. Does it still bounce after that, open a case with Microsoft Support.`,
  }
}

function findUnblock(incident: Incident | undefined) {
  if (incident?.state.status === 'watching') return incident.state.unblock
  return incident?.state.status === 'closed' && incident.state.outcome === 'unblocked'
    ? incident.state.unblock
    : undefined
}

/** The list was not read lately: what it does not have may be on it. */
export const notKnown: Standing = {
  helpsText: 'Whether it is restricted cannot be known now',
  unblockHelps: false,
  advice:
    'The list could not be read lately. Look in the Microsoft Defender portal, or ask again when Reprieve reads it.',
}

/** The list does not have what the bounce is about: it is looked for elsewhere, not unblocked here. */
export const notListed: Standing = {
  helpsText: 'There is nothing to unblock under what it names',
  unblockHelps: false,
  advice:
    'Look for the account that submitted the mail: a delegate of the mailbox in From, another address of its owner, who sends as it. Or the bounce is an older one.',
}
