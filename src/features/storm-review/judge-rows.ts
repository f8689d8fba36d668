// What is left of what was signed: each row for both signers, as an unblock of it alone would be.
import type { Actor } from '../../domain/actor.js'
import type { Incident } from '../../domain/incident.js'
import { findStormBar, listLeft, type StormReview, type StormRow } from '../../domain/storm-review.js'
import { judgeSigner } from '../approval/signers.js'
import type { Parts } from '../feature.js'
import { findRefusal } from './group.js'
import type { Found } from './rows.js'
import { toBarText, toRefusalText } from './words.js'

export interface Out {
  readonly incidentId: string
  readonly incident: Incident | undefined
  readonly why: string
}

interface Signers {
  readonly found: Found
  readonly first: Actor
  readonly second: Actor
}

/** Those that have fallen out. @param parts with what is restricted at this moment. */
export function judgeRows(parts: Parts, review: StormReview, { found, ...signers }: Signers): readonly Out[] {
  return listLeft(review).flatMap((row) => {
    const incident = found.get(row.incidentId)
    const why = findRowBar(parts, review, { row, incident, ...signers })
    return why === undefined ? [] : [{ incidentId: row.incidentId, incident, why }]
  })
}

interface Judging extends Omit<Signers, 'found'> {
  readonly row: StormRow
  readonly incident: Incident | undefined
}

export function findRowBar(
  parts: Parts,
  { id: stormReviewId }: StormReview,
  { row, incident, first, second }: Judging,
): string | undefined {
  if (incident === undefined) return toRefusalText('not-found', second.name)
  const { revision, verdict } = row
  const now = parts.clock.now()
  const bar = findStormBar(incident, {
    approval: parts.approval,
    now,
    signed: { stormReviewId, revision, verdict },
  })
  if (bar !== undefined) return toBarText(bar)
  const lapse = judgeSigner(parts, incident, first)
  return lapse === undefined ? findRefusal(parts, incident, second) : toRefusalText(lapse.reason, first.name)
}
