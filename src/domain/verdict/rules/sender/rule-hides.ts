// Inbox rules that keep the owner from seeing answers, bounces and warnings, or send mail away. Whether one does is what
// the reading of the rules says; here it is weighed by age, by how it is hidden, and by what happened around it.

import type { SenderEvidence } from '../../../evidence.js'
import { isOldSorting } from '../../../filing.js'
import { dayMilliseconds } from '../../../instant.js'
import { toUtcText } from '../../../words.js'
import { findAddresses, isOutside } from '../../domains.js'
import { followsDoubt, listDoubtful } from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'
import { lateDays, toDaysBefore, toSpanText } from '../../window.js'

type Rule = Extract<SenderEvidence['inboxRules'], { known: true }>['value'][number]

const sendsAway = /forward|redirect/i
/** Warnings, money, or simply everything: what an intruder does not want to be read. */
const telling =
  /everything|\ball mail|nearly all|helpdesk|postmaster|undeliver|bounce|security|\bphish|hack|password|spam|virus|fraud|\bbank|iban|payment|invoice|\bwire\b|payroll|salary|\bhr\b|direct deposit|rechnung|überweisung|passwort|facture|virement|mot de passe|factura|contraseña|fattura|betaling|wachtwoord|請求|パスワード/iu

/** An old one that is in plain sight belongs to the owner. */
export function isOldRule(rule: Rule, given: SenderCase): boolean {
  if (isOldSorting(rule)) return true
  return !rule.hidden && (toDaysBefore(rule.changedAt, given) ?? 0) > lateDays * 2
}

export function listOddRules(given: SenderCase): readonly Rule[] {
  const { inboxRules } = given.evidence
  return inboxRules.known ? inboxRules.value.filter(({ suspicious }) => suspicious) : []
}

export const ruleHides: SenderSigns = (given) =>
  findHeaviest(
    listOddRules(given)
      .filter((rule) => !isOldRule(rule, given))
      .map((rule) => toRuleSign(rule, given)),
  )

function toRuleSign(rule: Rule, given: SenderCase): Sign {
  const { name, effect, hidden, enabled, changedAt } = rule
  const follows = followsDoubt(changedAt, listDoubtful(given))
  const age = toDaysBefore(changedAt, given)
  const made =
    changedAt === undefined
      ? 'when is not known'
      : `made or changed ${toUtcText(changedAt)}${rule.changedFrom === undefined ? '' : ` from ${rule.changedFrom}`}, ${toSpanText((age ?? 0) * dayMilliseconds)} ${(age ?? 0) < 0 ? 'after' : 'before'} the restriction`
  return toSign({
    key: 'rule-hides',
    side: 'takeover',
    weight: weigh(rule, given, follows),
    short: [toRuleText(rule, given)],
    at: changedAt,
    words: `${rule.kind === 'sweep' ? 'Sweep' : 'Inbox'} rule "${name}"${hidden ? ', hidden from Outlook,' : ''}${enabled ? '' : ' (off)'} ${effect}; ${made}${
      follows ? ', soon after a doubtful sign-in' : ''
    }.`,
  })
}

function weigh(rule: Rule, given: SenderCase, follows: boolean): number {
  const targets = findAddresses(rule.effect)
  const staysInside =
    sendsAway.test(rule.effect) && targets.length > 0 && !targets.some((one) => isOutside(one, given))
  if (staysInside && !follows) return 1
  const isDated = rule.changedAt !== undefined
  const isNameless = rule.name.replaceAll(/[^\p{L}\p{N}]/gu, '').length < 2
  const leaves = targets.some((one) => isOutside(one, given))
  const isTelling =
    rule.hidden || isNameless || leaves || rule.about !== undefined || telling.test(rule.effect)
  return (isDated ? 3 : 2) + (isTelling ? 1 : 0) + (follows ? 1 : 0)
}

function toRuleText({ effect, hidden }: Rule, given: SenderCase): string {
  if (findAddresses(effect).some((one) => isOutside(one, given))) return 'Rule forwards outside'
  if (sendsAway.test(effect)) return 'Rule sends mail on'
  if (hidden) return /delet/i.test(effect) ? 'Hidden rule deletes mail' : 'Hidden rule'
  return /delet/i.test(effect) ? 'Rule deletes mail' : 'Rule hides mail'
}
