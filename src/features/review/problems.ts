// Why what was submitted does not do yet.
import { isContradicted, isOfSubstance, isReason, shortestReason } from '../../domain/answers.js'
import type { Incident } from '../../domain/incident.js'
import { toOutlook } from '../../domain/outlook.js'
import { longestNote, type Review } from '../../domain/review.js'
import { toNotCheckedText, toNotDoneText } from './answers.js'

export const unansweredProblem =
  'Answer every question first: only people can know it. What you have said is kept.'

interface Given {
  readonly review: Review
  /** Whoever may not is asked here why it is safe; whoever may, on the Yes. */
  readonly canUnblock: boolean
}

/** Empty when there is nothing against it. */
export function findProblem(incident: Incident, { review, canUnblock }: Given): string {
  if (review.note.length > longestNote)
    return `The note has ${review.note.length} characters; ${longestNote} are kept. Shorten it.`
  const against = review.attestations.filter((one) => isContradicted(one, incident))
  if (against.length > 0 && !canUnblock && !isReason(review.note))
    return `You said done, Reprieve still sees: ${against.map(({ title, finding }) => `${title}: ${finding}`).join(' ')} Say in the note why it is safe all the same, in ${shortestReason} characters or more, or do it first.`
  if (isOfSubstance(review.note)) return ''
  const outlook = toOutlook(incident)
  const open = outlook === 'compromised' || outlook === 'unclear' ? toNotDoneText(review) : ''
  const wanting = [toNotCheckedText(review), open].filter((text) => text !== '')
  if (wanting.length === 0) return ''
  const short = review.note === '' ? '' : ' The note is too short to say why.'
  return `${wanting.join(' ')}${short} Say in the note why it is safe to unblock all the same, or do them first and check again.`
}
