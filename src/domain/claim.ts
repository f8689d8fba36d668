// "I'm on it": who is at an incident, until when. One at a time; somebody else takes it over with a press, and it ends by
// itself when whoever has it goes quiet.
import { type ActorRef, toActorKey, toActorRef } from './actor.js'
import type { Incident, Status } from './incident.js'
import { type Instant, isAhead, minuteMilliseconds } from './instant.js'
import { type Bindings, isSamePerson } from './person.js'
import type { Taken } from './taken.js'

/** Without a press of whoever has it. */
export const claimMilliseconds = 30 * minuteMilliseconds

/** A press within this time after the last one that counted moves the end by nothing that anybody would notice. */
const quietMilliseconds = 5 * minuteMilliseconds

/** In which somebody has to do something. */
export const claimableStatuses = [
  'open',
  'reviewing',
  'uncertain',
  'stuck',
  'failed',
] as const satisfies readonly Status[]

export function isClaimable({ state }: Pick<Incident, 'state'>): boolean {
  return claimableStatuses.some((status) => status === state.status)
}

/** As it stands in the record, over or not: its end is a task of its own. */
export function findTaken({ taken, state }: Pick<Incident, 'taken' | 'state'>): Taken | undefined {
  if (taken !== undefined || state.status !== 'reviewing') return taken
  // As older versions kept it.
  const { by, since } = state
  return { by, since, until: since + claimMilliseconds, reviewingSince: since }
}

/** Who has it at this moment; undefined when nobody does. */
export function findClaimant(incident: Incident, now: Instant): Taken | undefined {
  const taken = findTaken(incident)
  return taken === undefined || now >= taken.until || isAhead(taken.since, now) ? undefined : taken
}

/** Whoever has it may have taken it on the other platform. */
export function isClaimedBy(
  incident: Incident,
  actor: ActorRef,
  { now, bindings }: { readonly now: Instant; readonly bindings: Bindings },
): boolean {
  const taken = findClaimant(incident, now)
  return taken !== undefined && isSamePerson(taken.by, actor, bindings)
}

function hasOwn(incident: Incident, by: ActorRef, now: Instant): boolean {
  const taken = findClaimant(incident, now)
  return taken !== undefined && toActorKey(taken.by) === toActorKey(by)
}

/** Whether somebody is on it who has its review open. */
export function hasReader(incident: Incident, now: Instant): boolean {
  return findClaimant(incident, now)?.reviewingSince !== undefined
}

/** Whoever presses has it from now on, whoever had it before. */
export function takeClaim(incident: Incident, by: ActorRef, now: Instant): Incident {
  const own = hasOwn(incident, by, now) ? findTaken(incident) : undefined
  const taken = { ...own, by: toActorRef(by), since: own?.since ?? now, until: now + claimMilliseconds }
  return { ...incident, taken, changedAt: now }
}

/** Opening the review takes it as well, unless somebody else has it: then the second one is company, no replacement. */
export function claimByReview(incident: Incident, by: ActorRef, now: Instant): Incident {
  const taken = findClaimant(incident, now)
  if (taken === undefined || (hasOwn(incident, by, now) && taken.reviewingSince === undefined)) {
    const claimed = takeClaim(incident, by, now)
    return claimed.taken === undefined
      ? claimed
      : { ...claimed, taken: { ...claimed.taken, reviewingSince: now } }
  }
  return incident
}

/** The review is over, and whoever has it still has it: what becomes of the unblock is theirs. */
export function endReading(incident: Incident): Incident {
  const { taken } = incident
  if (taken?.reviewingSince === undefined) return incident
  const { reviewingSince: _, ...kept } = taken
  return { ...incident, taken: kept }
}

/** A press of whoever has it; the same incident when it moves nothing that anybody would notice. */
export function keepClaim(
  incident: Incident,
  by: ActorRef,
  { now, bindings }: { readonly now: Instant; readonly bindings: Bindings },
): Incident {
  const { taken } = incident
  if (taken === undefined || !isClaimedBy(incident, by, { now, bindings })) return incident
  const until = now + claimMilliseconds
  return until - taken.until < quietMilliseconds ? incident : { ...incident, taken: { ...taken, until } }
}

export function endClaim(incident: Incident, now: Instant): Incident {
  const { taken, ...free } = incident
  return taken === undefined ? incident : { ...free, changedAt: now }
}
