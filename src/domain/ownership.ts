// Whose mailbox is restricted, held against who somebody is: their own, somebody else's, or not to be told.
//
// It is somebody's own when one address of theirs is one of the mailbox's, or their account in Entra is the mailbox's:
// the same object id in the same directory. The same id in another directory is another person.
//
// It is another's only when both sides are known. The mailbox is known when its account could be read, in Entra or by
// Exchange's own copy (object id, addresses), or when Exchange is certain that there is no such mailbox. A person is
// known
// - by the Entra object id that their platform vouches for, or that an administrator wrote next to their id;
// - by the addresses an administrator wrote there, or that such a platform takes from Entra;
// - by another platform's address of the organisation's own: it was given out, and the platform had it confirmed by mail.
//   Its address elsewhere proves nothing: without single sign-on everybody chooses it, and a private one is no mailbox of
//   ours. Whoever is bound to an Entra account is never known by such an address.
// Whose object id and addresses both stand in the settings is known as a whole, whatever could be read of the mailbox.
import type { Actor, EntraId } from './actor.js'
import { toAddressKey, toMailDomain } from './address.js'
import { isDrill } from './drill.js'
import type { Sender } from './entity.js'
import type { Incident } from './incident.js'

/** Who somebody is, as an administrator wrote it next to their id. */
export interface Binding {
  readonly addresses: readonly string[]
  readonly entra: EntraId | undefined
}

/** What a platform said of whoever acted. */
export type Person = Pick<Actor, 'platform' | 'id' | 'addresses' | 'entraId'>

export type Ownership =
  | { readonly is: 'own' | 'other' }
  /** What is missing: any evidence yet, who the mailbox belongs to, or who the person is. */
  | { readonly is: 'unknown'; readonly lacks: 'evidence' | 'account' | 'identity' }

interface Question {
  readonly person: Person
  readonly binding: Binding
  readonly incident: Incident
  /** The Entra tenant of the incident's organisation; undefined for an invented one. */
  readonly directoryId: string | undefined
  /** `listAddressKeys` of the two, for whoever asks about many incidents. */
  readonly addressKeys?: readonly string[]
}

export function findOwnership(question: Question): Ownership {
  const { person, binding, incident, directoryId } = question
  // Nobody owns what is invented.
  if (incident.entity.kind === 'connector' || isDrill(incident)) return { is: 'other' }
  const mailbox = toMailbox(incident.entity, incident)
  const entra = person.entraId ?? binding.entra
  const ids = compareIds(entra, mailbox.userId, directoryId)
  const { addressKeys = listAddressKeys(person, binding) } = question
  if (ids === 'same' || addressKeys.some((key) => mailbox.addresses.includes(key))) return { is: 'own' }
  if (mailbox.kind === 'nobody' || isWhole(entra, binding)) return { is: 'other' }
  if (mailbox.kind === 'unknown')
    return { is: 'unknown', lacks: incident.evidence === undefined ? 'evidence' : 'account' }
  const canCompare = mailbox.isListed && hasProvenAddress(mailbox, person, binding)
  return ids === 'different' || canCompare ? { is: 'other' } : { is: 'unknown', lacks: 'identity' }
}

/** Every address the restricted sender is known by, as keys to compare with; none for a connector. */
export function listSenderAddresses(incident: Incident): readonly string[] {
  return incident.entity.kind === 'connector' ? [] : toMailbox(incident.entity, incident).addresses
}

/** What `findOwnership` knows somebody's own by: none is, of whom neither an address nor the object id is among these. */
export function listMailboxKeys(incident: Incident): readonly string[] {
  if (incident.entity.kind === 'connector') return []
  const { addresses, userId } = toMailbox(incident.entity, incident)
  return userId === undefined ? addresses : [...addresses, userId]
}

