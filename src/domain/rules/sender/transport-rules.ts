// A transport rule sends mail away for the whole organisation: no setting of the mailbox shows it. Old ones are archives and
// journals mostly.

import type { SenderEvidence } from '../../evidence.js'
import { dayMilliseconds } from '../../instant.js'
import type { SenderRule } from '../../recommendation.js'
import { toListText, toUtcText } from '../../words.js'
import { found, notChecked } from '../advise.js'
import { transportRulesLink } from '../links.js'

const step = {
  ruleId: 'transport-rules',
  stage: 'contain',
  title: 'Remove transport rules that send mail away',
  advice: 'Ask who made the rule. Turn off what nobody can explain: it works for the whole organisation.',
  link: transportRulesLink,
} as const

/** An intruder with an administrator's account may prepare for weeks. */
const lateDays = 30

type TransportRule = Extract<SenderEvidence['transportRules'], { known: true }>['value'][number]

export const transportRules: SenderRule = (
  { transportRules: rules, gatheredAt },
  { createdAt = gatheredAt },
) => {
  if (rules === undefined) return undefined
  if (!rules.known) return notChecked(step, rules.why)
  const on = rules.value.filter(({ enabled }) => enabled)
  const isLate = ({ changedAt = createdAt }: TransportRule) =>
    createdAt - changedAt <= lateDays * dayMilliseconds
  const late = on.filter(isLate)
  if (late.length > 0) return found(step, `${toListText(late.map(toText))}.`, late.map(toText))
  if (on.length === 0) return undefined
  return notChecked(
    step,
    `Not changed in the ${lateDays} days before: ${toListText(on.map(toText))}.`,
    on.map(toText),
  )
}

const whoseTexts: Readonly<Record<TransportRule['whose'], string>> = {
  this: 'of mail of this mailbox',
  everybody: "of everybody's mail",
  some: 'of some mail',
}

function toText({ name, effect, whose, changedAt, changedBy, changedFrom }: TransportRule): string {
  const by = changedBy === undefined ? '' : ` by ${changedBy}`
  const from = changedFrom === undefined ? '' : ` from ${changedFrom}`
  return `"${name}" ${effect}, ${whoseTexts[whose]}${changedAt === undefined ? '' : `, changed ${toUtcText(changedAt)}${by}${from}`}`
}
