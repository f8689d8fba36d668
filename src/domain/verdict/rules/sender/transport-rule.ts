// A transport rule that sends the mail of this sender outside: no setting of the mailbox shows it. One that has been there for
// long is an archive or a journal.
import type { SenderEvidence } from '../../../evidence.js'
import { toUtcText } from '../../../words.js'
import { findAddresses, isLookAlikeDomain, isOutside } from '../../domains.js'
import { followsDoubt, listDoubtful } from '../../places.js'
import { findHeaviest, toSign } from '../../sign.js'
import type { SenderCase, SenderSigns, Sign } from '../../types.js'
import { isLate } from '../../window.js'

type TransportRule = Extract<SenderEvidence['transportRules'], { known: true }>['value'][number]

export const transportRule: SenderSigns = (given) => {
  const { transportRules } = given.evidence
  if (transportRules?.known !== true) return []
  return findHeaviest(transportRules.value.flatMap((rule) => toRuleSign(rule, given)))
}

function toRuleSign(rule: TransportRule, given: SenderCase): readonly Sign[] {
  const { name, effect, enabled, changedAt, changedBy, changedFrom } = rule
  const isNew = changedAt === undefined || isLate(changedAt, given)
  const isLookAlike = findAddresses(effect).some((one) => isLookAlikeDomain(one, given))
  if (!enabled || (!isNew && !isLookAlike)) return []
  const leaves = findAddresses(effect).some((one) => isOutside(one, given))
  const by = changedBy === undefined ? '' : ` by ${changedBy}`
  const from = changedFrom === undefined ? '' : ` from ${changedFrom}`
  return [
    toSign({
      key: 'forwarding-outside',
      side: 'takeover',
      weight: isLookAlike ? 5 : weigh(rule, given),
      short: [leaves ? 'Transport rule sends outside' : 'Transport rule keeps mail away'],
      at: changedAt,
      words: `The transport rule "${name}" ${effect}; ${changedAt === undefined ? 'since when is not known' : `changed ${toUtcText(changedAt)}${by}${from}`}.`,
    }),
  ]
}

function weigh({ whose, changedAt }: TransportRule, given: SenderCase): number {
  if (whose !== 'this') return whose === 'everybody' ? 2 : 1
  if (changedAt === undefined) return 3
  return followsDoubt(changedAt, listDoubtful(given)) ? 5 : 4
}
