// How a drill ends: everything was done, somebody calls it off, or its time is over.
import { type Actor, toActorRef } from '../../domain/actor.js'
import { type Incident, isClosed } from '../../domain/incident.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { Press } from '../../domain/press.js'
import { RefusedError } from '../../errors.js'
import { type Change, changeIncident, getIncident } from '../../outbox/change.js'
import type { Answer, Claim } from '../../ports.js'
import { requireAccess } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { toClosing, toIncidentEvent } from '../watch/settle.js'
import { toTone } from '../words/words.js'
import { isDone } from './marks.js'
import { drillIcon, toHeadline } from './words.js'

/** What is being unblocked is so within moments. */
const againMilliseconds = minuteMilliseconds

export async function endDrill(
  parts: Parts,
  { incidentId }: { readonly incidentId: string },
  claim: Claim,
): Promise<void> {
  const incident = await getIncident(parts, incidentId)
  const { drill, state } = incident
  const now = parts.clock.now()
  if (drill === undefined || isClosed(incident)) return void (await parts.store.commit({ settle: { claim } }))
  const isOver = isDone(incident) || now >= drill.endsAt
  if (!isOver || state.status === 'unblocking') {
    const retryAt = isOver ? now + againMilliseconds : drill.endsAt
    return void (await parts.store.commit({ settle: { claim, retryAt, isUncounted: true } }))
  }
  await changeIncident(parts, { incidentId, claim }, (current) =>
    isClosed(current) || current.state.status === 'unblocking' ? undefined : close(parts, current, now),
  )
}

/** Nobody lifted anything elsewhere, and nothing ran out: a drill that was not unblocked is just no longer looked at. */
function close(parts: Parts, incident: Incident, now: Instant): Required<Change> {
  const outcome = incident.state.status === 'watching' ? 'unblocked' : 'no-longer-watched'
  return toClosing(parts, incident, { outcome, now })
}

export async function callOff(parts: Parts, { actor, incidentId }: Press): Promise<Answer> {
  const ended = await callOffDrill(parts, actor, incidentId)
  return {
    name: 'notice',
    view: {
      ...toTone('calm'),
      icon: drillIcon,
      title: 'The drill is over',
      text: `${toHeadline(ended)}. The report is in the channel.`,
      incidentId,
    },
  }
}

/** @throws RefusedError */
function callOffDrill(parts: Parts, actor: Actor, incidentId: string): Promise<Incident> {
  return changeIncident(parts, { incidentId }, (current) => {
    requireAccess(parts, { actor, permission: 'end-drill', incident: current })
    const { drill } = current
    if (drill === undefined) throw new RefusedError('bad-input', 'This is no drill: it is real.')
    const now = parts.clock.now()
    const by = toActorRef(actor)
    const called = { ...current, drill: { ...drill, calledOff: { by, at: now } } }
    const closing = close(parts, called, now)
    const event = { ...toIncidentEvent(called, 'drill.called-off', now), by }
    return { ...closing, events: [event, ...closing.events] }
  })
}
