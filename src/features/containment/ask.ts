// The page that takes an account back, and one step alone from its question to its Yes. Every press reads the incident anew and asks the access policy.
import { toIdentity } from '../../domain/actor.js'
import type { ContainmentStep, ContainmentTarget } from '../../domain/containment.js'
import {
  askContainment,
  findContainment,
  findUndoable,
  requestContainment,
} from '../../domain/containment-moves.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { findOffer } from '../../domain/offers.js'
import type { Press } from '../../domain/press.js'
import { changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import { isOfUse } from '../evidence/gather.js'
import { toGatherTask } from '../evidence/tasks.js'
import type { Parts } from '../feature.js'
import { toReader } from '../review/open.js'
import { toContainConfirmCard } from './cards.js'
import { getContainable, type ToPermission, toPagePermission } from './containable.js'
import { listContainmentEvents } from './events.js'
import { showContainment } from './set.js'
import { toContainTask } from './tasks.js'

/** Evidence of an incident that is over is gathered by nobody but those who look at what still stands. */
const oldMilliseconds = 5 * minuteMilliseconds

/** What can be done, and what was done; reading it again changes nothing. */
export async function openContainment(parts: Parts, press: Press): Promise<Answer> {
  const incident = await getContainable(parts, press, toPagePermission)
  const now = parts.clock.now()
  if (
    isClosed(incident) &&
    isOfUse(incident) &&
    now > (incident.evidence?.gatheredAt ?? 0) + oldMilliseconds
  ) {
    await parts.store.commit({ tasks: [toGatherTask(incident.id, now)] })
    parts.poke()
  }
  return showContainment(parts, press.actor, incident)
}

/** Shows the warning that names the account and the step. Nothing is done yet. */
export async function askForContainment(parts: Parts, press: Press): Promise<Answer> {
  const { actor, values } = press
  const permission = values.undoes === undefined ? 'contain' : 'give-back'
  await getContainable(parts, press, () => permission)
  const id = parts.createId()
  const incident = await changeIncident(parts, press, (current) => {
    requireAccess(parts, { actor, permission, incident: current })
    const chosen = findChoice(current, values)
    if (chosen === undefined) return undefined
    return { next: askContainment(current, { ...chosen, id, by: actor, now: parts.clock.now() }) }
  })
  const asked = findContainment(incident, id)
  return asked === undefined
    ? showContainment(parts, actor, incident, toProblem(values))
    : toContainConfirmCard(toReader(parts, incident, actor), asked)
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
  const toPermission: ToPermission = (current) =>
    findContainment(current, confirmationId)?.undoes === undefined ? 'contain' : 'give-back'
  await getContainable(parts, press, toPermission)
  const incident = await changeIncident(parts, press, (current) => {
    requireAccess(parts, { actor, permission: toPermission(current), incident: current })
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
  return showContainment(parts, actor, incident)
}
