// One incident, for programs.
import { z } from 'zod'
import type { ActorRef } from '../../domain/actor.js'
import { findUnblock } from '../../domain/attempts.js'
import { findClaimant } from '../../domain/claim.js'
import { toEntityName } from '../../domain/entity.js'
import { toDisplayName } from '../../domain/evidence.js'
import { type Incident, outcomes, statuses, toRestriction } from '../../domain/incident.js'
import { findVerdict } from '../../domain/outlook.js'
import { severitySchema, verdictKindSchema } from '../../domain/verdict/types.js'
import { moment, momentOrNull, personData, toIso } from '../data.js'
import { type Parts, toTenant } from '../feature.js'

export const incidentData = z.object({
  id: z.string().meta({ description: 'Of the incident' }),
  tenantId: z.string(),
  tenant: z.string().meta({ description: 'Its name in the settings' }),
  kind: z.enum(['sender', 'connector']),
  entity: z.string().meta({ description: 'The address, or the name of the connector' }),
  connectorId: z.string().nullable(),
  displayName: z.string().meta({ description: 'Of the person; empty when it is not known' }),
  status: z.enum(statuses),
  outcome: z.enum(outcomes).nullable().meta({ description: 'How it ended; null before' }),
  verdict: verdictKindSchema.nullable().meta({ description: 'Null until something was gathered' }),
  severity: severitySchema.nullable(),
  cause: z.enum(['spam', 'limit', 'unknown']),
  temporary: z.boolean().meta({ description: 'The block ends by itself' }),
  restrictedAt: moment.meta({ description: 'As Exchange says it, else not after it was first seen' }),
  openedAt: moment.meta({ description: 'First seen' }),
  changedAt: moment,
  unblockedAt: momentOrNull.meta({ description: 'When the unblock was confirmed here' }),
  unblockedBy: personData.nullable(),
  closedAt: momentOrNull,
  claimedBy: personData.nullable().meta({ description: 'Who is on it now' }),
  snoozedUntil: momentOrNull,
  mutedUntil: momentOrNull,
  earlier: z.number().meta({ description: 'Incidents of the same entity before this one' }),
})

export function toIncidentData(parts: Parts, incident: Incident): z.infer<typeof incidentData> {
  const { id, tenantId, entity, state, evidence, restriction, snoozed, muted } = incident
  const now = parts.clock.now()
  const verdict = findVerdict(incident)
  const unblock = findUnblock(incident)
  const began = toRestriction(incident).createdAt ?? incident.openedAt
  return {
    id,
    tenantId,
    tenant: toTenant(parts, tenantId).name,
    kind: entity.kind,
    entity: toEntityName(entity),
    connectorId: entity.kind === 'connector' ? entity.connectorId : null,
    displayName: toDisplayName(evidence),
    status: state.status,
    outcome: state.status === 'closed' ? state.outcome : null,
    verdict: verdict?.verdict ?? null,
    severity: verdict?.severity ?? null,
    cause: restriction.reason.cause,
    temporary: restriction.temporary,
    restrictedAt: toIso(began),
    openedAt: toIso(incident.openedAt),
    changedAt: toIso(incident.changedAt),
    unblockedAt: toIso(unblock?.requestedAt),
    unblockedBy: toPersonData(unblock?.by),
    closedAt: toIso(state.status === 'closed' ? state.closedAt : undefined),
    claimedBy: toPersonData(findClaimant(incident, now)?.by),
    snoozedUntil: toIso(snoozed !== undefined && now < snoozed.until ? snoozed.until : undefined),
    mutedUntil: toIso(muted !== undefined && now < muted.until ? muted.until : undefined),
    earlier: incident.earlier.count,
  }
}

export function toPersonData(by: ActorRef | undefined): z.infer<typeof personData> | null {
  return by === undefined ? null : { platform: by.platform, id: by.id, name: by.name }
}
