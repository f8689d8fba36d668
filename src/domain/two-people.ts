// Which unblocks take two people, and what a Yes comes to where they do.
import { type ActorRef, toActorKey } from './actor.js'
import { toAddressKey, toMailDomain } from './address.js'
import { isContradicted } from './answers.js'
import type { Approval, ProtectedEntity } from './approval.js'
import type { Incident } from './incident.js'
import { dayMilliseconds, hourMilliseconds, type Instant, isAhead } from './instant.js'
import { listSenderAddresses } from './ownership.js'
import { type Bindings, isProvenOther, isSamePerson } from './person.js'
import type { Review } from './review.js'
import type { Signature } from './signature.js'

/** Within which a second unblock of the same entity is one too many for one person. */
export const againMilliseconds = 30 * dayMilliseconds
/** Within which the unblocks of one person are counted. */
export const countedMilliseconds = hourMilliseconds

export interface Past {
  /** Unblocks of the entity in the last 30 days. */
  readonly ofEntity: number
  /** Unblocks of the same person in the last hour, of whatever. */
  readonly ofPerson: number
}

interface Question {
  readonly approval: Approval
  readonly review: Review
  readonly past: Past
}

/** Why it takes two, in words for whoever signs; empty when one is enough. What cannot be told counts as found. */
export function listTwoPeopleReasons(
  incident: Incident,
  { approval: { twoPeople, protected: entities }, review, past }: Question,
): readonly string[] {
  const { perHour } = twoPeople
  return [
    ...(twoPeople.directoryRoles ? listRoleReasons(incident) : []),
    ...(findProtected(incident, entities)?.rule === 'two-people' ? ['It is protected in the settings.'] : []),
    ...(twoPeople.again && past.ofEntity > 0
      ? [`It was unblocked ${past.ofEntity === 1 ? 'once' : `${past.ofEntity} times`} in the last 30 days.`]
      : []),
    ...(twoPeople.contradicted && review.attestations.some((one) => isContradicted(one, incident))
      ? ['An answer goes against what Reprieve still sees.']
      : []),
    ...(perHour !== undefined && past.ofPerson >= perHour
      ? [`You have unblocked ${past.ofPerson} within an hour; one person alone does ${perHour}.`]
      : []),
  ]
}

function listRoleReasons({ entity, evidence }: Incident): readonly string[] {
  if (entity.kind === 'connector') return []
  const roles = evidence?.kind === 'sender' ? evidence.roles : undefined
  if (roles?.known !== true) return ['Whether the account has a role in the directory is not known.']
  return roles.value.length === 0 ? [] : [`It has a role in the directory: ${roles.value.join(', ')}.`]
}

/** The strictest rule that is for the entity. Groups are looked up where the evidence has them. */
export function findProtected(
  incident: Incident,
  entities: readonly ProtectedEntity[],
): ProtectedEntity | undefined {
  const addresses = listSenderAddresses(incident)
  const domains = addresses.map((address) => toMailDomain(address).toLowerCase())
  const groups = listGroups(incident)
  const found = entities.filter(({ by, value }) => {
    switch (by) {
      case 'address':
        return addresses.includes(toAddressKey(value))
      case 'domain':
        return domains.includes(value)
      case 'group':
        return groups === undefined ? incident.entity.kind === 'sender' : groups.includes(value)
      default:
        return by satisfies never
    }
  })
  return found.find(({ rule }) => rule === 'portal-only') ?? found[0]
}

/** The Entra groups the account is in, of those that are protected; undefined when that could not be read. */
function listGroups({ evidence }: Incident): readonly string[] | undefined {
  return evidence?.kind === 'sender' && evidence.groups?.known === true
    ? evidence.groups.value.map((group) => group.toLowerCase())
    : undefined
}

/** The signatures that still count for what is known now, for this very review, and by whom they are. */
function listSignatures(incident: Incident, { review, lapsed, now }: Yes): readonly Signature[] {
  return (incident.signatures ?? []).filter(
    (one) =>
      !lapsed.has(toActorKey(one.by)) &&
      one.revision === incident.revision &&
      one.reviewedAt === review.at &&
      toActorKey(one.reviewer) === toActorKey(review.by) &&
      now < one.until &&
      !isAhead(one.at, now),
  )
}

interface Yes {
  readonly actor: ActorRef
  readonly review: Review
  readonly bindings: Bindings
  /** Why it takes two; empty when one is enough. */
  readonly reasons: readonly string[]
  /** By actor key, whoever signed and might not sign any more. */
  readonly lapsed: ReadonlyMap<string, unknown>
  readonly now: Instant
}

/** What a Yes comes to. */
export type Weighed =
  /** `first`: who signed before, where it took two. */
  | { readonly kind: 'unblock'; readonly first: Signature | undefined }
  | { readonly kind: 'sign' }
  /** The same person again, or one who cannot be told from the first. */
  | { readonly kind: 'same' | 'unknown'; readonly first: Signature }

export function weighYes(incident: Incident, yes: Yes): Weighed {
  const { actor, bindings, reasons } = yes
  const signed = listSignatures(incident, yes)
  const other = signed.find((one) => isProvenOther(one.by, actor, bindings) === 'other')
  // Whoever signed first stays in the record, also where this one alone would have been enough.
  if (reasons.length === 0 || other !== undefined) return { kind: 'unblock', first: other }
  const own = signed.find((one) => isSamePerson(one.by, actor, bindings))
  if (own !== undefined) return { kind: 'same', first: own }
  const [first] = signed
  return first === undefined ? { kind: 'sign' } : { kind: 'unknown', first }
}
