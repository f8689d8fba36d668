// What the sandbox tenant remembers, and how it changes. Nothing here runs by itself: what was due in the meantime
// happens when somebody looks, so a restart finds the tenant as if it had never been away.
import { z } from 'zod'
import { type Deed, type DeedsAsked, deedSchema } from '../../domain/deed.js'
import { type Entity, entitySchema, toEntityKey } from '../../domain/entity.js'
import { dayMilliseconds, type Instant, toNextUtcMidnight } from '../../domain/instant.js'
import type { Listed } from '../../domain/listed.js'
import type { Restriction } from '../../domain/restriction.js'
import { parseConnectorRecord, parseSenderRecord, readEntries } from '../records.js'
import type { Account } from './account.js'
import { type AccountChanges, changesSchema } from './changes.js'
import type { SandboxFault } from './faults.js'
import { emptyWarning, unreadableRecord } from './wire.js'

const storedAlertSchema = z
  .object({
    at: z.number(),
    isResolved: z.boolean(),
    changedAt: z.number(),
    assignedTo: z.string().optional(),
    comments: z.array(z.string()).readonly(),
  })
  .readonly()
export type StoredAlert = z.infer<typeof storedAlertSchema>

const listingSchema = z
  .object({
    entity: entitySchema,
    /** As Exchange puts it on the wire. */
    record: z.record(z.string(), z.unknown()),
    /** When it ends by itself; undefined when it never does. */
    endsAt: z.number().optional(),
    /** Set by an unblock: the entry stays on the list until then. */
    leavesAt: z.number().optional(),
  })
  .readonly()

const instants = z.record(z.string(), z.number()).readonly()

export const stateSchema = z
  .object({
    version: z.literal(1),
    listings: z.array(listingSchema).readonly(),
    /** By entity key: when unblocks arrived, within the last day. */
    unblocks: z.record(z.string(), z.array(z.number()).readonly()).readonly(),
    /** By entity key: mail is still refused until then. */
    heldUntil: instants,
    /** By entity key: when an account that nobody secured is caught again. */
    relapses: instants,
    /** By UPN, lower-cased. */
    accounts: z.record(z.string(), changesSchema).readonly().default({}),
    script: z
      .object({ opensAt: z.number().optional(), opened: z.boolean(), nextAt: z.number().optional() })
      .readonly(),
    /** Names of the alert policies that somebody turned off. */
    alertsOff: z.array(z.string()).readonly().optional(),
    /** What admins did behind the bot's back, oldest first. */
    deeds: z.array(deedSchema).readonly().optional(),
    /** By entity key: what was written on Defender's alerts. */
    alerts: z.record(z.string(), storedAlertSchema).readonly().optional(),
    /** What becomes of mail after an unblock; undefined: it flows. */
    mail: z.enum(['refused', 'none']).optional(),
    /** By entity key: since when a sender has been near a limit. */
    near: instants.optional(),
  })
  .readonly()

export type Listing = z.infer<typeof listingSchema>
/** After an unblock: somebody sends, somebody sends and is refused all the same, nobody sends. */
export type MailMode = 'flows' | NonNullable<z.infer<typeof stateSchema>['mail']>

export type State = z.infer<typeof stateSchema>

export const freshState: State = {
  version: 1,
  listings: [],
  unblocks: {},
  heldUntil: {},
  relapses: {},
  accounts: {},
  script: { opened: false },
}

/** Microsoft: a block for today ends at UTC midnight, and one for an exceeded limit after a day. */
export function createListing(entity: Entity, record: Record<string, unknown>, now: Instant): Listing {
  const { temporary, reason } = toRestriction({ entity, record })
  const lasts = reason.cause === 'limit' ? now + dayMilliseconds : undefined
  const endsAt = temporary ? toNextUtcMidnight(now) : lasts
  return { entity, record, ...(endsAt === undefined ? {} : { endsAt }) }
}

export function toRestriction({ entity, record }: Listing): Restriction {
  return entity.kind === 'sender' ? parseSenderRecord(record) : parseConnectorRecord(record)
}

/** The whole list as it is read, with the trouble it was told to make. */
export function toListed({ listings }: State, fault: SandboxFault): Listed {
  const read = (kind: Entity['kind'], more: readonly Record<string, unknown>[] = []) => {
    const records = listings.filter(({ entity }) => entity.kind === kind).map(({ record }) => record)
    return readEntries(kind, [...records, ...more])
  }
  const isWarned = fault.kind === 'warned'
  const senders = isWarned
    ? { restrictions: [], unreadable: [] }
    : read('sender', fault.kind === 'unreadable' ? [unreadableRecord] : [])
  const connectors = read('connector')
  return {
    restrictions: [...senders.restrictions, ...connectors.restrictions],
    unreadable: [...senders.unreadable, ...connectors.unreadable],
    notices: isWarned ? [{ kind: 'sender', text: emptyWarning, isBesideNothing: true }] : [],
  }
}

/** @param since undefined when a sender has calmed down. */
export function approach(state: State, entity: Entity, since: Instant | undefined): State {
  if (since === undefined && state.near === undefined) return state
  const { [toEntityKey(entity)]: _, ...others } = state.near ?? {}
  return { ...state, near: since === undefined ? others : { ...others, [toEntityKey(entity)]: since } }
}

export function findListing(state: State, entity: Entity): Listing | undefined {
  const key = toEntityKey(entity)
  return state.listings.find((listing) => toEntityKey(listing.entity) === key)
}

export function dropListing(state: State, entity: Entity): State {
  const dropped = findListing(state, entity)
  return { ...state, listings: state.listings.filter((listing) => listing !== dropped) }
}

