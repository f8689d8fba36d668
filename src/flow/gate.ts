// The door every press and command goes through.
import { type Deed, decideAccess, findBar } from '../domain/access.js'
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

type GateParts = Pick<Parts, 'access' | 'live'>

/** With what is restricted right now: whoever's own mailbox is among it has no say. To be read anew for each request. */
export async function withLive(parts: Parts): Promise<Parts> {
  return { ...parts, live: await parts.store.listLive({}) }
}

/** @throws RefusedError unless the access policy allows this deed to this actor now. */
export function requireAccess(parts: GateParts, request: Request): void {
  const verdict = judge(parts, request)
  if (!verdict.allowed) throw new RefusedError(verdict.reason, verdict.why)
}

export function isAllowed(parts: GateParts, request: Request): boolean {
  return judge(parts, request).allowed
}

function judge({ access, live }: GateParts, { actor, deed, incident }: Request) {
  return decideAccess({ actor, deed, access, incident, live })
}

/** Whether somebody has no say for now because their own mailbox is on the list. */
export function isRestricted({ access, live }: GateParts, actor: Actor): boolean {
  return findBar({ person: actor, access, incident: undefined, live }) !== undefined
}

/**
 * For deeds on an incident that waits for a review. Whoever comes second and might have acted is told who did it and
 * when, rather than only that it is over. @throws RefusedError, StaleError.
 */
export function requireTurn(parts: GateParts, { actor, deed, incident }: Required<Request>): void {
  const verdict = judge(parts, { actor, deed, incident })
  if (verdict.allowed) return
  const unblock = findUnblock(incident)
  if (verdict.reason === 'wrong-status' && unblock !== undefined && !isReviewable(incident)) {
    const who = toActorKey(unblock.by) === toActorKey(actor) ? 'You' : unblock.by.name
    throw new StaleError(
      `${who} confirmed this unblock at ${toClockText(unblock.requestedAt)} already. Nothing was done twice.`,
    )
  }
  throw new RefusedError(verdict.reason, verdict.why)
}
