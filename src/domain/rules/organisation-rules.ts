// A rule of the organisation sends mail away for many: no setting of the mailbox shows it. Old ones are archives and journals
// mostly.
import type { SenderEvidence } from '../evidence.js'
import { dayMilliseconds } from '../instant.js'
import type { Recommendation } from '../recommendation.js'
import type { Restriction } from '../restriction.js'
import { toHandText, toListText, toUtcText } from '../words.js'
import { found, notChecked, type Step } from './advise.js'

type OrganisationRules = SenderEvidence['transportRules']
type OrganisationRule = Extract<OrganisationRules, { known: true }>['value'][number]

/** An intruder with an administrator's account may prepare for weeks. */
const lateDays = 30

interface Looked {
  readonly gatheredAt: number
  readonly restriction: Restriction
}

export function adviseOnRules(
  step: Step,
  rules: OrganisationRules,
  { gatheredAt, restriction: { createdAt = gatheredAt } }: Looked,
): Recommendation | undefined {
  if (rules === undefined) return undefined
  if (!rules.known) return notChecked(step, rules.why)
  const on = rules.value.filter(({ enabled }) => enabled)
  const isLate = ({ changedAt = createdAt }: OrganisationRule) =>
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

const whoseTexts: Readonly<Record<OrganisationRule['whose'], string>> = {
  this: 'of mail of this mailbox',
  everybody: "of everybody's mail",
  some: 'of some mail',
}

function toText({ name, effect, whose, changedAt, changedBy, changedFrom }: OrganisationRule): string {
  return `"${name}" ${effect}, ${whoseTexts[whose]}${changedAt === undefined ? '' : `, changed ${toUtcText(changedAt)}${toHandText({ by: changedBy, from: changedFrom })}`}`
}
