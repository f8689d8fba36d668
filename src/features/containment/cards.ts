// The private pages that take an account back: everything that can be done, and the question before each step.

import type { Containment, ContainmentStep } from '../../domain/containment.js'
import {
  containmentMilliseconds,
  findContainment,
  findUndoable,
  isTakenBack,
} from '../../domain/containment-moves.js'
import { toEntityName } from '../../domain/entity.js'
import { toHandle } from '../../domain/handle.js'
import { canBeReviewed, type Incident, isClosed } from '../../domain/incident.js'
import {
  isReverted,
  listOfferGaps,
  type Offer,
  type OfferGap,
  offerContainment,
} from '../../domain/offers.js'
import type { Card, ContainedRow, ContainmentView, OfferRow } from '../cards.js'
import type { Reader } from '../review/cards.js'
import { toAgeText, toClockText, toCountText, toMoment, toSubject } from '../words/words.js'
import { stepWords, toContainmentTitle, toRestored } from './words.js'

/** Slack takes as many choices in one input. */
const mostRules = 10

const intro =
  'Each step asks once more before it is done. Take the account back first, find out what happened, and unblock last.'
const overIntro =
  'What Reprieve changed on this account is listed below. What has a button can be given back; each asks once more.'
const overText =
  'This is over: nothing new is done from here. What is still to be done is done in the portal.'

export function toContainmentCard({ incident, tenant, now }: Reader, problem = ''): Card {
  const isOver = isClosed(incident)
  const offers = isOver ? [] : offerContainment(incident)
  const { evidence } = incident
  return {
    name: 'containment',
    view: {
      ...toSubject(incident, tenant),
      isOver,
      intro: isOver ? overIntro : intro,
      problem,
      offers: offers
        .filter(({ step }) => step !== 'disable-inbox-rules')
        .map((offer) => toOfferRow(offer, incident)),
      ...toRules(offers),
      nothingText: isOver ? overText : 'Nothing more can be done from here now.',
      gaps: isOver ? [] : listOfferGaps(incident).map((gap) => ({ text: toGapText(gap) })),
      contained: (incident.containments ?? []).flatMap((one) => toContainedRows(one, incident)),
      evidenceText:
        evidence === undefined ? '' : `From evidence gathered ${toAgeText(evidence.gatheredAt, now)} ago`,
      canReview: canBeReviewed(incident),
    },
  }
}

function toOfferRow({ step, targets }: Offer, incident: Incident): OfferRow {
  const { title, effect } = stepWords[step]
  const [grant] = targets
  return {
    step,
    targetId: grant === undefined ? '' : toHandle(grant.id),
    title: grant === undefined ? title : `Remove access of ${grant.name}`,
    text: grant === undefined ? toOfferText(step, incident) : `Allowed: ${grant.detail}. ${effect}`,
    caution: toCaution(step, incident),
  }
}

function toOfferText(step: ContainmentStep, { evidence }: Incident): string {
  const { effect } = stepWords[step]
  const forwarding = evidence?.kind === 'sender' ? evidence.forwarding : undefined
  if (step !== 'stop-forwarding' || forwarding?.known !== true || forwarding.value === null) return effect
  return `Mail is forwarded to ${forwarding.value.to}, ${forwarding.value.keepsCopy ? 'with' : 'without'} a copy in the mailbox.`
}

function toCaution(step: ContainmentStep, { evidence }: Incident): string {
  const isSynced =
    evidence?.kind === 'sender' && evidence.account.known && evidence.account.value.synced === true
  return step === 'block-sign-in' && isSynced
    ? 'This account is synced: the next sync reverts a block that was set in the cloud only. Disable it in on-premises Active Directory too.'
    : ''
}

function toRules(offers: readonly Offer[]): Pick<ContainmentView, 'rules' | 'rulesText'> {
  const targets = offers.find(({ step }) => step === 'disable-inbox-rules')?.targets ?? []
  const more = targets.length - mostRules
  return {
    rules: targets
      .slice(0, mostRules)
      .map(({ id, name, detail }) => ({ ruleId: toHandle(id), name: `"${name}"`, effect: detail })),
    rulesText: more > 0 ? `${more} more are not shown yet; turn these off first.` : '',
  }
}

