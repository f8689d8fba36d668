// From "Approve…" on the card to the Yes under somebody else's review, without the form between.
import type { Actor } from '../../domain/actor.js'
import { findApprovable, isBy } from '../../domain/answers.js'
import type { Incident } from '../../domain/incident.js'
import type { Press } from '../../domain/press.js'
import { StaleError } from '../../errors.js'
import { changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireTurn } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { askForYes } from '../review/asking.js'
import { toSubmission } from '../review/submit.js'

const goneText =
  'There is no review to approve any more: something has changed since it was finished, or it was sent back. Open the review to see how it stands.'
const ownText = 'This is your own review. Somebody else approves it; you can open it and go on yourself.'

/** Shows what was answered, read-only, and asks for the Yes. */
export async function openApproval(parts: Parts, press: Press): Promise<Answer> {
  const { actor } = press
  const confirmationId = parts.createId()
  const incident = await changeIncident(parts, press, (current) => {
    requireTurn(parts, { actor, permission: 'unblock', incident: current })
    const now = parts.clock.now()
    const review = findApprovable(current, actor, parts.access)
    if (review === undefined) throw new StaleError(isOwnLatest(parts, current, actor) ? ownText : goneText)
    return toSubmission(parts, current, { actor, confirmationId, review, now })
  })
  return askForYes(parts, { incident, actor, confirmationId })
}

function isOwnLatest({ access }: Parts, { reviews }: Incident, actor: Actor): boolean {
  const latest = reviews.findLast(({ isDraft }) => isDraft !== true)
  return latest !== undefined && isBy(latest, actor, access)
}
