// Who may do what, in words: only members of the home workspace or tenant, only by id, only with a role that was
// given to them. A viewer reads, an operator also reviews and calls the doctor, an approver also unblocks, takes accounts
// back, gives back what was changed on one (also when all is over), accepts changed settings as the new normal and says
// which channel gets the alerts. Nobody reviews or unblocks their own mailbox, takes it back or gives it back, and to do
// so with anybody's it must be known that it is another's (see ownership.ts). Whoever's own mailbox is on the list only
// reads until it is off: their account may be somebody else's now. Nor does anybody who can send from the mailbox, or was
// the last to change the connector (see interest.ts). Who has a role for some tenants alone is told nothing of the
// others, nor that they are there. While it is not known whether an unblock happened,
// nobody reviews, until reads of the list have shown that it is still there: then an approver may. What is not allowed
// here is refused. Whoever could not be looked up is refused too, and told that it is this.
import { type Actor, toActorKey } from './actor.js'
import { type Denial, overText, toDenialText } from './denial.js'
import { type Incident, isRetryable, type Status, statuses } from './incident.js'
import { findInterest, type Interest } from './interest.js'
import { type Binding, findOwnership, type Ownership, type Person } from './ownership.js'
import { type Bindings, findAccount, listActorKeys } from './person.js'
import { restrictedEntitiesPage, toPortalUrl, toSharedUrl } from './portals.js'
import type { Tenant } from './tenant.js'

export const roles = ['viewer', 'operator', 'approver'] as const
export type Role = (typeof roles)[number]

/** What the settings say of one person. */
export interface PersonEntry {
  readonly role: Role
  readonly addresses: readonly string[]
  /** What they are called, wherever they act. */
  readonly name?: string
  /** Our ids of the tenants that the role is for; undefined: all. */
  readonly tenants?: readonly string[]
}

export interface Access extends Bindings {
  /** Where people are at home, as `<platform>:<id of the workspace or tenant>`. */
  readonly homes: ReadonlySet<string>
  /** By actor key. */
  readonly people: ReadonlyMap<string, PersonEntry>
  /** By `<platform>:<id of the group>`. */
  readonly groups: ReadonlyMap<string, Role>
  /** By the key of a group, the tenants that its role is for; one that is not in here has it for all. */
  readonly groupTenants?: ReadonlyMap<string, readonly string[]>
  /** By our own id of a tenant, the id it has in Entra; an invented organisation has none. */
  readonly directories?: ReadonlyMap<string, string>
}

type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: Denial['reason']; readonly why: string }

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

type Tenants = ReadonlyMap<string, Pick<Tenant, 'portals'>>

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
  if (!needed.statuses.includes(incident.state.status))
    return {
      denial: { reason: 'wrong-status', overText: needed.overText ?? overText },
      tenantId: incident.tenantId,
    }
  return bar !== undefined && isDemanded(bar, needed.mailbox)
    ? { denial: bar, tenantId: incident.tenantId }
    : undefined
}

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
  const tenant = tenantId === undefined ? undefined : tenants.get(tenantId)
  if (tenantId === undefined) return toSharedUrl([...tenants.values()], restrictedEntitiesPage)
  return tenant === undefined ? '' : toPortalUrl(tenant, restrictedEntitiesPage)
}

/** Called as the settings say, so that whoever reads knows who it is; by default as their directory has it. */
export function withName(actor: Actor, access: Access): Actor {
  const { name = actor.name } = access.people.get(toActorKey(actor)) ?? {}
  return { ...actor, name }
}

interface Grant {
  readonly role: Role
  readonly tenants: readonly string[] | undefined
}

/** One tenant; at least one of them; every one. */
type About = { readonly tenantId: string } | 'any' | 'all'

function toGroupGrants(access: Access, platform: string, groups: readonly string[]): readonly Grant[] {
  return groups.flatMap((group) => {
    const key = `${platform}:${group}`
    const role = access.groups.get(key)
    return role === undefined ? [] : [{ role, tenants: access.groupTenants?.get(key) }]
  })
}

function listGrants(actor: Actor, access: Access): readonly Grant[] {
  const own = access.people.get(toActorKey(actor))
  const ofGroups = toGroupGrants(access, actor.platform, actor.groups)
  return own === undefined ? ofGroups : [{ role: own.role, tenants: own.tenants }, ...ofGroups]
}