function toGapText(gap: OfferGap): string {
  switch (gap.code) {
    case 'connector':
      return 'A connector has no sign-in to block. Find out who changed it, and take that account back.'
    case 'no-evidence':
      return 'Evidence is being gathered. What can be done shows here in a moment: refresh.'
    case 'account-unknown':
      return `Sign-in, sessions and password cannot be changed from here, because the account is not known: ${gap.why}`
    case 'sign-in-blocked':
      return 'Sign-in is blocked already.'
    case 'synced-password':
      return 'This account is synced: reset its password in on-premises Active Directory, twice.'
    case 'grants-unknown':
      return `Apps were not checked: ${gap.why}`
    case 'grants-unnamed':
      return `${toCountText(gap.count, 'app')} cannot be removed from here.`
    case 'forwarding-unknown':
      return `Forwarding was not checked: ${gap.why}`
    case 'inbox-rules-unknown':
      return `Inbox rules were not checked: ${gap.why}`
    case 'inbox-rules-unnamed':
      return `${toCountText(gap.count, 'inbox rule')} cannot be turned off from here.`
    default:
      return gap satisfies never
  }
}

/** Nothing for a question that still waits for its Yes. */
function toContainedRows(one: Containment, incident: Incident): readonly ContainedRow[] {
  if (one.requestedAt === undefined) return []
  return [
    {
      containmentId: one.id,
      step: one.step,
      result: one.ended?.result ?? 'under-way',
      ...toResultWords(one, incident),
      title: toRowTitle(one, incident),
      byText: `${one.by.name}, ${toClockText(one.ended?.at ?? one.requestedAt)}`,
      detail: one.ended?.detail ?? '',
      undoTitle:
        findUndoable(incident, one.id) === undefined
          ? ''
          : (stepWords[one.step].undo?.toTitle(toRestored(one)) ?? ''),
    },
  ]
}

function toRowTitle(one: Containment, incident: Incident): string {
  if (one.undoes !== undefined) return toContainmentTitle(one, toRestored(findUndone(one, incident)))
  const title = toContainmentTitle(one)
  return one.targets.length === 0 ? title : `${title}: ${listNames(one).join(', ')}`
}

/** What a way back takes back; itself when that is not in the record any more. */
function findUndone(one: Containment, incident: Incident): Containment {
  return findContainment(incident, one.undoes ?? one.id) ?? one
}

function toResultWords(
  one: Containment,
  { containments = [], evidence }: Incident,
): Pick<ContainedRow, 'icon' | 'word'> {
  if (one.ended === undefined) return { icon: '⏳', word: 'under way' }
  switch (one.ended.result) {
    case 'failed':
      return { icon: '⚠️', word: 'failed' }
    case 'unknown':
      return { icon: '❔', word: 'outcome unknown' }
    case 'done':
      if (one.undoes !== undefined) return { icon: '✅', word: 'done' }
      if (isTakenBack(one, containments)) return { icon: '↩️', word: 'taken back' }
      return isReverted(one, evidence) ? { icon: '⚠️', word: 'not so any more' } : { icon: '✅', word: 'done' }
    default:
      return one.ended.result satisfies never
  }
}

export function toContainConfirmCard({ incident, tenant }: Reader, asked: Containment): Card {
  const name = toEntityName(incident.entity)
  const words = stepWords[asked.step]
  const way = asked.undoes === undefined || words.undo === undefined ? undefined : words.undo
  const what = toRestored(findUndone(asked, incident))
  return {
    name: 'contain-confirm',
    view: {
      ...toSubject(incident, tenant),
      confirmationId: asked.id,
      warning:
        way === undefined
          ? `${words.title} of ${name}. ${toWarning(asked.step, incident)}`
          : `${name}: ${way.toTitle(what)}. ${way.toEffect(what)}${toThenText(asked, incident)}`,
      targets: listNames(asked).map((text) => ({ text })),
      caution: asked.undoes === undefined ? toCaution(asked.step, incident) : '',
      undoText: toUndoText(asked),
      yesTitle: `Yes, ${way === undefined ? words.toYes(name) : way.toYes(name, what)}`,
      expiresAt: toMoment(asked.askedAt + containmentMilliseconds),
    },
  }
}

/** Forwarding that is turned off by mistake is missed: where it goes is said once more. */
function toWarning(step: ContainmentStep, incident: Incident): string {
  const about = toOfferText(step, incident)
  const { effect } = stepWords[step]
  return about === effect ? effect : `${about} ${effect}`
}

/** Before names were kept, what was said of the step is all that tells what its way back brings back. */
function toThenText(asked: Containment, incident: Incident): string {
  const undone = findUndone(asked, incident)
  const isNamed = undone.restores !== undefined || asked.step === 'block-sign-in'
  return isNamed || undone.ended === undefined ? '' : ` What was done: ${undone.ended.detail}`
}

/** Rules have names like "." that would be overlooked without quotes. */
function listNames({ step, targets }: Containment): readonly string[] {
  return targets.map(({ name }) => (step === 'disable-inbox-rules' ? `"${name}"` : name))
}

function toUndoText({ step, undoes }: Containment): string {
  if (undoes !== undefined) return 'The step can be done again afterwards.'
  return stepWords[step].undo === undefined
    ? 'This cannot be taken back.'
    : 'This can be taken back here. How it was before is remembered.'
}
