// The door every press and command goes through.

import { decideAccess } from '../../domain/access.js'
import type { Actor, ActorRef, Identity } from '../../domain/actor.js'
import { toOrganisationId } from '../../domain/apart.js'
import { findUnblock } from '../../domain/attempts.js'
import { createOwnCheck, findBar } from '../../domain/bar.js'
import { toDenialText } from '../../domain/denial.js'
import { findScope } from '../../domain/grants.js'
import { canBeReviewed, type Incident } from '../../domain/incident.js'
import { createLateError } from '../../domain/late.js'
import { restrictedEntitiesPage, toPortalUrl } from '../../domain/portals.js'
import { toPlainWords } from '../../domain/said.js'
import { findProtected } from '../../domain/two-people.js'
import { toUtcText } from '../../domain/words.js'
import { type RefusalReason, RefusedError } from '../../errors.js'
import type { Parts } from '../feature.js'
import { accessTable, type PermissionName } from '../permissions.js'
import { toOutcomeText } from '../words/outcome.js'
import { createScopedStore } from './scoped-store.js'

interface Request {
  readonly actor: Actor
  readonly permission: PermissionName
  readonly incident?: Incident
  /** Of what concerns a tenant and no incident. */
  readonly tenantId?: string
}

type GateParts = Pick<Parts, 'access' | 'live' | 'tenants'>

/** With what is restricted right now: whoever's own mailbox is among it has no say. To be read anew for each request. */
export async function withLive(parts: Parts): Promise<Parts> {
  return { ...parts, live: await parts.store.listLive({}) }
}

/**
 * The same, for whoever answers this actor: of tenants that are none of their business nothing is there, so no answer can
 * tell of them. Their own restrictions are, wherever. `live` stays whole: it is for judging.
 */
export async function withSight(given: Parts, actor: Actor): Promise<Parts> {
  const parts = await withLive(given)
  const scope = findScope(actor, parts.access)
  if (scope === undefined) return parts
  const isOwn = createOwnCheck(actor, parts.access)
  const sees = (incident: Incident) => scope.has(toOrganisationId(incident.tenantId)) || isOwn(incident)
  return {
    ...parts,
    scope,
    store: createScopedStore(parts.store, scope, sees),
    tenants: new Map([...parts.tenants].filter(([id]) => scope.has(id))),
  }
}

/** @throws RefusedError unless the access policy allows this to this actor now. */
export function requireAccess(parts: GateParts, request: Request): void {
  const verdict = judge(parts, request)
  if (!verdict.allowed) throw new RefusedError(verdict.reason, verdict.why)
}

export function isAllowed(parts: GateParts, request: Request): boolean {
  return judge(parts, request).allowed
}

function judge({ access, live, tenants }: GateParts, { permission, incident, ...request }: Request) {
  return decideAccess({ ...request, permission: accessTable[permission], access, incident, live, tenants })
}

/** Whether somebody has no say for now because their own mailbox is on the list. */
export function isRestricted({ access, live }: GateParts, actor: Actor): boolean {
  return findBar({ person: actor, access, incident: undefined, live }) !== undefined
}

interface Accepted {
  readonly by: ActorRef
  /** Undefined when an older version took the Yes. */
  readonly identity: Identity | undefined
  readonly incident: Incident
}

/**
 * Whose mailbox it is, judged once more right before anything is done: between the Yes and the call evidence may have
 * come in. Says in words why it must not be done after all; undefined when it may.
 */
export function findLateBar(
  { access, live }: GateParts,
  { by, identity, incident }: Accepted,
): string | undefined {
  const { addresses, entraId } = identity ?? {}
  const person = { ...by, addresses, ...(entraId === undefined ? {} : { entraId }) }
  const bar = findBar({ person, access, incident, live })
  return bar === undefined ? undefined : toLateText(bar.reason, 'whoever confirmed it')
}

/** Why a word that was taken does not count after all. @param who gave it, as part of a sentence. */
export function toLateText(reason: RefusalReason, who: string): string {
  return lateTexts(who)[reason] ?? `${taken(who)} Somebody else has to review it.`
}

const taken = (who: string) => `The role of ${who} has been taken away since.`

const lateTexts = (who: string): Partial<Record<RefusalReason, string>> => ({
  'own-mailbox': `By now it is known that this is the own mailbox of ${who}. Somebody else has to review it.`,
  delegate: `By now it is known that ${who} can send from this mailbox. Somebody else has to review it.`,
  'connector-changer': `By now it is known that ${who} was the last to change this connector. Somebody else has to review it.`,
  'own-restricted': `The own mailbox of ${who} has been restricted since. Somebody else has to review it.`,
  'identity-unknown': `It can no longer be told that this is not the own mailbox of ${who}. Refresh the evidence and review it again; the Microsoft Defender portal works meanwhile.`,
  'lookup-failed': `Whether ${who} still has the role for it could not be looked up just now. Try again in a moment; the Microsoft Defender portal works meanwhile.`,
})

/**
 * For what is asked of an incident that waits for a review. Whoever comes second and might have acted is told who did it and
 * when, rather than only that it is over, and whoever comes long after, how it ended. @throws RefusedError, StaleError.
 */
export function requireTurn(
  parts: GateParts & Pick<Parts, 'approval'>,
  { actor, permission, incident }: Request & { readonly incident: Incident },
): void {
  const verdict = judge(parts, { actor, permission, incident })
  if (verdict.allowed) {
    requireProtection(parts, { permission, incident })
    return
  }
  const { state } = incident
  if (verdict.reason === 'wrong-status' && state.status === 'closed')
    throw new RefusedError(
      'wrong-status',
      `This is over since ${toUtcText(state.closedAt)}. ${toPlainWords(toOutcomeText(incident))}`,
    )
  const unblock = findUnblock(incident)
  if (verdict.reason === 'wrong-status' && unblock !== undefined && !canBeReviewed(incident))
    throw createLateError(actor, {
      by: unblock.by,
      at: unblock.requestedAt,
      did: 'confirmed this unblock',
    })
  throw new RefusedError(verdict.reason, verdict.why)
}

/** What the settings leave to the portal is taken on and looked at here, and not unblocked. @throws RefusedError */
function requireProtection(
  { approval, tenants }: Pick<Parts, 'approval' | 'tenants'>,
  { permission, incident }: { readonly permission: PermissionName; readonly incident: Incident },
): void {
  if (!unblocking.has(permission) || findProtected(incident, approval.protected)?.rule !== 'portal-only')
    return
  const tenant = tenants.get(toOrganisationId(incident.tenantId))
  const url = tenant === undefined ? '' : toPortalUrl(tenant, restrictedEntitiesPage)
  throw new RefusedError('portal-only', toDenialText({ reason: 'portal-only' }, url))
}

const unblocking: ReadonlySet<PermissionName> = new Set(['review', 'confirm', 'unblock', 'send-back'])