function findHighest(grants: readonly Grant[], about: About): Role | undefined {
  const given = grants
    .filter(({ tenants }) => tenants === undefined || covers(tenants, about))
    .map(({ role }) => role)
  return roles.findLast((role) => given.includes(role))
}

function covers(tenants: readonly string[], about: About): boolean {
  return about === 'any' || (about !== 'all' && tenants.includes(about.tenantId))
}

/** The highest role that was given to this person or to a group they are in; undefined when none was. */
export function findRole(actor: Actor, access: Access, about: About = 'any'): Role | undefined {
  return findHighest(listGrants(actor, access), about)
}

/** The highest role that a group gives which could not be read just now; nobody has it by that. */
export function findUnreadRole(actor: Actor, access: Access, about: About = 'any'): Role | undefined {
  const { platform, lookupFailure } = actor
  const unread = lookupFailure?.about === 'groups' ? lookupFailure.groups : []
  return findHighest(toGroupGrants(access, platform, unread), about)
}

/** The only tenants of which somebody may know; undefined when nothing keeps them from knowing of all. */
export function findScope(actor: Actor, access: Access): ReadonlySet<string> | undefined {
  const grants = listGrants(actor, access)
  if (grants.length === 0 || grants.some(({ tenants }) => tenants === undefined)) return undefined
  return new Set(grants.flatMap(({ tenants = [] }) => tenants))
}

/** The people whom the access list names by id for this tenant, with at least this role; as actor keys. */
export function listPeople(access: Access, role: Role, tenantId: string): readonly string[] {
  return [...access.people].flatMap(([key, { tenants, ...entry }]) =>
    hasRole(entry.role, role) && (tenants === undefined || tenants.includes(tenantId)) ? [key] : [],
  )
}

/** Whether this role is enough, whatever the incident. Undefined: no role was given. */
function hasRole(given: Role | undefined, needed: Role | 'anyone'): boolean {
  if (needed === 'anyone') return true
  return given !== undefined && roles.indexOf(given) >= roles.indexOf(needed)
}

interface Judgement {
  readonly person: Person
  readonly access: Access
  readonly incident: Incident | undefined
  readonly live: readonly Incident[]
}

type Bar =
  | { readonly reason: 'own-mailbox' | Interest }
  /** `tenantId`: where the mailbox is that is on the list. */
  | { readonly reason: 'own-restricted'; readonly tenantId: string }
  | {
      readonly reason: 'identity-unknown'
      readonly lacks: Extract<Ownership, { readonly is: 'unknown' }>['lacks']
    }

/** What stands between a person and a mailbox, whatever their role. Judged again right before anything is done. */
export function findBar({ person, access, incident, live }: Judgement): Bar | undefined {
  const binding = toBinding(access, person)
  const judge = (one: Incident) => judgeOwnership({ person, binding, access, incident: one })
  const ownership = incident === undefined ? { is: 'other' as const } : judge(incident)
  if (ownership.is === 'own') return { reason: 'own-mailbox' }
  const listed = live.find((one) => isOnList(one) && judge(one).is === 'own')
  if (listed !== undefined) return { reason: 'own-restricted', tenantId: listed.tenantId }
  const interest = incident && findInterest({ person, binding, incident })
  if (interest !== undefined) return { reason: interest }
  return ownership.is === 'unknown' ? { reason: 'identity-unknown', lacks: ownership.lacks } : undefined
}

/** After an unblock the list may still show it for a while. */
function isOnList({ state }: Incident): boolean {
  return state.status === 'watching' || state.status === 'stuck'
    ? state.goneAt === undefined
    : state.status !== 'closed'
}

interface OwnershipQuestion {
  readonly person: Person
  readonly binding: Binding
  readonly access: Access
  readonly incident: Incident
}

function judgeOwnership({ access, ...question }: OwnershipQuestion): Ownership {
  const { incident } = question
  return findOwnership({
    ...question,
    directoryId: access.directories?.get(incident.tenantId),
  })
}

/** What is written next to any id of this person says who they are. */
function toBinding(access: Access, person: Person): Binding {
  const keys = listActorKeys(person, access)
  return {
    addresses: keys.flatMap((key) => access.people.get(key)?.addresses ?? []),
    entra: findAccount(person, access),
  }
}

/** Says of incidents whether it is certain that this is the actor's own mailbox. */
export function createOwnCheck(actor: Actor, access: Access): (incident: Incident) => boolean {
  const binding = toBinding(access, actor)
  return (incident) => judgeOwnership({ person: actor, binding, access, incident }).is === 'own'
}
