// Who may do what, in words: only members of the home workspace or tenant, only by id, only with a role that was
// given to them. A viewer reads, an operator also reviews and calls the doctor, an approver also unblocks, takes accounts
// back, gives back what was changed on one (also when all is over), accepts changed settings as the new normal and says
// which channel gets the alerts. Nobody reviews or unblocks their own mailbox, takes it back or gives it back, and to do
// so with anybody's it must be known that it is another's (see ownership.ts). Whoever's own mailbox is on the list only
// reads until it is off: their account may be somebody else's now. While it is not known whether an unblock happened,
// nobody reviews, until reads of the list have shown that it is still there: then an approver may. What is not allowed
// here is refused. Whoever could not be looked up is refused too, and told that it is this.
import type { RefusalReason } from '../errors.js'
import { type Actor, toActorKey } from './actor.js'
import { type Incident, isRetryable, type Status, statuses } from './incident.js'
import { toLookupText } from './lookup.js'
import { type Binding, findOwnership, type Ownership, type Person } from './ownership.js'
import { type Bindings, findAccount, listActorKeys } from './person.js'
import { restrictedEntitiesPage, toPortalUrl } from './portals.js'
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
  | { readonly allowed: false; readonly reason: RefusalReason; readonly why: string }

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
}

export const always = statuses
export const live: readonly Status[] = statuses.filter((status) => status !== 'closed')

const retryDemand = { role: 'approver', statuses: ['uncertain'] } as const satisfies Partial<Permission>

const overText = 'This is no longer waiting for a review. The card in the channel shows where it stands.'

interface Question {
  readonly actor: Actor
  readonly permission: Permission
  readonly access: Access
  /** Undefined for what concerns no incident. */
  readonly incident: Incident | undefined
  /** Every live incident at this moment. */
  readonly live: readonly Incident[]
  /** By their ids; a refusal names the portal of the mailbox's own. */
  readonly tenants: Tenants
}

type Tenants = ReadonlyMap<string, Pick<Tenant, 'portals'>>

/** The one place that decides. Asked at every step, never cached. */
export function decideAccess({ actor, permission, access, incident, live, tenants }: Question): Verdict {
  const failure = actor.lookupFailure
  if (failure?.about === 'person') return refuse('lookup-failed', toLookupText(failure))
  if (!actor.isMember || !access.homes.has(`${actor.platform}:${actor.home}`))
    return refuse(
      'not-home',
      'Only members of this organisation may use Reprieve. Guests and people of other workspaces may not.',
    )
  const isRetry = incident !== undefined && isRetryable(incident) && permission.isForRetry === true
  const needed = isRetry ? { ...permission, ...retryDemand } : permission
  if (!hasRole(findRole(actor, access), needed.role))
    return failure !== undefined && hasRole(findUnreadRole(actor, access), needed.role)
      ? refuse('lookup-failed', toLookupText(failure))
      : refuse('no-role', toRoleRefusal(needed))
  const barred = needed.mailbox === 'nothing' ? undefined : findBar({ person: actor, access, incident, live })
  if (barred?.reason === 'own-restricted')
    return refuse(barred.reason, ownRestrictedText(toPortalText(tenants.get(barred.tenantId))))
  if (incident === undefined) return { allowed: true }
  if (!needed.statuses.includes(incident.state.status))
    return refuse('wrong-status', needed.overText ?? overText)
  const portal = toPortalText(tenants.get(incident.tenantId))
  if (barred?.reason === 'own-mailbox' && needed.mailbox !== 'unlisted')
    return refuse(barred.reason, ownMailboxText(portal))
  if (barred?.reason === 'identity-unknown' && needed.mailbox === 'others')
    return refuse(barred.reason, unknownTexts[barred.lacks](portal))
  return { allowed: true }
}

/** Called as the settings say, so that whoever reads knows who it is; by default as their directory has it. */
export function withName(actor: Actor, access: Access): Actor {
  const { name = actor.name } = access.people.get(toActorKey(actor)) ?? {}
  return { ...actor, name }
}

