// What a digest has in common rows of, and which of them may be reviewed together.

import type { Actor } from '../../domain/actor.js'
import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { toWorstFirst } from '../../domain/order.js'
import { findVerdict } from '../../domain/outlook.js'
import { say, tellCommand } from '../../domain/said.js'
import {
  findStormBar,
  isStormVerdict,
  mostStormRows,
  type StormBar,
  toStormGroup,
} from '../../domain/storm-review.js'
import type { Tenant } from '../../domain/tenant.js'
import type { VerdictKind } from '../../domain/verdict/index.js'
import { RefusedError, StaleError } from '../../errors.js'
import { requireAccess, requireTurn } from '../entrance/gate.js'
import { type Parts, toTenant } from '../feature.js'
import type { PermissionName } from '../permissions.js'
import { digestOf } from '../watch/storms.js'
import { toBarText, toRefusalText } from './words.js'

/** A group of a digest, as buttons name it. */
export function toGroupId(digestId: string, group: string): string {
  return `${digestId}_${group}`
}

export interface Group {
  readonly id: string
  readonly digestId: string
  readonly group: string
  readonly tenant: Tenant
  readonly verdict: VerdictKind
  /** Those that wait for a review, worst first. */
  readonly incidents: readonly Incident[]
}

/** @throws RefusedError when there is no such group, or it is nobody's business of theirs. */
export async function getGroup(
  parts: Parts,
  { actor, id }: { readonly actor: Actor; readonly id: string },
  permission: PermissionName,
): Promise<Group> {
  requireAccess(parts, { actor, permission })
  const at = id.lastIndexOf('_')
  const [digestId, group] = [id.slice(0, Math.max(0, at)), id.slice(at + 1)]
  const digest = digestId === '' ? undefined : await digestOf(digestId).recall(parts.store)
  if (digest === undefined || (!parts.tenants.has(digest.tenantId) && parts.allTenants.has(digest.tenantId)))
    throw toNoGroup()
  requireAccess(parts, { actor, permission, tenantId: digest.tenantId })
  const found = await Promise.all(digest.incidentIds.map((one) => parts.store.findIncident(one)))
  const incidents = toWorstFirst(
    found
      .filter((incident) => incident !== undefined)
      .filter((incident) => canBeReviewed(incident) && toStormGroup(incident) === group),
  )
  const verdict = incidents[0] === undefined ? undefined : findVerdict(incidents[0])?.verdict
  if (verdict === undefined) throw toNoGroup()
  return { id, digestId, group, tenant: toTenant(parts, digest.tenantId), verdict, incidents }
}

function toNoGroup(): RefusedError {
  return new RefusedError(
    'not-found',
    say`All of these have been seen to meanwhile. Type ${tellCommand('list')} to see what is restricted now.`,
  )
}

export function requireTogether({ verdict }: Group): void {
  if (!isStormVerdict(verdict))
    throw new RefusedError(
      'wrong-status',
      'Only what looks like bulk mail or met a sending limit is reviewed together: whatever else this is, each takes a look of its own.',
    )
}

/** One of a group, and why it is not among those that are unblocked together; undefined when it may be. */
export interface Judged {
  readonly incident: Incident
  readonly bar: StormBar | undefined
  readonly why: string | undefined
}

/** @param parts with what is restricted at this moment. */
export function judgeGroup(parts: Parts, { incidents }: Group, actor: Actor): readonly Judged[] {
  const now = parts.clock.now()
  return incidents.map((incident) => {
    const bar = findStormBar(incident, { approval: parts.approval, now })
    const refusal = bar === undefined || bar === 'stale' ? findRefusal(parts, incident, actor) : undefined
    return {
      incident,
      bar: refusal === undefined ? bar : undefined,
      why: refusal ?? (bar === undefined ? undefined : toBarText(bar)),
    }
  })
}

/** What an unblock of this one alone would be refused for; undefined when it would not. */
export function findRefusal(parts: Parts, incident: Incident, actor: Actor): string | undefined {
  try {
    requireTurn(parts, { actor, permission: 'unblock', incident })
    return undefined
  } catch (error) {
    if (error instanceof RefusedError) return toRefusalText(error.reason, actor.name)
    if (error instanceof StaleError) return toBarText('not-open')
    throw error
  }
}

/** As many as one review takes: those that may be among them, or could if they were read once more. */
export function listCandidates(judged: readonly Judged[]): readonly Incident[] {
  return judged
    .filter(({ bar, why }) => why === undefined || bar === 'stale')
    .slice(0, mostStormRows)
    .map(({ incident }) => incident)
}
