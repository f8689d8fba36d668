// What stays of an incident that is over, on its card and on the next one of the same entity.
import { toActorRef } from '../../domain/actor.js'
import { findUnblock } from '../../domain/attempts.js'
import { type Incident, isClosed, type Unblock } from '../../domain/incident.js'
import { isDoubt } from '../../domain/questions.js'
import type { Attestation } from '../../domain/review.js'
import type { Store } from '../../ports.js'
import type { TextRow } from '../cards.js'
import { toDayText, toOutcomeWord, toTimesText } from '../words/words.js'

const mostTitles = 3

/** Who reviewed and approved stands in the line of the outcome; here is what they left. Empty while it is live. */
export function toRecordRows(incident: Incident): readonly TextRow[] {
  const unblock = findUnblock(incident)
  return isClosed(incident) && unblock !== undefined ? toLeftRows(unblock, 'Not done') : []
}

function toLeftRows({ review }: Unblock, title: string): readonly TextRow[] {
  const undone = review.attestations.filter(isLeft).map((one) => one.title)
  const more = undone.length - mostTitles
  const titles = `${undone.slice(0, mostTitles).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  const doubts = (review.questions ?? []).filter(isDoubt)
  return [
    ...(undone.length === 0 ? [] : [{ text: `◻ ${title}: ${titles}` }]),
    ...(review.isWholesale === true ? [{ text: '❗ All was called done in one word' }] : []),
    ...doubts.map(({ words, answerWords }) => ({ text: `❔ ${words} ${answerWords}` })),
    ...(review.note === '' ? [] : [{ text: `“${review.note}”` }]),
  ]
}

/** Also what was said to be done and was still seen. In what older versions wrote people answered everything themselves. */
function isLeft({ how, answer }: Attestation): boolean {
  return how === undefined ? answer === 'not-done' : how === 'open' || how === 'contradicted'
}

/** The record that the card of one that is back leads to; undefined where there is none, or it is gone. */
export async function readLast(
  { store }: { readonly store: Pick<Store, 'findIncident'> },
  { earlier }: Incident,
): Promise<Incident | undefined> {
  return earlier.lastIncidentId === undefined ? undefined : store.findIncident(earlier.lastIncidentId)
}

/** Empty the first time. */
export function toAgainRows(incident: Incident, last: Incident | undefined): readonly TextRow[] {
  const back = incident.continues === undefined ? [] : [{ text: '🔁 It was off the list for a while' }]
  return [...back, ...toLastRows(incident, last)]
}

function toLastRows({ earlier }: Incident, last: Incident | undefined): readonly TextRow[] {
  if (earlier.count === 0) return []
  if (last?.state.status !== 'closed') return [{ text: `🔁 Restricted ${toTimesText(earlier.count)} before` }]
  const { unblock, outcome, closedAt } = last.state
  const times = earlier.count > 1 ? ` · ${earlier.count} times before` : ''
  if (unblock === undefined) return [{ text: `🔁 ${toDayText(closedAt)}: ${toOutcomeWord(outcome)}${times}` }]
  const who = listSigners(unblock).join(', ')
  return [
    { text: `🔁 ${toDayText(unblock.requestedAt)}: ${who} unblocked it${times}` },
    ...toLeftRows(unblock, 'Left undone'),
  ]
}

function listSigners({ first, by }: Unblock): readonly string[] {
  return [...(first === undefined ? [] : [first.by]), toActorRef(by)].map(({ name }) => name)
}
