// In which order people are shown what there is: who waits longest among the worst comes first.

import { canBeReviewed, type Incident, isClosed } from './incident.js'
import { findVerdict } from './outlook.js'
import { isResting } from './rest.js'
import { verdictOrder } from './verdict/index.js'

export function toWorstFirst(incidents: readonly Incident[]): readonly Incident[] {
  const ranked = incidents.map((incident) => ({ incident, rank: toRank(incident), at: toBegan(incident) }))
  return ranked
    .toSorted((one, other) => one.rank - other.rank || one.at - other.at)
    .map(({ incident }) => incident)
}

/** Whoever has a role in the directory, or is protected by the settings. */
function isPowerful(incident: Incident): boolean {
  return findVerdict(incident)?.badges.some(({ key }) => key === 'admin' || key === 'protected') ?? false
}

function toRank(incident: Incident): number {
  if (incident.state.status === 'stuck') return 0
  if (isClosed(incident)) return 100
  if (!canBeReviewed(incident)) return 50
  // What nobody has looked at yet may be anything.
  const verdict = findVerdict(incident)?.verdict ?? 'unclear'
  // What may wait comes after what waits; what somebody else may be in stays where it is seen.
  if (isResting(incident) && verdict !== 'compromised') return 40
  const isFirst = verdict === 'compromised' && isPowerful(incident)
  return isFirst ? 1 : 2 + verdictOrder.indexOf(verdict)
}

function toBegan({ restriction, openedAt }: Incident): number {
  return restriction.createdAt ?? openedAt
}
