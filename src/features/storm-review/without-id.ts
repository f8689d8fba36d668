// Where nobody says which: the group with most, and the review that has waited longest.

import type { Actor } from '../../domain/actor.js'
import { canBeReviewed } from '../../domain/incident.js'
import { findVerdict } from '../../domain/outlook.js'
import { isProvenOther } from '../../domain/person.js'
import { say, tellCommand } from '../../domain/said.js'
import {
  isStormVerdict,
  isWaitingForSecond,
  type StormReview,
  toStormGroup,
} from '../../domain/storm-review.js'
import { RefusedError } from '../../errors.js'
import { isAllowed } from '../entrance/gate.js'
import type { Parts } from '../feature.js'
import { toGroupId } from './group.js'
import { listStormReviews } from './record.js'

/** Of all that the reader may know of. @throws RefusedError when there is none. */
export async function findBiggestGroup(parts: Parts): Promise<string> {
  const counts = new Map<string, number>()
  for (const incident of await parts.store.listLive({})) {
    const { digestId, together } = incident
    const group = toStormGroup(incident)
    const kind = findVerdict(incident)?.verdict
    if (digestId === undefined || group === undefined || kind === undefined || together !== undefined)
      continue
    if (!isStormVerdict(kind) || !canBeReviewed(incident)) continue
    const id = toGroupId(digestId, group)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const [biggest] = [...counts].toSorted(([, one], [, other]) => other - one)
  if (biggest !== undefined) return biggest[0]
  throw new RefusedError(
    'not-found',
    say`There is nothing to review together: that takes several of one storm that look like bulk mail or met a sending limit. Type ${tellCommand('list')} to see what is restricted now.`,
  )
}

/** Those that this person may give the second signature to, the oldest first. */
export async function listToApprove(parts: Parts, actor: Actor): Promise<readonly StormReview[]> {
  const now = parts.clock.now()
  return (await listStormReviews(parts)).filter(
    (review) =>
      isWaitingForSecond(review, now) &&
      parts.tenants.has(review.tenantId) &&
      isProvenOther(review.first.by, actor, parts.access) === 'other' &&
      isAllowed(parts, { actor, permission: 'storm-review', tenantId: review.tenantId }),
  )
}
