// What there is to read and to say before the Yes: on a page of its own, or on the first one where there is room.
import type { ActorRef } from '../../domain/actor.js'
import { findApprovable, findOwnReview, noteId, type Seen } from '../../domain/answers.js'
import { listChecks } from '../../domain/checks.js'
import type { Incident } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import { toOutlook } from '../../domain/outlook.js'
import type { Bindings } from '../../domain/person.js'
import { listSteps } from '../../domain/steps.js'
import type { Tenant } from '../../domain/tenant.js'
import { toQuestionRows, toRecommendationRows } from './answers.js'
import type { FormView } from './views.js'

interface Reading {
  readonly incident: Incident
  readonly actor: ActorRef
  readonly bindings: Bindings
}

/**
 * Nothing speaks against it, all could be read and no step is open: what there is to say has room on the first page. Whoever
 * can approve the review of somebody else has that to read first.
 */
export function isPlain({ incident, actor, bindings }: Reading): boolean {
  const outlook = toOutlook(incident)
  return (
    incident.evidence !== undefined &&
    (outlook === 'bulk' || outlook === 'limit-only') &&
    findApprovable(incident, actor, bindings) === undefined &&
    listChecks(incident).every(({ kind }) => kind === 'nothing') &&
    listSteps(incident).every(({ how }) => how === 'ours' || how === 'seen')
  )
}

interface Filling extends Reading {
  readonly tenant: Tenant
  readonly now: Instant
  /** For how long notes are kept. */
  readonly retentionDays: number
}

export function toForm(
  { incident, actor, bindings, tenant, now, retentionDays }: Filling,
  seen: Seen,
): FormView {
  const own = findOwnReview(incident, actor, bindings)
  return {
    rows: toRecommendationRows(incident, { tenant, seen, now }),
    questions: toQuestionRows(incident, own),
    noteId,
    noteLabel: 'Note for the record',
    noteReaders: toNoteReaders(retentionDays),
    note: own?.note ?? '',
  }
}

export function toNoteReaders(days: number): string {
  return `Everybody with a role here reads this for ${days === 1 ? 'one day' : `${days} days`}.`
}