/** The account the mailbox belongs to, as far as it is known. */
export function findMailboxOwner(
  incident: Incident,
  directoryId: string | undefined,
): { readonly entraId: EntraId | undefined; readonly addresses: readonly string[] } | undefined {
  if (incident.entity.kind === 'connector') return undefined
  const { kind, userId, addresses } = toMailbox(incident.entity, incident)
  if (kind !== 'account') return undefined
  const inDirectory = directoryId === undefined ? {} : { directoryId }
  return {
    entraId: userId === undefined ? undefined : { objectId: userId, ...inDirectory },
    addresses: [...new Set(addresses)],
  }
}

interface Mailbox {
  readonly kind: 'account' | 'nobody' | 'unknown'
  readonly userId: string | undefined
  /** As keys to compare with. */
  readonly addresses: readonly string[]
  /** Whether the addresses are all there are. */
  readonly isListed: boolean
  /** Mail domains that are the organisation's. */
  readonly domains: readonly string[]
}

/** An incident never changes, another one takes its place: what its texts come to is found out once. */
const mailboxes = new WeakMap<Incident, Mailbox>()

function toMailbox(sender: Sender, incident: Incident): Mailbox {
  const known = mailboxes.get(incident)
  if (known !== undefined) return known
  const mailbox = readMailbox(sender, incident)
  mailboxes.set(incident, mailbox)
  return mailbox
}

function readMailbox(sender: Sender, { evidence }: Incident): Mailbox {
  const { account, owner } = evidence?.kind === 'sender' ? evidence : {}
  const user = account?.known === true ? account.value : undefined
  const holder = owner?.kind === 'account' ? owner : undefined
  const read = [...(user?.addresses ?? []), ...(holder?.addresses ?? [])]
  const isKnown = user !== undefined || holder !== undefined
  return {
    kind: isKnown ? 'account' : owner?.kind === 'nobody' ? 'nobody' : 'unknown',
    userId: (user?.userId || holder?.userId)?.toLowerCase(),
    addresses: [sender.address, ...listGuestAddress(sender), ...read].map(toAddressKey),
    isListed: read.length > 0,
    domains: (holder?.domains ?? [toMailDomain(sender.address)]).map((one) => one.toLowerCase()),
  }
}

/** Entra names a guest after the address they were invited by: `oscar_fabrikam.com#EXT#@contoso.onmicrosoft.com`. */
function listGuestAddress({ address }: Sender): readonly string[] {
  const [, name, domain] = /^(.+)_([^_@]+)#ext#@/i.exec(address) ?? []
  return name === undefined || domain === undefined ? [] : [`${name}@${domain}`]
}

function compareIds(
  entra: EntraId | undefined,
  userId: string | undefined,
  directoryId: string | undefined,
): 'same' | 'different' | 'incomparable' {
  if (entra === undefined || userId === undefined) return 'incomparable'
  const directories = [entra.directoryId, directoryId].map((one) => one?.toLowerCase())
  const isElsewhere = !directories.includes(undefined) && directories[0] !== directories[1]
  // Who has an account in another directory may have a second one here: their addresses have to tell.
  if (isElsewhere) return 'incomparable'
  if (entra.objectId.toLowerCase() === userId) return 'same'
  return entra.directoryId === undefined && directoryId !== undefined ? 'incomparable' : 'different'
}

/** Every address that is said to be theirs. */
export function listAddresses({ addresses = [] }: Person, binding: Binding): readonly string[] {
  return [...addresses, ...binding.addresses]
}

/** The same as keys to compare with. */
export function listAddressKeys(person: Person, binding: Binding): readonly string[] {
  return listAddresses(person, binding).map(toAddressKey)
}

function isWhole(entra: EntraId | undefined, binding: Binding): boolean {
  return entra !== undefined && binding.addresses.length > 0
}

function hasProvenAddress(
  { domains }: Mailbox,
  { entraId, addresses = [] }: Person,
  binding: Binding,
): boolean {
  if (binding.addresses.length > 0) return true
  if (entraId !== undefined) return addresses.length > 0
  if (binding.entra !== undefined) return false
  return addresses.some((address) => domains.includes(toMailDomain(address)))
}
