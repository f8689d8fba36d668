// What waits for one person and nobody else: a review to approve, their own that came back, and what they changed on an
// account and have not given back.

import type { Actor } from '../../domain/actor.js'
import { findApprovable, findOwnReview } from '../../domain/answers.js'
import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { listOutstanding, listUnsure } from '../../domain/offers.js'
import { isSamePerson } from '../../domain/person.js'
import { joinWords, say, tellClock } from '../../domain/said.js'
import { findWaiting } from '../approval/words.js'
import { answerWords } from '../ask-owner/words.js'
import { toStandingText } from '../containment/words.js'
import { isAllowed } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import { toNameParts } from '../incident/card.js'
import { toBrief } from '../words/brief.js'
import type { ForYouRow } from './views.js'

interface Reader {
  readonly parts: Parts
  readonly actor: Actor
}

/** Live or closed; undefined when it does not wait for this reader. */
export function findForYou(reader: Reader, incident: Incident): ForYouRow | undefined {
  return (
    findToApprove(reader, incident) ??
    findSentBack(reader, incident) ??
    findAnswered(reader, incident) ??
    findToGiveBack(reader, incident)
  )
}

function findToApprove({ parts, actor }: Reader, incident: Incident): ForYouRow | undefined {
  const waiting = findWaiting(incident)
  if (waiting === undefined || findApprovable(incident, actor, parts.access) === undefined) return undefined
  const { review, first } = waiting
  const isSigned = first !== undefined && isSamePerson(first.by, actor, parts.access)
  if (isSigned || !isAllowed(parts, { actor, permission: 'unblock', incident })) return undefined
  const text =
    first === undefined
      ? say`${review.by.name} reviewed ${tellClock(review.at)}`
      : say`${first.by.name} approved ${tellClock(first.at)}, one more by ${tellClock(first.until)}`
  return toRow(parts, incident, { icon: '✍️', text, pressId: 'approve', title: 'Approve…' })
}

function findSentBack({ parts, actor }: Reader, incident: Incident): ForYouRow | undefined {
  const review = findOwnReview(incident, actor, parts.access)
  if (review?.isDraft !== true || review.sentBack === undefined || !canBeReviewed(incident)) return undefined
  if (!isAllowed(parts, { actor, permission: 'review', incident })) return undefined
  const { by, reason } = review.sentBack
  const text = `${by.name} sent it back: ${toBrief(reason, mostReasonCharacters)}`
  return toRow(parts, incident, { icon: '↩️', text, pressId: 'review', title: 'Unblock…' })
}

/** Whoever asked the owner decides by the answer. */
function findAnswered({ parts, actor }: Reader, incident: Incident): ForYouRow | undefined {
  const { by, answer } = incident.ownerWord?.question ?? {}
  if (by === undefined || answer === undefined || !canBeReviewed(incident)) return undefined
  if (
    !isSamePerson(by, actor, parts.access) ||
    (findOwnReview(incident, actor, parts.access)?.at ?? 0) > answer.at
  )
    return undefined
  if (!isAllowed(parts, { actor, permission: 'review', incident })) return undefined
  const text = `The owner answered “${answerWords[answer.says]}”`
  return toRow(parts, incident, { icon: '🗣️', text, pressId: 'review', title: 'Unblock…' })
}

/** The whole of it is in the thread and in the review. */
const mostReasonCharacters = 80

/** What others changed is shown to everybody who may read; whoever did it is the first to ask. */
function findToGiveBack({ parts, actor }: Reader, incident: Incident): ForYouRow | undefined {
  if (incident.state.status !== 'closed') return undefined
  const left = [...listOutstanding(incident), ...listUnsure(incident)]
  if (!left.some(({ by }) => isSamePerson(by, actor, parts.access))) return undefined
  if (!isAllowed(parts, { actor, permission: 'give-back', incident })) return undefined
  return toRow(parts, incident, {
    icon: '⛔',
    text: toStandingText(incident),
    ...(listOutstanding(incident).length > 0
      ? { pressId: 'containment', title: 'Give back' }
      : { pressId: 'show', title: 'Details' }),
  })
}

function toRow(
  parts: Parts,
  incident: Incident,
  { icon, text, ...button }: Pick<ForYouRow, 'icon' | 'text' | 'pressId' | 'title'>,
): ForYouRow {
  const tenantName = parts.tenants.size > 1 ? toTenant(parts, incident.tenantId).name : ''
  const whole = joinWords([text, tenantName], ' · ')
  return { incidentId: incident.id, ...toNameParts(incident), icon, text: whole, ...button }
}