/** The highest role that was given to this person or to a group they are in; undefined when none was. */
export function findRole(actor: Actor, access: Access): Role | undefined {
  const given = [
    access.people.get(toActorKey(actor))?.role,
    ...actor.groups.map((group) => access.groups.get(`${actor.platform}:${group}`)),
  ]
  return roles.findLast((role) => given.includes(role))
}

/** The highest role that a group gives which could not be read just now; nobody has it by that. */
export function findUnreadRole({ platform, lookupFailure }: Actor, access: Access): Role | undefined {
  const unread = lookupFailure?.about === 'groups' ? lookupFailure.groups : []
  const given = unread.map((group) => access.groups.get(`${platform}:${group}`))
  return roles.findLast((role) => given.includes(role))
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
  | { readonly reason: 'own-mailbox' }
  /** `tenantId`: where the mailbox is that is on the list. */
  | { readonly reason: 'own-restricted'; readonly tenantId: string }
  | {
      readonly reason: 'identity-unknown'
      readonly lacks: Extract<Ownership, { readonly is: 'unknown' }>['lacks']
    }

/** What stands between a person and a mailbox, whatever their role. Judged again right before anything is done. */
export function findBar({ person, access, incident, live }: Judgement): Bar | undefined {
  const ownership =
    incident === undefined ? { is: 'other' as const } : judgeOwnership({ person, access, incident })
  if (ownership.is === 'own') return { reason: 'own-mailbox' }
  const listed = live.find(
    (one) => isOnList(one) && judgeOwnership({ person, access, incident: one }).is === 'own',
  )
  if (listed !== undefined) return { reason: 'own-restricted', tenantId: listed.tenantId }
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
  readonly access: Access
  readonly incident: Incident
}

function judgeOwnership({ person, access, incident }: OwnershipQuestion): Ownership {
  return findOwnership({
    person,
    binding: toBinding(access, person),
    incident,
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

/** Whether it is certain that this is the actor's own mailbox. */
export function isOwnMailbox({
  actor,
  access,
  incident,
}: Omit<OwnershipQuestion, 'person'> & { readonly actor: Actor }): boolean {
  return judgeOwnership({ person: actor, access, incident }).is === 'own'
}

function toPortalText(tenant: Pick<Tenant, 'portals'> | undefined): string {
  const url = tenant === undefined ? '' : toPortalUrl(tenant, restrictedEntitiesPage)
  return url === '' ? 'the Microsoft Defender portal' : `the Microsoft Defender portal (${url})`
}

const ownMailboxText = (portal: string) =>
  `This is your own mailbox. Somebody else has to review, take back and unblock it; if nobody here can, an administrator can in ${portal}.`

const ownRestrictedText = (portal: string) =>
  `Your own mailbox is restricted, and until it is off the list you can only read here: a restricted account may be in somebody else's hands. Ask another approver to review your mailbox and to do this. If there is none, an administrator can do it in ${portal}.`

const unknownTexts: Readonly<
  Record<Extract<Bar, { readonly lacks: unknown }>['lacks'], (portal: string) => string>
> = {
  evidence: (portal) =>
    `Reprieve does not know yet whose mailbox this is, and nobody may act on their own: the evidence is on its way. Try again in a moment. If it stays like this, the doctor says what cannot be read; meanwhile ${portal} works.`,
  account: (portal) =>
    `Reprieve could not read whose mailbox this is, and nobody may act on their own. Refresh the evidence once; if it stays like this, ask an administrator of Reprieve to let it read accounts, or to write your Entra object id and all your addresses next to your id in the access list. Meanwhile ${portal} works.`,
  identity: (portal) =>
    `Reprieve cannot tell which mailbox is yours, and nobody may act on their own. Ask an administrator of Reprieve to write your Entra object id or your addresses next to your id in the access list. Meanwhile ${portal} works.`,
}

function toRoleRefusal({ role, words }: Permission): string {
  return `You are not on the list of people who may ${words}. It takes the role "${role}"; an administrator of Reprieve can give it to you.`
}

function refuse(reason: RefusalReason, why: string): Verdict {
  return { allowed: false, reason, why }
}
