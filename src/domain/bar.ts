// What stands between a person and a mailbox or connector, whatever their role.
import type { Actor } from './actor.js'
import { toOrganisationId } from './apart.js'
import type { Access } from './grants.js'
import type { Incident } from './incident.js'
import { findInterest, type Interest } from './interest.js'
import { listCandidates } from './own-candidates.js'
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
  const standing = toStanding(person, access)
  const judge = (one: Incident) => judgeOwnership(standing, one)
  const ownership = incident === undefined ? { is: 'other' as const } : judge(incident)
  if (ownership.is === 'own') return { reason: 'own-mailbox' }
  const listed = listCandidates(live, standing).find((one) => isOnList(one) && judge(one).is === 'own')
  if (listed !== undefined) return { reason: 'own-restricted', tenantId: listed.tenantId }
  const { binding } = standing
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

/** Who somebody is by one access list. */
interface Standing {
  readonly person: Person
  readonly access: Access
  readonly binding: Binding
  readonly addressKeys: readonly string[]
}

/** Who presses is looked up anew for each press, and a dozen questions of one press ask the same. */
const standings = new WeakMap<Person, Standing>()

function toStanding(person: Person, access: Access): Standing {
  const known = standings.get(person)
  if (known?.access === access) return known
  const binding = toBinding(access, person)
  const standing = { person, access, binding, addressKeys: listAddressKeys(person, binding) }
  standings.set(person, standing)
  return standing
}

function judgeOwnership({ person, access, binding, addressKeys }: Standing, incident: Incident): Ownership {
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
  const standing = toStanding(actor, access)
  return (incident) => judgeOwnership(standing, incident).is === 'own'
}
