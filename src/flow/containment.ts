// From "Take the account back" to the Yes of one step. Every press reads the incident anew and asks the access policy.
import { toIdentity } from '../domain/actor.js'
import type { ContainmentStep, ContainmentTarget } from '../domain/containment.js'
import {
  askContainment,
  findContainment,
  findUndoable,
  requestContainment,
} from '../domain/containment-moves.js'
import type { Incident } from '../domain/incident.js'
import { findOffer } from '../domain/offers.js'
import type { Press } from '../domain/press.js'
import type { Answer } from '../ports.js'
import { toContainConfirmCard, toContainmentCard } from './cards/containment.js'
import { listContainmentEvents } from './containment-events.js'
import { requireAccess } from './gate.js'
import { changeIncident, getIncident, type Parts } from './parts.js'
import { toReader } from './review.js'
import { toContainTask } from './tasks.js'

/** What can be done, and what was done; reading it again changes nothing. */
export async function openContainment(parts: Parts, press: Press): Promise<Answer> {
  return toContainmentCard(toReader(parts, await getContainable(parts, press), press.actor))
}

async function getContainable(
  parts: Parts,
  { actor, incidentId }: Pick<Press, 'actor' | 'incidentId'>,
): Promise<Incident> {
  const found = await parts.store.findIncident(incidentId)
  requireAccess(parts, { actor, deed: 'contain', ...(found === undefined ? {} : { incident: found }) })
  return found ?? getIncident(parts, incidentId)
}

/** Shows the warning that names the account and the step. Nothing is done yet. */
export async function askForContainment(parts: Parts, press: Press): Promise<Answer> {
  const { actor, values } = press
  await getContainable(parts, press)
  const id = parts.createId()
  const incident = await changeIncident(parts, press, (current) => {
    requireAccess(parts, { actor, deed: 'contain', incident: current })
    const chosen = findChoice(current, values)
    if (chosen === undefined) return undefined
    return { next: askContainment(current, { ...chosen, id, by: actor, now: parts.clock.now() }) }
  })
  const reader = toReader(parts, incident, actor)
  const asked = findContainment(incident, id)
  return asked === undefined
    ? toContainmentCard(reader, toProblem(values))
    : toContainConfirmCard(reader, asked)
}

interface Chosen {
  readonly step: ContainmentStep
  readonly targets: readonly ContainmentTarget[]
  readonly undoes: string | undefined
}

/** What a press asks for, looked up in what is offered now: what it carries is only ever compared. */
function findChoice(incident: Incident, values: Press['values']): Chosen | undefined {
  const { step = '', target, targets, undoes } = values
  if (undoes !== undefined) {
    const undoable = findUndoable(incident, undoes)
    return undoable && { step: undoable.step, targets: undoable.targets, undoes }
  }
  const handles = (target ?? targets ?? '').split(',')
  const offer = findOffer(incident, { step, handles })
  return offer && { step: offer.step, targets: offer.targets, undoes: undefined }
}

function toProblem({ step, targets = '' }: Press['values']): string {
  return step === 'disable-inbox-rules' && targets === ''
    ? 'Choose at least one inbox rule first.'
    : 'That is done, under way or gone. Below is what can be done now.'
}

/** The Yes. Uses the question up and leaves the rest to a task saved in the same write. */
export async function confirmContainment(parts: Parts, press: Press): Promise<Answer> {
  const { actor, confirmationId } = press
  await getContainable(parts, press)
  const incident = await changeIncident(parts, press, (current) => {
    requireAccess(parts, { actor, deed: 'contain', incident: current })
    const now = parts.clock.now()
    const next = requestContainment(current, {
      containmentId: confirmationId,
      actor,
      identity: toIdentity(actor),
      now,
    })
    return {
      next,
      events: listContainmentEvents(next, confirmationId, { type: 'containment.requested', at: now }),
      tasks: [toContainTask(next.id, confirmationId, now)],
    }
  })
  return toContainmentCard(toReader(parts, incident, actor))
}
