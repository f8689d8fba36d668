// Who may do what, in words: only members of the home workspace or tenant, only by id, only with a role that was
// given to them. A viewer reads, an operator also reviews and calls the doctor, an approver also unblocks, takes accounts
// back, gives back what was changed on one (also when all is over), accepts changed settings as the new normal and says
// which channel gets the alerts. Nobody reviews or unblocks their own mailbox, takes it back or gives it back, and to do
// so with anybody's it must be known that it is another's (see ownership.ts). Whoever's own mailbox is on the list only
// reads until it is off: their account may be somebody else's now. Nor does anybody who can send from the mailbox, or was
// the last to change the connector (see interest.ts). Who has a role for some tenants alone is told nothing of the
// others, nor that they are there. While it is not known whether an unblock happened, nobody reviews, until reads of the
// list have shown that it is still there: then an approver may. What is not allowed here is refused. Whoever could not be
// looked up is refused too, and told that it is this.

import type { Actor } from './actor.js'
import { toOrganisationId } from './apart.js'
import { type Bar, findBar } from './bar.js'
import { type Denial, overText, toDenialText } from './denial.js'
import { type Access, findRole, findUnreadRole, hasRole, type Role } from './grants.js'
import { type Incident, isRetryable, type Status, statuses } from './incident.js'
import { restrictedEntitiesPage, toPortalUrl, toSharedUrl } from './portals.js'
import type { Words } from './said.js'
import type { Tenant } from './tenant.js'

type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: Denial['reason']; readonly why: Words }

/**
 * What a permission asks of mailboxes: nothing; that the actor's own is not on the list; also that this one is not known
 * to be theirs; also that it is known not to be.
 */
type MailboxDemand = 'nothing' | 'unlisted' | 'not-own' | 'others'

/** What an actor can ask for. Presses and commands come down to these; each feature brings its own. */
export interface Permission {
  /** The least it takes. */
  readonly role: Role | 'anyone'
  /** In which it makes sense. */
  readonly statuses: readonly Status[]
  readonly mailbox: MailboxDemand
  /** "You are not on the list of people who may ...". */
  readonly words: string
  /** Also once more by an approver, after an unblock of which reads of the list showed nothing. */
  readonly isForRetry?: true
  /** Why not, in another status. */
  readonly overText?: string
  /** It concerns all tenants at once: a role for some of them is not enough. */
  readonly isForAll?: true
  /** It asks for a restriction: of whom there is none yet there is nothing to lift. */
  readonly ofRestriction?: true
  /** It changes something in the organisation, or leads to that. */
  readonly changes?: true
}

export const always = statuses
export const live: readonly Status[] = statuses.filter((status) => status !== 'closed')

const retryDemand = { role: 'approver', statuses: ['uncertain'] } as const satisfies Partial<Permission>

interface Question {
  readonly actor: Actor
  readonly permission: Permission
  readonly access: Access
  /** Undefined for what concerns no incident. */
  readonly incident: Incident | undefined
  /** The tenant of what concerns a tenant and no incident; undefined for what concerns any. */
  readonly tenantId?: string
  /** Every live incident at this moment. */
  readonly live: readonly Incident[]
  /** By their ids; a refusal names the portal of the mailbox's own. */
  readonly tenants: Tenants
}

type Tenants = ReadonlyMap<string, Pick<Tenant, 'portals' | 'isWatchOnly'>>

/** The one place that decides. Asked at every step, never cached. */
export function decideAccess(question: Question): Verdict {
  const denied = findDenial(question)
  if (denied === undefined) return { allowed: true }
  const { denial, tenantId } = denied
  return { allowed: false, reason: denial.reason, why: toDenialText(denial, toUrl(question, tenantId)) }
}

interface Denied {
  readonly denial: Denial
  /** Whose portal helps; undefined where not even that is told. */
  readonly tenantId?: string
}

/** In the order in which less is told: who somebody is, what they may, how it stands, whose it is. */
function findDenial(question: Question): Denied | undefined {
  const { actor, permission, access, incident, live } = question
  const denial = findRoleDenial(question)
  if (denial !== undefined) return { denial }
  const needed = toNeeded(permission, incident)
  const bar = needed.mailbox === 'nothing' ? undefined : findBar({ person: actor, access, incident, live })
  if (bar?.reason === 'own-restricted') return { denial: { reason: bar.reason }, tenantId: bar.tenantId }
  if (incident === undefined) return undefined
  const { tenantId } = incident
  if (needed.changes === true && question.tenants.get(toOrganisationId(tenantId))?.isWatchOnly === true)
    return { denial: { reason: 'watch-only' }, tenantId }
  if (needed.ofRestriction === true && incident.early !== undefined)
    return { denial: { reason: 'wrong-status', overText: earlyText }, tenantId }
  if (!needed.statuses.includes(incident.state.status))
    return {
      denial: { reason: 'wrong-status', overText: needed.overText ?? overText },
      tenantId,
    }
  return bar !== undefined && isDemanded(bar, needed.mailbox) ? { denial: bar, tenantId } : undefined
}

const earlyText =
  'This sender is not restricted and can still send: there is nothing to unblock yet. Take the account back when it is somebody else who sends.'

function isDemanded({ reason }: Bar, demand: MailboxDemand): boolean {
  return reason === 'identity-unknown' ? demand === 'others' : demand !== 'unlisted'
}

/** What it takes, for an unblock that may be tried once more as well. */
function toNeeded(permission: Permission, incident: Incident | undefined): Permission {
  const isRetry = incident !== undefined && isRetryable(incident) && permission.isForRetry === true
  return isRetry ? { ...permission, ...retryDemand } : permission
}

function findRoleDenial({ actor, permission, access, incident, tenantId }: Question): Denial | undefined {
  const failure = actor.lookupFailure
  if (failure?.about === 'person') return { reason: 'lookup-failed', failure }
  if (!actor.isMember || !access.homes.has(`${actor.platform}:${actor.home}`)) return { reason: 'not-home' }
  const { role, words, isForAll } = toNeeded(permission, incident)
  const named = incident?.tenantId ?? tenantId
  const about = isForAll ? 'all' : named === undefined ? 'any' : { tenantId: named }
  if (hasRole(findRole(actor, access, about), role)) return undefined
  if (failure !== undefined && hasRole(findUnreadRole(actor, access, about), role))
    return { reason: 'lookup-failed', failure }
  const isStranger = about !== 'all' && findRole(actor, access, about) === undefined
  if (isStranger && findRole(actor, access) !== undefined) return { reason: 'not-found' }
  const isPartial = about === 'all' && hasRole(findRole(actor, access), role)
  return { reason: 'no-role', role, words, isPartial }
}

function toUrl({ tenants }: Question, tenantId: string | undefined): string {
  const tenant = tenantId === undefined ? undefined : tenants.get(toOrganisationId(tenantId))
  if (tenantId === undefined) return toSharedUrl([...tenants.values()], restrictedEntitiesPage)
  return tenant === undefined ? '' : toPortalUrl(tenant, restrictedEntitiesPage)
}
