// When two findings are the same one: the same rule, the same basis, the same subject. An answer counts for exactly the
// finding it was given to, so everything an answer is compared by goes through here.
import { toDigest } from './digest.js'
import type { Recommendation } from './recommendation.js'
import { type Known, recommend } from './rules/index.js'

/** The order in which a list came says nothing: the same rules read again are the same finding. */
export function toFindingId({ ruleId, basis, finding, subject }: Recommendation): string {
  return toDigest([ruleId, basis, subject === undefined ? finding : subject.toSorted()])
}

export function listFindingIds(known: Known): readonly string[] {
  return recommend(known).map(toFindingId)
}

/** Whether there is something now that was not there before. What has gone needs no new look. */
export function hasNewFindings(before: Known, now: Known): boolean {
  const known = new Set(listFindingIds(before))
  return listFindingIds(now).some((id) => !known.has(id))
}
