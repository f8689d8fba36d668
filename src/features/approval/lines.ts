// What the thread hears of approvals; whoever may approve is mentioned, since an edit of the card tells nobody.
import { toEntityName } from '../../domain/entity.js'
import type { Incident } from '../../domain/incident.js'
import type { Card } from '../cards.js'
import type { About } from '../feature.js'
import { toClockText } from '../words/words.js'
import { findWaiting } from './words.js'

export function toNeedsApproval(incident: Incident, { mentions }: About): Card {
  const name = toEntityName(incident.entity)
  const waiting = findWaiting(incident)
  const who =
    waiting === undefined
      ? ''
      : `${waiting.review.by.name} reviewed ${name}, ${toClockText(waiting.review.at)}.`
  const text = `${who} Somebody who may approve presses Approve or Send back on the card.`.trim()
  return { name: 'line', view: { icon: '✍️', text, mentions } }
}

export function toNeedsSecond(incident: Incident, { who, mentions }: About): Card {
  const first = findWaiting(incident)?.first
  const until = first === undefined ? '' : ` by ${toClockText(first.until)}`
  const text = `${who} approved the unblock of ${toEntityName(incident.entity)}. It takes one more${until}: Approve or Send back on the card.`
  return { name: 'line', view: { icon: '✍️', text, mentions } }
}

export function toSentBack(incident: Incident): Card {
  const name = toEntityName(incident.entity)
  const review = incident.reviews.findLast(({ sentBack }) => sentBack !== undefined)
  const { sentBack } = review ?? {}
  const text =
    review === undefined || sentBack === undefined
      ? `A review of ${name} was sent back.`
      : `${sentBack.by.name} sent the review of ${name} back to ${review.by.name}: ${sentBack.reason}`
  return { name: 'line', view: { icon: '↩️', text, mentions: [] } }
}
