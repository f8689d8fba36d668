// What is said of a sender who is not restricted yet.

import type { Early, EarlyEnd, Near } from '../../domain/early.js'
import type { Incident } from '../../domain/incident.js'
import { findVerdict } from '../../domain/outlook.js'
import { say, tellClock } from '../../domain/said.js'
import type { TextRow } from '../words/views.js'
import type { StatusWords } from '../words/words.js'

/** The verdict is what people act by; until it is there, why the card came. */
export function toEarlyHead(incident: Incident): StatusWords | undefined {
  const { early, state } = incident
  if (early === undefined || state.status === 'closed') return undefined
  const headline = 'Can still send'
  if (findVerdict(incident)?.verdict === 'compromised')
    return { icon: '🚨', word: 'Looks compromised, still sending', tone: 'bad', headline }
  return early.near === undefined
    ? { icon: '📨', word: 'Suspicious sending', tone: 'busy', headline }
    : { icon: '⏱️', word: 'Near the limit', tone: 'calm', headline }
}

/** "430 of 500 recipients outside in an hour (policy Strict), seen 14:05 UTC" */
export function listEarlyRows({ early, state }: Incident): readonly TextRow[] {
  if (early === undefined || state.status === 'closed') return []
  const { near, alertAt, seenAt } = early
  return [
    ...(near === undefined ? [] : [{ text: say`${toNearText(near)}, seen ${tellClock(seenAt)}` }]),
    ...(alertAt === undefined ? [] : [{ text: say`Microsoft’s alert of ${tellClock(alertAt)}` }]),
  ]
}

const limitWords: Readonly<Record<Near['limit'], string>> = {
  'external-hour': 'recipients outside in an hour',
  'internal-hour': 'recipients inside in an hour',
  day: 'recipients in a day',
}

function toNearText({ limit, count, most, policy, isLowest, isLeast }: Near): string {
  const numbers = `${count.toLocaleString('en-US')} of ${most.toLocaleString('en-US')}`
  const whose = policy === '' ? '' : ` (policy ${policy}${isLowest === true ? ', the lowest of all' : ''})`
  return `${isLeast ? 'At least ' : ''}${numbers} ${limitWords[limit]}${whose}`
}

export function toSignText({ near, alertAt }: Early): string {
  return [
    ...(near === undefined ? [] : [toNearText(near)]),
    ...(alertAt === undefined ? [] : ['Microsoft’s alert about suspicious sending']),
  ].join('; ')
}

export const earlyEndWords: Readonly<Record<EarlyEnd, string>> = {
  quiet: 'sends as usual again',
  restricted: 'restricted now',
  muted: 'muted by somebody',
  off: 'no longer looked at',
}
