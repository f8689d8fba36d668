// The door every press and command goes through.
import { type Deed, decideAccess } from '../domain/access.js'
import { type Actor, toActorKey } from '../domain/actor.js'
import { type Incident, isReviewable } from '../domain/incident.js'
import { findUnblock } from '../domain/transitions.js'
import { RefusedError, StaleError } from '../errors.js'
import { toClockText } from './cards/words.js'
import type { Parts } from './parts.js'

interface Request {
  readonly actor: Actor
  readonly deed: Deed
  readonly incident?: Incident
}

/** @throws RefusedError unless the access policy allows this deed to this actor now. */
export function requireAccess(parts: Pick<Parts, 'access'>, { actor, deed, incident }: Request): void {
  const verdict = decideAccess({ actor, deed, access: parts.access, incident })
  if (!verdict.allowed) throw new RefusedError(verdict.reason, verdict.why)
}

export function isAllowed(parts: Pick<Parts, 'access'>, { actor, deed, incident }: Request): boolean {
  return decideAccess({ actor, deed, access: parts.access, incident }).allowed
}

/**
 * For deeds on an incident that waits for a review. Whoever comes second and might have acted is told who did it and
 * when, rather than only that it is over. @throws RefusedError, StaleError.
 */
export function requireTurn(
  parts: Pick<Parts, 'access'>,
  { actor, deed, incident }: Required<Request>,
): void {
  requireAccess(parts, { actor, deed })
  const unblock = findUnblock(incident)
  if (unblock !== undefined && !isReviewable(incident)) {
    const who = toActorKey(unblock.by) === toActorKey(actor) ? 'You' : unblock.by.name
    throw new StaleError(
      `${who} confirmed this unblock at ${toClockText(unblock.requestedAt)} already. Nothing was done twice.`,
    )
  }
  requireAccess(parts, { actor, deed, incident })
}
