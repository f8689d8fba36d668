// What could not be known, and why. A missing fact is never a good one: as long as one of those is missing that a takeover
// would show in, nobody is cleared.
import type { SenderEvidence } from '../../../evidence.js'
import type { Fact } from '../../../fact.js'
import { type Gap, toGapsText } from '../../gaps.js'
import { findUsual, listSuccesses } from '../../places.js'
import { toSign } from '../../sign.js'
import type { SenderCase, SenderSigns } from '../../types.js'

interface SenderGap extends Gap {
  /** A takeover may show there and nowhere else. */
  readonly isVital: boolean
}

const notLooked = 'not looked at'

export const notRead: SenderSigns = (given) => {
  const gaps = listGaps(given)
  const [first] = gaps.toSorted((one, other) => Number(other.isVital) - Number(one.isVital))
  if (first === undefined) return []
  const vital = gaps.filter(({ isVital }) => isVital)
  return [
    toSign({
      key: 'evidence-missing',
      side: 'missing',
      weight: vital.length > 0 ? 3 : 1,
      short: [`${first.name} not checked`, toShortWhy(first.why)],
      words: toGapsText(gaps),
    }),
  ]
}

function toShortWhy(why: string): string {
  if (/licen[cs]e|P1|P2/i.test(why)) return 'licence'
  if (/time|answer|50\d|busy|unavailable/i.test(why)) return 'no answer'
  if (/permission|403|forbidden|refused|lacks|role/i.test(why)) return 'no right'
  return ''
}

function listGaps(given: SenderCase): readonly SenderGap[] {
  const { evidence } = given
  const { sentMail } = evidence
  const isNobody = evidence.owner?.kind === 'nobody'
  const account = isNobody ? [] : listAccountGaps(given)
  const cut = sentMail.known && sentMail.value.truncated === true
  return [
    ...account,
    ...toGap('Sent mail', sentMail, true),
    ...(cut ? [{ name: 'All of the mail', why: 'the trace was cut short', isVital: true }] : []),
    ...toGap('Its rhythm', evidence.rhythm, false),
    ...(sentMail.known && sentMail.value.seenBefore === undefined
      ? [{ name: 'Earlier recipients', why: notLooked, isVital: false }]
      : []),
  ]
}

function listAccountGaps(given: SenderCase): readonly SenderGap[] {
  const { evidence } = given
  const methods = evidence.methodChanges ?? evidence.authentication
  const half = evidence.missingSignIns
  return [
    ...toGap('Sign-ins', evidence.signIns, true),
    ...(half === undefined ? [] : [{ name: 'Some sign-ins', why: half.why, isVital: true }]),
    ...(evidence.signIns.known && findUsual(given) === undefined && listSuccesses(given).length > 0
      ? [{ name: 'Earlier sign-ins', why: toWhy(evidence.usualPlaces), isVital: true }]
      : []),
    ...toGap('Inbox rules', evidence.inboxRules, true),
    ...toPart('Sweep rules', evidence.missingRules, true),
    ...toGap('Forwarding', evidence.forwarding, true),
    ...toGap('Transport rules', evidence.transportRules, false),
    ...listLater(evidence),
    ...toGap('Automatic reply', evidence.automaticReply, false),
    ...toGap('Sign-in methods', methods.known ? methods : evidence.authentication, true),
    ...toGap('Apps', evidence.missingApps ?? evidence.consents, true),
    ...(evidence.doors?.known === false ? toGap('Opened ways in', evidence.doors, true) : []),
    ...toGap('Removed traces', evidence.removedTraces, true),
    ...toPart('All of the audit log', evidence.missingTraces, true),
    ...toGap('Delegates', evidence.delegates, true),
    ...toPart('Rights of folders', evidence.missingDelegates, false),
    ...toGap('Risk', evidence.risk, false),
    ...toGap('Roles', evidence.roles, false),
    ...toGap('Account', evidence.account, false),
  ]
}

/** What an older version did not gather is no gap of its own. */
function listLater({ journalRules, appCredentials }: SenderEvidence): readonly SenderGap[] {
  return [
    ...(journalRules?.known === false ? toGap('Journal rules', journalRules, false) : []),
    ...(appCredentials?.known === false ? toGap('Secrets of apps', appCredentials, false) : []),
  ]
}

type Maybe = Fact<unknown> | undefined

function toWhy(fact: Maybe): string {
  return fact === undefined || fact.known ? notLooked : fact.why
}

function toGap(name: string, fact: Maybe, isVital: boolean): readonly SenderGap[] {
  return fact?.known === true ? [] : [{ name, why: toWhy(fact), isVital }]
}

function toPart(
  name: string,
  missing: { readonly why: string } | undefined,
  isVital: boolean,
): readonly SenderGap[] {
  return missing === undefined ? [] : [{ name, why: missing.why, isVital }]
}

/** For the badge. */
export function hasVitalGap(given: { readonly evidence: SenderEvidence } & SenderCase): boolean {
  return listGaps(given).some(({ isVital }) => isVital)
}
