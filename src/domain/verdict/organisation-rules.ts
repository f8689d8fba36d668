// Rules of the organisation that send the mail of this sender outside: no setting of the mailbox shows them. One that has been
// there for long is an archive or a journal.
import type { SenderEvidence } from '../evidence.js'
import { toHandText, toUtcText } from '../words.js'
import { findAddresses, isLookAlikeDomain, isOutside } from './domains.js'
import { followsDoubt, listDoubtful } from './places.js'
import { findHeaviest, toSign } from './sign.js'
import type { SenderCase, Sign } from './types.js'
import { isLate } from './window.js'

type OrganisationRules = SenderEvidence['transportRules']
type OrganisationRule = Extract<OrganisationRules, { known: true }>['value'][number]

/** @param kind as it is called at the beginning of a sentence: "Transport rule". */
export function judgeRules(kind: string, rules: OrganisationRules, given: SenderCase): readonly Sign[] {
  if (rules?.known !== true) return []
  return findHeaviest(rules.value.flatMap((rule) => toRuleSign(kind, rule, given)))
}

function toRuleSign(kind: string, rule: OrganisationRule, given: SenderCase): readonly Sign[] {
  const { name, effect, enabled, changedAt, changedBy, changedFrom } = rule
  const isNew = changedAt === undefined || isLate(changedAt, given)
  const isLookAlike = findAddresses(effect).some((one) => isLookAlikeDomain(one, given))
  if (!enabled || (!isNew && !isLookAlike)) return []
  const leaves = findAddresses(effect).some((one) => isOutside(one, given))
  return [
    toSign({
      key: 'forwarding-outside',
      side: 'takeover',
      weight: isLookAlike ? 5 : weigh(rule, given),
      short: [leaves ? `${kind} sends outside` : `${kind} keeps mail away`],
      at: changedAt,
      words: `The ${kind.toLowerCase()} "${name}" ${effect}; ${changedAt === undefined ? 'since when is not known' : `changed ${toUtcText(changedAt)}${toHandText({ by: changedBy, from: changedFrom })}`}.`,
    }),
  ]
}

function weigh({ whose, changedAt }: OrganisationRule, given: SenderCase): number {
  if (whose !== 'this') return whose === 'everybody' ? 2 : 1
  if (changedAt === undefined) return 3
  return followsDoubt(changedAt, listDoubtful(given)) ? 5 : 4
}