/** An entry already listed is changed in place; one that was about to leave, or none, starts anew. */
export function putListing(state: State, fresh: Listing): State {
  const old = findListing(state, fresh.entity)
  if (old === undefined) return { ...state, listings: [...state.listings, fresh] }
  if (old.leavesAt !== undefined) return putListing(dropListing(state, fresh.entity), fresh)
  const { CreatedDatetime, CreatedTime } = old.record
  const began = old.entity.kind === 'sender' ? { CreatedDatetime } : { CreatedTime }
  const changed = { ...fresh, record: { ...fresh.record, ...began } }
  return { ...state, listings: state.listings.map((listing) => (listing === old ? changed : listing)) }
}

interface Taken {
  readonly entity: Entity
  readonly now: Instant
  readonly leavesAt: Instant
  readonly flowsAt: Instant
}

/** Exchange takes an unblock of a listed entity. A second one before the entry is gone counts, but moves nothing. */
export function takeUnblock(state: State, { entity, now, leavesAt, flowsAt }: Taken): State {
  const key = toEntityKey(entity)
  const counted = {
    ...state,
    unblocks: { ...state.unblocks, [key]: [...findRecentUnblocks(state, entity, now), now] },
  }
  const listing = findListing(state, entity)
  if (listing === undefined || listing.leavesAt !== undefined) return counted
  const leaving = { ...listing, leavesAt }
  return {
    ...counted,
    listings: state.listings.map((other) => (other === listing ? leaving : other)),
    heldUntil: { ...state.heldUntil, [key]: flowsAt },
  }
}

export function countRecentUnblocks(state: State, entity: Entity, now: Instant): number {
  return findRecentUnblocks(state, entity, now).length
}

function findRecentUnblocks(state: State, entity: Entity, now: Instant): readonly Instant[] {
  return (state.unblocks[toEntityKey(entity)] ?? []).filter((at) => at > now - dayMilliseconds)
}

export function findChanges({ accounts }: State, { upn }: Account): AccountChanges {
  return accounts[upn.toLowerCase()] ?? {}
}

export function putChanges(state: State, { upn }: Account, changes: AccountChanges): State {
  return { ...state, accounts: { ...state.accounts, [upn.toLowerCase()]: changes } }
}

interface Ending {
  readonly entity: Entity
  readonly now: Instant
  readonly leavesAt: Instant
}

/** Dates the entry back by a day so that its time is over, and lets it go. Unchanged when it never ends by itself. */
export function endListing(state: State, { entity, now, leavesAt }: Ending): State {
  const listing = findListing(state, entity)
  if (listing?.endsAt === undefined) return state
  const began = new Date((toRestriction(listing).createdAt ?? now) - dayMilliseconds).toISOString()
  const dates = entity.kind === 'sender' ? { CreatedDatetime: began } : { CreatedTime: began }
  const { endsAt: _, ...ending } = { ...listing, record: { ...listing.record, ...dates }, leavesAt }
  return { ...state, listings: state.listings.map((other) => (other === listing ? ending : other)) }
}

/** More than anybody asks for. */
const mostDeeds = 50
/** Whoever does something at the desk. */
const deskAdmin = { who: 'nadia@contoso.com', from: '203.0.113.4' }

export function noteDeed(state: State, deed: Pick<Deed, 'at' | 'operation' | 'object'>): State {
  return { ...state, deeds: [...(state.deeds ?? []), { ...deed, ...deskAdmin }].slice(-mostDeeds) }
}

/** Newest first, as the audit log would be asked. */
export function findDeeds({ deeds = [] }: State, asked: DeedsAsked): readonly Deed[] {
  const isWanted = ({ at, operation, object }: Deed) =>
    at >= asked.from &&
    at <= asked.to &&
    (asked.what === 'lift'
      ? operation.startsWith('Remove-Blocked') && object === toEntityKey(asked.entity)
      : operation === 'Set-ProtectionAlert')
  return deeds.filter(isWanted).toReversed()
}

export function switchAlert(state: State, name: string, on: boolean): State {
  const others = (state.alertsOff ?? []).filter((one) => one !== name)
  return { ...state, alertsOff: on ? others : [...others, name] }
}

/** By the key of the entity. Each restriction has one, which is new until something is written on it. */
export function findAlert({ listings, alerts = {} }: State, key: string): StoredAlert | undefined {
  const listing = listings.find(({ entity }) => toEntityKey(entity) === key)
  const at = (listing && toRestriction(listing).createdAt) ?? 0
  const stored = alerts[key]
  if (listing === undefined || (stored !== undefined && stored.at >= at)) return stored
  return { at, isResolved: false, changedAt: at, comments: [] }
}

/** Somebody in Defender takes it and closes it. Unchanged when there is none. */
export function closeAlert(state: State, key: string, now: Instant): State {
  const alert = findAlert(state, key)
  if (alert === undefined) return state
  return putAlert(state, key, { ...alert, isResolved: true, changedAt: now, assignedTo: deskAdmin.who })
}

export function putAlert(state: State, key: string, alert: StoredAlert): State {
  return { ...state, alerts: { ...state.alerts, [key]: alert } }
}

export function switchMail(state: State, mail: MailMode): State {
  const { mail: _, ...rest } = state
  return mail === 'flows' ? rest : { ...rest, mail }
}

/** Drops what has ended by now. Gives back the same state when nothing has. */
export function settle(state: State, now: Instant): State {
  const listings = state.listings.filter(
    ({ endsAt = now + 1, leavesAt = now + 1 }) => endsAt > now && leavesAt > now,
  )
  return listings.length === state.listings.length ? state : { ...state, listings }
}
