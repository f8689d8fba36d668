// The one list to tick: a line for each step, those that the evidence advises ticked already.
import { withoutSmtp } from '../../domain/address.js'
import { listAdvised } from '../../domain/advised.js'
import { type Choice, listChoices } from '../../domain/choices.js'
import type { ContainmentStep } from '../../domain/containment.js'
import type { Incident } from '../../domain/incident.js'
import type { ChoiceGroup, ChoiceRow, TextRow } from '../cards.js'
import { stepWords } from './words.js'

/** Slack takes as many choices in one input. */
const mostChoices = 10
/** Thirty lines are more than anybody reads; what is left comes when these are done. */
const mostGroups = 3

export function toChoiceGroups(incident: Incident): readonly ChoiceGroup[] {
  const advised = listAdvised(incident)
  const isTicked = ({ value }: Choice) => advised.some((one) => one.value === value)
  const all = listPlain(listChoices(incident))
  // Further lists hold what is seldom wanted; what is advised stands in the first.
  const listed =
    all.length <= mostChoices ? all : [...all.filter(isTicked), ...all.filter((one) => !isTicked(one))]
  const count = Math.min(mostGroups, Math.ceil(listed.length / mostChoices))
  return Array.from({ length: count }, (_, index) => {
    const choices = listed.slice(index * mostChoices, (index + 1) * mostChoices)
    return {
      inputId: `${stepsPrefix}${incident.revision}-${index + 1}`,
      label: index === 0 ? 'What to do, in this order' : 'More that can be done',
      choices: choices.map((choice) => toChoiceRow(choice, incident)),
      ticked: choices.filter(isTicked).map(({ value }) => ({ choiceId: value })),
    }
  })
}

const stepsPrefix = 'steps-'

/** What was ticked, whatever list it stood in. */
export function readTicked(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values)
    .filter(([key]) => key.startsWith(stepsPrefix))
    .flatMap(([, value]) => value.split(','))
    .filter((value) => value !== '')
}

/** Two that cannot be told apart in a form are not offered in it. */
function listPlain(choices: readonly Choice[]): readonly Choice[] {
  return choices.filter((one) => choices.every((other) => other === one || other.value !== one.value))
}

function toChoiceRow({ value, step, target }: Choice, incident: Incident): ChoiceRow {
  const { toChoice, short, undo } = stepWords[step]
  return {
    choiceId: value,
    title: toChoice(target?.name ?? ''),
    text: target === undefined ? toShortText(step, short, incident) : `${target.detail}`,
    undoText: undo === undefined ? 'no undo' : '',
  }
}

function toShortText(step: ContainmentStep, short: string, incident: Incident): string {
  const to = findForwarding(incident)?.to
  return step === 'stop-forwarding' && to !== undefined ? `To ${to}` : short
}

function findForwarding({ evidence }: Incident) {
  const forwarding = evidence?.kind === 'sender' ? evidence.forwarding : undefined
  return forwarding?.known === true ? (forwarding.value ?? undefined) : undefined
}

export function toOfferText(step: ContainmentStep, incident: Incident): string {
  const { effect } = stepWords[step]
  const forwarding = findForwarding(incident)
  if (step !== 'stop-forwarding' || forwarding === undefined) return effect
  return `Mail is forwarded to ${withoutSmtp(forwarding.to)}, ${forwarding.keepsCopy ? 'with' : 'without'} a copy in the mailbox.`
}

export function toCautions(incident: Incident): readonly TextRow[] {
  const steps = new Set(listChoices(incident).map(({ step }) => step))
  return [...steps].flatMap((step) => {
    const text = toCaution(step, incident)
    return text === '' ? [] : [{ text }]
  })
}

export function toCaution(step: ContainmentStep, { evidence }: Incident): string {
  const isSynced =
    evidence?.kind === 'sender' && evidence.account.known && evidence.account.value.synced === true
  return step === 'block-sign-in' && isSynced
    ? 'This account is synced: the next sync reverts a block that was set in the cloud only. Disable it in on-premises Active Directory too.'
    : ''
}
