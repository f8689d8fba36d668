// Several steps with one Yes: the page to tick, the Yes, and how far it has got.
import { type Actor, toIdentity } from '../../domain/actor.js'
import { findChosen } from '../../domain/choices.js'
import { askSet, getSetAsk, requestSet } from '../../domain/containment-set.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { offerContainment } from '../../domain/offers.js'
import type { Press } from '../../domain/press.js'
import { changeIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { isAllowed, requireAccess } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { toReader } from '../review/open.js'
import { toContainmentCard } from './cards.js'
import { readTicked } from './choices.js'
import { getContainable, toPagePermission } from './containable.js'
import { listContainmentEvents } from './events.js'
import { followLive } from './follow.js'
import { toContainLiveCard } from './live.js'
import { toContainTask } from './tasks.js'

/** The page, with a question of its own. Drawn again it keeps the one it has: a look alone writes nothing. */
export async function showContainment(
  parts: Parts,
  actor: Actor,
  found: Incident,
  problem = '',
): Promise<Answer> {
  const isAsked = (incident: Incident) =>
    !isClosed(incident) &&
    offerContainment(incident).length > 0 &&
    isAllowed(parts, { actor, permission: 'contain', incident })
  if (!isAsked(found)) return toContainmentCard(toReader(parts, found, actor), problem)
  const id = parts.createId()
  const incident = await changeIncident(parts, { incidentId: found.id }, (current) => {
    const next = isAsked(current) ? askSet(current, { id, by: actor, now: parts.clock.now() }) : current
    return next === current ? undefined : { next }
  })
  return toContainmentCard(toReader(parts, incident, actor), problem)
}

const texts = {
  nothing: 'Tick at least one step first.',
  overtaken: 'Something was found or done since this page was drawn. Below is what can be done now.',
}

/** The Yes. Uses the page up and leaves each step to a task of its own, saved in the same write. */
export async function confirmSet(parts: Parts, press: Press): Promise<Answer> {
  const { actor, confirmationId: setId, incidentId } = press
  await getContainable(parts, press, () => 'contain')
  const ticked = readTicked(press.values)
  let problem: keyof typeof texts | undefined
  const incident = await changeIncident(parts, { incidentId }, (current) => {
    requireAccess(parts, { actor, permission: 'contain', incident: current })
    const now = parts.clock.now()
    const asked = getSetAsk(current, { setId, actor, now })
    const offers = asked.revision === current.revision ? findChosen(current, ticked) : undefined
    problem = offers === undefined ? 'overtaken' : offers.length === 0 ? 'nothing' : undefined
    if (offers === undefined || problem !== undefined) return undefined
    const identity = toIdentity(actor)
    const { createId } = parts
    const { next, ids } = requestSet(current, { setId, actor, now, offers, identity, createId })
    return {
      next,
      events: ids.flatMap((id) =>
        listContainmentEvents(next, id, { type: 'containment.requested', at: now }),
      ),
      // A lane runs in the order of `dueAt`: a moment apart, the steps keep the order they were listed in.
      tasks: ids.map((id, index) => toContainTask(next.id, id, now + index)),
    }
  })
  if (problem !== undefined) return showContainment(parts, actor, incident, texts[problem])
  followLive(parts, incident)
  return toContainLiveCard(toReader(parts, incident, actor))
}

/** How far it has got. */
export async function openLive(parts: Parts, press: Press): Promise<Answer> {
  const incident = await getContainable(parts, press, toPagePermission)
  followLive(parts, incident)
  return toContainLiveCard(toReader(parts, incident, press.actor))
}
