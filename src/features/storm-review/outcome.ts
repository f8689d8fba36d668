// What became of one row, and whether that stops the others.
import { findUnblock } from '../../domain/attempts.js'
import { toEntityName } from '../../domain/entity.js'
import type { Incident, Unblock } from '../../domain/incident.js'
import type { Instant } from '../../domain/instant.js'
import type { StormReview, StormRow } from '../../domain/storm-review.js'

type RowEnd = NonNullable<StormRow['end']>

/** Undefined while its turn has not come, or Exchange has not answered. */
export function toRowEnd(incident: Incident, stormReviewId: string, at: Instant): RowEnd | undefined {
  const { state } = incident
  const unblock = findOwn(incident, stormReviewId)
  if (unblock === undefined) return toEndWithout(incident, at)
  if (state.status === 'unblocking') return undefined
  const { trouble } = unblock
  // Also when the list has shown since that it worked, whatever was answered.
  if (trouble === undefined || (isTaken(incident) && findUnblock(incident) === unblock))
    return { at, kind: isGoneBefore(incident) ? 'gone' : 'unblocked', why: '' }
  return { at, kind: trouble.effect === 'unknown' ? 'unknown' : 'refused', why: trouble.why }
}

/** One that was not taken stays in the record when it is tried once more. */
function findOwn(incident: Incident, stormReviewId: string): Unblock | undefined {
  const all = [...(incident.attempts ?? []), findUnblock(incident)]
  return all.findLast((one) => one?.stormReviewId === stormReviewId)
}

function isTaken({ state }: Incident): boolean {
  if (state.status === 'closed') return state.outcome === 'unblocked'
  return state.status === 'watching' || state.status === 'stuck'
}

function isGoneBefore({ state }: Incident): boolean {
  return state.status === 'watching' && state.alreadyGone
}

/** Somebody else was faster, or it ended by itself. */
function toEndWithout({ state }: Incident, at: Instant): RowEnd | undefined {
  switch (state.status) {
    case 'closed':
      return { at, kind: 'gone', why: 'off the list before its turn' }
    case 'unblocking':
    case 'watching':
    case 'stuck':
      return { at, kind: 'out', why: 'unblocked by somebody else' }
    case 'open':
    case 'reviewing':
    case 'failed':
    case 'uncertain':
      return undefined
    default:
      return state satisfies never
  }
}

export function toStop(incident: Incident, { at, kind, why }: RowEnd): StormReview['stopped'] {
  const name = toEntityName(incident.entity)
  switch (kind) {
    case 'refused':
      return { at, reason: 'refused', why: `${name}: ${why}` }
    case 'unknown':
      return { at, reason: 'unknown', why: `${name}: ${why}` }
    case 'unblocked':
    case 'gone':
    case 'out':
      return undefined
    default:
      return kind satisfies never
  }
}
