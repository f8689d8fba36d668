// The human behind actors. One person may act as a Slack member, as an account in Teams and at the console; two
// signatures have to come from two people, so what counts is the person and never the actor.
//
// Actors are one person when they have the same account in Entra, by their platform or by the settings, or when one
// entry of the access list names them all. A person without either is *unbound*: a person of their own, of whom nobody
// knows what else they act as. Two people are proven to be two
// - by two different accounts of one chat platform, which one of them might be unbound: who is a member twice got both
//   from whoever runs the workspace or tenant;
// - by two different accounts in one directory of Entra. In two directories one human has two ids.
// Users of an operating system prove nothing by themselves: who may become one of them may become another.
//
//   toPersonKey(person: PersonRef, bindings: Bindings): string
//   isSamePerson(a: PersonRef, b: PersonRef, bindings: Bindings): boolean
//   isProvenOther(a: PersonRef, b: PersonRef, bindings: Bindings): 'same' | 'other' | 'unknown'
//   isBound(person: PersonRef, bindings: Bindings): boolean
//   findAccount(person: PersonRef, bindings: Bindings): EntraId | undefined
//   listActorKeys(person: PersonRef, bindings: Bindings): readonly string[]
//
// An `Access` is `Bindings`; an `Actor`, an `ActorRef` and whoever is kept in a review or an unblock are a `PersonRef`.
import { type Actor, type ActorRef, consolePlatform, type EntraId, toActorKey } from './actor.js'

/** What the settings say of who is who. */
export interface Bindings {
  /** By actor key, the Entra account an administrator wrote next to somebody's id, or as their id. */
  readonly accounts?: ReadonlyMap<string, EntraId>
  /** By actor key, a key that all ids of one entry of the access list share; none for an entry with one id. */
  readonly entries?: ReadonlyMap<string, string>
  /** Platforms on which an id is the Entra object id itself, with the directory it is in. */
  readonly entraPlatforms?: ReadonlyMap<string, string>
}

export type PersonRef = Pick<ActorRef, 'platform' | 'id'> & Pick<Actor, 'entraId'>

/** The same for two actors exactly when they are known to be one person. Not for people to read. */
export function toPersonKey(person: PersonRef, bindings: Bindings): string {
  const account = findAccount(person, bindings)
  if (account !== undefined) return `entra:${account.objectId.toLowerCase()}`
  const key = toActorKey(person)
  return bindings.entries?.get(key) ?? key
}

export function isSamePerson(a: PersonRef, b: PersonRef, bindings: Bindings): boolean {
  // What is kept of an actor lacks the account that their platform vouched for.
  return toActorKey(a) === toActorKey(b) || toPersonKey(a, bindings) === toPersonKey(b, bindings)
}

/** Whether two are two people. Where two people are asked for, only `other` will do. */
export function isProvenOther(a: PersonRef, b: PersonRef, bindings: Bindings): 'same' | 'other' | 'unknown' {
  if (isSamePerson(a, b, bindings)) return 'same'
  const mine = listActorKeys(a, bindings).map(toChatPlatform)
  const theirs = listActorKeys(b, bindings).map(toChatPlatform)
  if (mine.some((platform) => platform !== undefined && theirs.includes(platform))) return 'other'
  return haveComparableAccounts(a, b, bindings) ? 'other' : 'unknown'
}

/** Whether somebody said who this is, beyond the id they act by. */
export function isBound(person: PersonRef, bindings: Bindings): boolean {
  return toPersonKey(person, bindings) !== toActorKey(person)
}

/** The account in Entra: as the platform vouches for it, or as an administrator wrote it down. */
export function findAccount({ platform, id, entraId }: PersonRef, bindings: Bindings): EntraId | undefined {
  if (entraId !== undefined) return entraId
  const written = bindings.accounts?.get(toActorKey({ platform, id }))
  if (written !== undefined) return written
  const directoryId = bindings.entraPlatforms?.get(platform)
  return directoryId === undefined ? undefined : { objectId: id, directoryId }
}

/** Every id by which this person is known to act, the given one first. */
export function listActorKeys(person: PersonRef, bindings: Bindings): readonly string[] {
  const own = toActorKey(person)
  const key = toPersonKey(person, bindings)
  const known = [...(bindings.accounts?.keys() ?? []), ...(bindings.entries?.keys() ?? [])]
  return [...new Set([own, ...known.filter((one) => toPersonKey(fromActorKey(one), bindings) === key)])]
}

function fromActorKey(key: string): PersonRef {
  const at = key.indexOf(':')
  return { platform: key.slice(0, at), id: key.slice(at + 1) }
}

function toChatPlatform(key: string): string | undefined {
  const { platform } = fromActorKey(key)
  return platform === consolePlatform ? undefined : platform
}

function haveComparableAccounts(a: PersonRef, b: PersonRef, bindings: Bindings): boolean {
  const directories = [a, b].map((one) => findAccount(one, bindings)?.directoryId?.toLowerCase())
  return directories[0] !== undefined && directories[0] === directories[1]
}
