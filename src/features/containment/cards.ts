// The private pages that take an account back: everything that can be done, and the question before one step alone.
import type { Containment, ContainmentStep } from '../../domain/containment.js'
import { containmentMilliseconds } from '../../domain/containment-moves.js'
import { findSetAsk } from '../../domain/containment-set.js'
import { toEntityName } from '../../domain/entity.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { hasStanding, listOfferGaps } from '../../domain/offers.js'
import { isReviewOffered } from '../../domain/watch-only.js'
import type { Card } from '../cards.js'
import type { Reader } from '../review/cards.js'
import { toAgeText, toMoment, toSubject } from '../words/words.js'
import { toCaution, toCautions, toChoiceGroups, toOfferText } from './choices.js'
import { toGapText } from './gaps.js'
import { findUndone, listNames, toContainedRows } from './rows.js'
import { stepWords, toRestored } from './words.js'

const intro = 'Tick what is to be done, in this order. One Yes does all of it; unblock last.'
const emptyIntro = 'Take the account back first, find out what happened, and unblock last.'
const overIntro =
  'What Reprieve changed on this account is listed below. What has a button can be given back; each asks once more.'
const overText =
  'This is over: nothing new is done from here. What is still to be done is done in the portal.'

export function toContainmentCard({ incident, tenant, actor, now }: Reader, problem = ''): Card {
  const isOver = isClosed(incident)
  const groups = isOver ? [] : toChoiceGroups(incident)
  const { evidence } = incident
  return {
    name: 'containment',
    view: {
      ...toSubject(incident, tenant),
      isOver,
      intro: isOver ? overIntro : groups.length === 0 ? emptyIntro : intro,
      problem,
      confirmationId: groups.length === 0 ? '' : (findSetAsk(incident, actor)?.id ?? ''),
      groups,
      cautions: isOver ? [] : toCautions(incident),
      nothingText: isOver ? overText : 'Nothing more can be done from here now.',
      gaps: isOver ? [] : listOfferGaps(incident).map((gap) => ({ text: toGapText(gap) })),
      contained: (incident.containments ?? []).flatMap((one) => toContainedRows(one, incident)),
      evidenceText:
        evidence === undefined ? '' : `From evidence gathered ${toAgeText(evidence.gatheredAt, now)} ago`,
      canReview: isReviewOffered(incident, tenant),
      canKeep: isOver && hasStanding(incident),
    },
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
      yesTitle: toYesTitle(way === undefined ? words.title : way.toTitle('')),
      yesText: `Yes, ${way === undefined ? words.toYes(name) : way.toYes(name, what)}`,
      expiresAt: toMoment(asked.askedAt + containmentMilliseconds),
    },
  }
}

/** "Yes, block sign-in" */
function toYesTitle(title: string): string {
  return `Yes, ${title.charAt(0).toLowerCase()}${title.slice(1)}`
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

function toUndoText({ step, undoes }: Containment): string {
  if (undoes !== undefined) return 'The step can be done again afterwards.'
  return stepWords[step].undo === undefined
    ? 'This cannot be taken back.'
    : 'This can be taken back here. How it was before is remembered.'
}
