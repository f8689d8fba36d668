// A bounce tells how things were when it was made. How they are now, the incident and the list tell: exactly one of restricted
// now, unblocked so long ago, not on the list, not to be known, or nothing that a list could tell of.

import { type Sight, toAbsenceText, toBlindText } from '../../domain/absence.js'
import type { BounceDiagnosis } from '../../domain/bounce.js'
import type { Incident, Unblock } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { longestMilliseconds, toMailVerdict } from '../../domain/mail-flow.js'
import { toUnderstood } from '../../domain/pasted/index.js'
import { say, tellCommand, tellDay, type Words } from '../../domain/said.js'
import { toSeenText } from '../words/mail.js'
import { toAgeText } from '../words/words.js'

export type StandingKind = 'restricted' | 'under-way' | 'unblocked' | 'not-listed' | 'not-known'

export interface Standing {
  readonly kind: StandingKind
  readonly helpsText: string
  readonly unblockHelps: boolean
  /** Undefined where what the bounce itself advises still holds. */
  readonly advice?: Words
}

/** Of one that is known. Undefined for one that ended longer ago than mail takes to flow again. */
export function toStanding(
  { state }: Incident,
  { unblockHelps }: BounceDiagnosis,
  now: Instant,
): Standing | undefined {
  switch (state.status) {
    case 'open':
    case 'reviewing':
    case 'failed':
      return unblockHelps === 'yes' ? restricted : restrictedAnyway
    case 'unblocking':
    case 'uncertain':
      return {
        kind: 'under-way',
        helpsText: 'An unblock is under way',
        unblockHelps: false,
        advice: 'What became of it is on the card within minutes. Until then there is nothing to do.',
      }
    case 'watching':
      return toUnblocked(state.unblock, now)
    case 'stuck':
      return {
        ...toUnblocked(state.unblock, now),
        advice: say`${toWhoText(state.unblock)} ${toMailVerdict(state.unblock.mail) === 'refused' ? say`It is still blocked: mail was ${toSeenText(state.unblock.mail) ?? ''}.` : 'Mail should flow by now.'} Open a case with Microsoft Support: the details have the text for it.`,
      }
    case 'closed':
      if (state.closedAt < now - longestMilliseconds) return undefined
      return state.outcome === 'unblocked' && state.unblock !== undefined
        ? toUnblocked(state.unblock, now)
        : toGone(state.closedAt, now)
    default:
      return state satisfies never
  }
}

const restricted: Standing = {
  kind: 'restricted',
  helpsText: 'Restricted now: unblocking it here helps',
  unblockHelps: true,
}

/** The bounce does not say that this is why. */
const restrictedAnyway: Standing = {
  kind: 'restricted',
  helpsText: 'Restricted now, and that may be why',
  unblockHelps: true,
  advice: 'Review it: what is known of it says whether to unblock it.',
}

function toUnblocked(unblock: Unblock, now: Instant): Standing {
  const at = toTime(unblock)
  return {
    kind: 'unblocked',
    helpsText: `Unblocked ${toAgeText(at, now)} ago`,
    unblockHelps: false,
    advice: say`${toWhoText(unblock)} ${toSinceText(unblock, at)}`,
  }
}

/** What was seen of mail since, and what to do by it. */
function toSinceText({ mail }: Unblock, at: Instant): Words {
  const seen = toSeenText(mail)
  const wait = say`${toWaitText(at)} Does it still bounce after that, open a case with Microsoft Support; ${tellCommand('show')} and its address has the text for it.`
  switch (toMailVerdict(mail)) {
    case 'delivered':
      return say`Mail flows: ${seen ?? ''}. Send the bounced message again.`
    case 'refused':
      return say`It is still blocked: mail was ${seen ?? ''}. ${wait}`
    default:
      return wait
  }
}

function toWhoText(unblock: Unblock): Words {
  return say`${unblock.by.name} unblocked it at ${tellDay(toTime(unblock))}.`
}

function toTime({ attemptedAt, requestedAt }: Unblock): Instant {
  return attemptedAt ?? requestedAt
}

function toGone(at: Instant, now: Instant): Standing {
  return {
    kind: 'unblocked',
    helpsText: `Off the list for ${toAgeText(at, now)}`,
    unblockHelps: false,
    advice: say`It left the list at ${tellDay(at)}, and was not unblocked from here. ${toWaitText(at)}`,
  }
}

function toWaitText(since: Instant): Words {
  return say`Mail usually flows again within one hour, at the latest at ${tellDay(since + longestMilliseconds)}: until then there is nothing to do.`
}

/** Several that are restricted now are meant, or may be. */
export const severalRestricted: Standing = {
  kind: 'restricted',
  helpsText: 'Restricted now: unblocking helps',
  unblockHelps: true,
}

/** The list was not read lately: what it does not have may be on it. */
export function toNotKnown(sight: Sight): Standing {
  return {
    kind: 'not-known',
    helpsText: 'Whether it is restricted cannot be known now',
    unblockHelps: false,
    advice: `It cannot be told: ${toBlindText(sight)}. Look in the Microsoft Defender portal, or ask again when Reprieve reads it.`,
  }
}

/** The bounce does not say whose it is. */
export function toNobodyNamed(restrictedNow: number): Standing {
  return {
    kind: 'not-known',
    helpsText: 'Whose bounce it is cannot be known: it names no address',
    unblockHelps: false,
    advice: say`Paste it with the address of the sender. ${restrictedNow === 1 ? 'One sender is' : `${restrictedNow} senders are`} restricted now: type ${tellCommand('list senders')}.`,
  }
}

/** The list does not have what the bounce is about: it is looked for elsewhere, not unblocked here. */
export const notListed: Standing = {
  kind: 'not-listed',
  helpsText: 'There is nothing to unblock under what it names',
  unblockHelps: false,
  advice:
    'Look for the account that submitted the mail: a delegate of the mailbox in From, another address of its owner, who sends as it. Or the bounce is an older one.',
}

/** What the list does not have, and when it was read. */
export function toNotListedText(diagnosis: BounceDiagnosis, named: readonly string[], sight: Sight): string {
  if (diagnosis.concerns === 'connector') return toAbsenceText({ of: 'connectors' }, sight)
  const [only, ...others] = named
  if (only === undefined) return toAbsenceText({ of: 'senders' }, sight)
  return toAbsenceText(
    others.length === 0 ? { of: 'listed', name: toUnderstood(only) } : { of: 'named' },
    sight,
  )
}

/** Who may be behind an address that is not on the list itself. */
export function toDelegatesText(names: readonly string[], unknown: string, sight: Sight): string {
  if (names.length > 0)
    return `Exchange restricts the account that submitted: of those restricted now, ${names.join(', ')} may send as it.`
  if (unknown !== '')
    return `Exchange restricts the account that submitted. Whether one of those restricted now may send as it is not known: ${unknown.replace(/\.$/, '')}.`
  return `Exchange restricts the account that submitted. ${toAbsenceText({ of: 'delegates' }, sight)}`
}
