// Who may do what, in words: only members of the home workspace or tenant, only by id, only with a role that was
// given to them. A viewer reads, an operator also reviews and calls the doctor, an approver also unblocks, takes accounts
// back, accepts changed settings as the new normal and says which channel gets the alerts. Nobody unblocks their own
// mailbox or takes it back, and who they are must be known to rule that out. What is not allowed here is refused.
// Whoever could not be looked up is refused too, and told that it is this.
import type { RefusalReason } from '../errors.js'
import { type Actor, toActorKey } from './actor.js'
import { type Incident, reviewableStatuses, type Status } from './incident.js'
import { toLookupText } from './lookup.js'

export const roles = ['viewer', 'operator', 'approver'] as const
export type Role = (typeof roles)[number]

export interface Access {
  /** Home workspace and tenant ids, as `slack:T123` and `teams:<guid>`. */
  readonly homes: ReadonlySet<string>
  /** By actor key (`slack:U123`, `teams:<object id>`). */
  readonly people: ReadonlyMap<string, { readonly role: Role; readonly addresses: readonly string[] }>
  /** By platform and group id (`slack:S123`, `teams:<Entra group id>`). */
  readonly groups: ReadonlyMap<string, Role>
}

/** What an actor can ask for. Presses and commands come down to these. */
export type Deed =
  | 'help'
  | 'read'
  | 'examine'
  | 'review'
  | 'confirm'
  | 'unblock'
  | 'contain'
  | 'accept'
  | 'pin'

type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: RefusalReason; readonly why: string }

const live: readonly Status[] = [
  'open',
  'reviewing',
  'unblocking',
  'uncertain',
  'watching',
  'stuck',
  'failed',
]
const always: readonly Status[] = [...live, 'closed']

/** The access table: every deed, the least role it takes, the statuses it makes sense in. */
export const accessTable: Readonly<
  Record<Deed, { readonly role: Role | 'anyone'; readonly statuses: readonly Status[] }>
> = {
  help: { role: 'anyone', statuses: always },
  read: { role: 'viewer', statuses: always },
  examine: { role: 'operator', statuses: always },
  review: { role: 'operator', statuses: reviewableStatuses },
  confirm: { role: 'operator', statuses: reviewableStatuses },
  unblock: { role: 'approver', statuses: reviewableStatuses },
  contain: { role: 'approver', statuses: live },
  accept: { role: 'approver', statuses: always },
  pin: { role: 'approver', statuses: always },
}

interface Question {
  readonly actor: Actor
  readonly deed: Deed
  readonly access: Access
  /** Undefined for deeds that concern no incident. */
  readonly incident: Incident | undefined
}

/** The one place that decides. Asked at every step, never cached. */
export function decideAccess({ actor, deed, access, incident }: Question): Verdict {
  const failure = actor.lookupFailure
  if (failure?.about === 'person') return refuse('lookup-failed', toLookupText(actor.platform, failure))
  if (!actor.isMember || !access.homes.has(`${actor.platform}:${actor.home}`))
    return refuse(
      'not-home',
      'Only members of this organisation may use Reprieve. Guests and people of other workspaces may not.',
    )
  const needed = accessTable[deed]
  const person = access.people.get(toActorKey(actor))
  if (!hasRole(findRole(actor, access), needed.role))
    return failure !== undefined && hasRole(findUnreadRole(actor, access), needed.role)
      ? refuse('lookup-failed', toLookupText(actor.platform, failure))
      : refuse('no-role', toRoleRefusal(deed, needed.role))
  if (incident === undefined) return { allowed: true }
  if (!needed.statuses.includes(incident.state.status))
    return refuse(
      'wrong-status',
      deed === 'contain'
        ? 'This is over. What is still to be done to the account is done in the portal.'
        : 'This is no longer waiting for a review. The card in the channel shows where it stands.',
    )
  if (deed === 'unblock' || deed === 'confirm' || deed === 'contain')
    return decideOwnMailbox(actor, person?.addresses ?? [], incident)
  return { allowed: true }
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

function decideOwnMailbox(actor: Actor, listed: readonly string[], incident: Incident): Verdict {
  switch (findOwnership(actor, listed, incident)) {
    case 'own':
      return refuse(
        'own-mailbox',
        'This is your own mailbox. Somebody else has to review, take back and unblock it.',
      )
    case 'unknown':
      return refuse(
        'identity-unknown',
        'Reprieve cannot tell which mailbox is yours, and nobody may act on their own. Ask for your address to be added next to your id in the access list.',
      )
    default:
      return { allowed: true }
  }
}

interface Ownership {
  readonly actor: Actor
  readonly access: Access
  readonly incident: Incident
}

/** Whether it is certain that this is the actor's own mailbox. */
export function isOwnMailbox({ actor, access, incident }: Ownership): boolean {
  const listed = access.people.get(toActorKey(actor))?.addresses ?? []
  return findOwnership(actor, listed, incident) === 'own'
}

function findOwnership(
  actor: Actor,
  listed: readonly string[],
  incident: Incident,
): 'own' | 'other' | 'unknown' {
  if (incident.entity.kind === 'connector') return 'other'
  const account = incident.evidence?.kind === 'sender' ? incident.evidence.account : undefined
  const userId = account?.known === true ? account.value.userId.toLowerCase() : undefined
  if (actor.platform === 'teams' && userId === actor.id.toLowerCase()) return 'own'
  const own = [...(actor.addresses ?? []), ...listed].map((address) => address.toLowerCase())
  if (own.length === 0) return 'unknown'
  return listSenderAddresses(incident).some((address) => own.includes(address)) ? 'own' : 'other'
}

/** Every address the restricted sender is known by, lower-cased; none for a connector. */
export function listSenderAddresses({ entity, evidence }: Incident): readonly string[] {
  if (entity.kind === 'connector') return []
  const account = evidence?.kind === 'sender' ? evidence.account : undefined
  const others = account?.known === true ? account.value.addresses : []
  return [entity.address, ...others].map((address) => address.toLowerCase())
}

const deedWords: Readonly<Record<Deed, string>> = {
  help: 'ask for help',
  read: 'see this',
  examine: 'call the doctor',
  review: 'review this',
  confirm: 'review this',
  unblock: 'unblock',
  contain: 'take an account back',
  accept: 'accept this',
  pin: 'say which channel gets the alerts',
}

function toRoleRefusal(deed: Deed, needed: Role | 'anyone'): string {
  return `You are not on the list of people who may ${deedWords[deed]}. It takes the role "${needed}"; an administrator of Reprieve can give it to you.`
}

function refuse(reason: RefusalReason, why: string): Verdict {
  return { allowed: false, reason, why }
}
