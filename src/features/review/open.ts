// The private pages before the Yes: opening the review, the recommendations, evidence anew.
import { type Actor, toActorRef } from '../../domain/actor.js'
import { hasOwner } from '../../domain/ask-owner.js'
import type { Incident } from '../../domain/incident.js'
import { limits } from '../../domain/limits.js'
import type { Press } from '../../domain/press.js'
import { startReview } from '../../domain/transitions.js'
import { changeIncident, getIncident } from '../../outbox/change.js'
import type { Answer } from '../../ports.js'
import { toEndTasks } from '../claim/tasks.js'
import { isAllowed, requireTurn } from '../entrance/gate.js'
import { grantWithin, toTooOften } from '../entrance/limits.js'
import { toGatherTask } from '../evidence/tasks.js'
import { type Parts, toTenant } from '../feature.js'
import { toUpdateTasks } from '../incident/tasks.js'
import { toIncidentEvent } from '../watch/settle.js'
import { type Reader, toOverviewCard, toRecommendationsCard } from './cards.js'

interface Visit {
  readonly actor: Actor
  readonly incidentId: string
}

/** Opens the wizard. The public card shows who is at it. */
export async function openReview(parts: Parts, { actor, incidentId }: Visit): Promise<Answer> {
  const incident = await changeIncident(parts, { incidentId }, (current) => {
    requireTurn(parts, { actor, permission: 'review', incident: current })
    const now = parts.clock.now()
    const next = startReview(current, actor, now)
    if (next === current) return undefined
    const event = { ...toIncidentEvent(next, 'review.opened', now), by: toActorRef(actor) }
    const tasks = [...toUpdateTasks(next, toTenant(parts, next.tenantId), now), ...toEndTasks(next)]
    // Whoever is at it must not wait for a card to be posted first: without evidence nobody can be told from the owner.
    const evidence = next.evidence === undefined ? [toGatherTask(incidentId, now)] : []
    return { next, events: [event], tasks: [...tasks, ...evidence] }
  })
  return toOverviewCard(toReader(parts, incident, actor))
}

/** The first page once more, for whom it is open already: reading it again changes nothing. */
export async function showOverview(parts: Parts, { actor, incidentId }: Visit): Promise<Answer> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'review', incident })
  return toOverviewCard(toReader(parts, incident, actor))
}

/** From a page that was drawn before something changed: what it said is not what is read here. */
export async function openRecommendations(
  parts: Parts,
  { actor, incidentId, revision }: Visit & Pick<Press, 'revision'>,
): Promise<Answer> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'review', incident })
  const isOvertaken = revision !== undefined && revision !== incident.revision
  return toRecommendationsCard(toReader(parts, incident, actor), {
    problem: isOvertaken
      ? 'This has changed since the page before was drawn. What is known now is here.'
      : '',
    seen: undefined,
  })
}

/** Asks for evidence anew and shows the overview again; what comes in is there at the next look. */
export async function refreshEvidence(parts: Parts, { actor, incidentId }: Visit): Promise<Answer> {
  const incident = await getIncident(parts, incidentId)
  requireTurn(parts, { actor, permission: 'review', incident })
  const commit = { tasks: [toGatherTask(incidentId, parts.clock.now())] }
  const denial = await grantWithin(parts, { limit: 'evidence', actor, about: incidentId, commit })
  const reader = toReader(parts, incident, actor)
  if (denial === undefined) return toOverviewCard(reader)
  // On its way, or just there: the page says so and is no refusal.
  if (denial.of === 'thing') return toOverviewCard({ ...reader, evidenceAskedAt: denial.last.at })
  const most = limits.evidence[1].most
  throw toTooOften(parts, `You have had evidence gathered ${most} times within 10 minutes.`, denial)
}

export function toReader(parts: Parts, incident: Incident, actor: Actor): Reader {
  const canContain =
    incident.entity.kind === 'sender' && isAllowed(parts, { actor, permission: 'contain', incident })
  return {
    incident,
    tenant: toTenant(parts, incident.tenantId),
    actor,
    bindings: parts.access,
    now: parts.clock.now(),
    canContain,
    canAskOwner: hasOwner(incident) && isAllowed(parts, { actor, permission: 'ask-owner', incident }),
    canUnblock: isAllowed(parts, { actor, permission: 'unblock', incident }),
    retentionDays: parts.retentionDays,
  }
}
