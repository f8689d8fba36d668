// What stands between a person and a mailbox or connector, whatever their role.
import type { Actor } from './actor.js'
import { toOrganisationId } from './apart.js'
import type { Access } from './grants.js'
import type { Incident } from './incident.js'
import { findInterest, type Interest } from './interest.js'
import { type Binding, findOwnership, listAddressKeys, type Ownership, type Person } from './ownership.js'
import { findAccount, listActorKeys } from './person.js'

interface Judgement {
  readonly person: Person
  readonly access: Access
  readonly incident: Incident | undefined
  readonly live: readonly Incident[]
}

export type Bar =
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
  const addressKeys = listAddressKeys(person, binding)
  const judge = (one: Incident) => judgeOwnership({ person, binding, access, incident: one, addressKeys })
  const ownership = incident === undefined ? { is: 'other' as const } : judge(incident)
  if (ownership.is === 'own') return { reason: 'own-mailbox' }
  const listed = findListed(person, access, live, (one) => judge(one).is === 'own')
  if (listed !== undefined) return { reason: 'own-restricted', tenantId: listed.tenantId }
  const interest = incident && findInterest({ person, binding, incident })
  if (interest !== undefined) return { reason: interest }
  return ownership.is === 'unknown' ? { reason: 'identity-unknown', lacks: ownership.lacks } : undefined
}

interface Listing {
  readonly person: Person
  readonly access: Access
  readonly listed: Incident | undefined
}

/** What is live is read anew for each request, and of one reading a dozen questions of one person ask the same. */
const listings = new WeakMap<readonly Incident[], Listing>()

function findListed(
  person: Person,
  access: Access,
  live: readonly Incident[],
  isOwn: (incident: Incident) => boolean,
): Incident | undefined {
  const known = listings.get(live)
  if (known?.person === person && known.access === access) return known.listed
  const listed = live.find((one) => isOnList(one) && isOwn(one))
  listings.set(live, { person, access, listed })
  return listed
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
  readonly addressKeys: readonly string[]
}

// Asked of every live incident at each press: no object is taken apart for it.
function judgeOwnership(question: OwnershipQuestion): Ownership {
  const { person, binding, access, incident, addressKeys } = question
  const directoryId = access.directories?.get(toOrganisationId(incident.tenantId))
  return findOwnership({ person, binding, incident, directoryId, addressKeys })
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
  const question = { person: actor, binding, access, addressKeys: listAddressKeys(actor, binding) }
  return (incident) => judgeOwnership({ ...question, incident }).is === 'own'
}
