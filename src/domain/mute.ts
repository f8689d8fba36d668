// Mute: what is known and harmless has no card for some time. It is an incident all the same, in the list and the digest. It
// outlives a restriction and another reason, and nothing that looks worse: nobody sleeps through that.
import { z } from 'zod'
import { type Actor, toActorRef, toIdentity } from './actor.js'
import { createOwnCheck } from './bar.js'
import { toEntityKey, toEntityName } from './entity.js'
import type { Access } from './grants.js'
import type { Incident, Status } from './incident.js'
import { dayMilliseconds, type Instant } from './instant.js'
import type { Mute, MuteAbout, Muted } from './muted.js'
import { findVerdict } from './outlook.js'
import { parseDay } from './snooze.js'
import { toZonedDayText } from './time-zone.js'
import { isWorse, type VerdictKind } from './verdict/index.js'

export const mostMuteDays = 30
export const offeredDays = [7, 14, 30] as const

/** From there on what happens to it is shown. */
export const mutableStatuses = ['open', 'reviewing'] as const satisfies readonly Status[]

function isBeforeYes({ state }: Incident): boolean {
  return mutableStatuses.some((status) => status === state.status)
}

/** What may be kept quiet: of nothing else is anybody sure enough. */
export function findMutable(incident: Incident): VerdictKind | undefined {
  // A card before the block ends by itself.
  if (incident.early !== undefined) return undefined
  const kind = findVerdict(incident)?.verdict
  return kind === 'bulk' || kind === 'limit-only' ? kind : undefined
}

export function canBeMuted(incident: Incident): boolean {
  return incident.muted === undefined && isBeforeYes(incident) && findMutable(incident) !== undefined
}

/** "7d" as chosen, or a day as it was typed. Undefined when it is neither, over, or too far away. */
export function parseMute(text: string, now: Instant, zone: string): Instant | undefined {
  const [, days] = /^(\d{1,2}) ?d(?:ays?)?$/.exec(text.trim().toLowerCase()) ?? []
  const until = days === undefined ? parseDay(text.trim(), zone) : now + Number(days) * dayMilliseconds
  const isSoon = until !== undefined && until > now && until - now <= mostMuteDays * dayMilliseconds
  return isSoon ? until : undefined
}

/** What an incident can be muted by: itself, and why Exchange restricted it, where that is known. */
export const muteScopes = ['entity', 'cause'] as const
export const muteScopeSchema = z.enum(muteScopes).catch('entity')

export function toAbout({ entity, restriction }: Incident, scope: (typeof muteScopes)[number]): MuteAbout {
  const { cause } = restriction.reason
  return scope === 'cause' && cause !== 'unknown'
    ? { kind: 'cause', cause, of: entity.kind }
    : { kind: 'entity', entityKey: toEntityKey(entity), name: toEntityName(entity) }
}

/** "sam@contoso.com", "every sender restricted for a sending limit" */
export function toAboutText(about: MuteAbout): string {
  if (about.kind === 'entity') return about.name
  return `every ${about.of} restricted for ${about.cause === 'limit' ? 'a sending limit' : 'spam'}`
}

interface Wish {
  readonly id: string
  readonly actor: Actor
  readonly about: MuteAbout
  readonly verdict: VerdictKind
  readonly until: Instant
  readonly zone: string
  readonly reason: string
  readonly now: Instant
}

export function createMute(incident: Incident, { actor, now, ...wish }: Wish): Mute {
  const identity = toIdentity(actor)
  return {
    ...wish,
    tenantId: incident.tenantId,
    incidentId: incident.id,
    by: toActorRef(actor),
    identity,
    at: now,
  }
}

/** Nobody's word keeps their own mailbox quiet. */
export function isOwnOfMuter({ by, identity }: Mute, access: Access, incident: Incident): boolean {
  const { entraId, ...known } = identity
  const account = entraId === undefined ? {} : { entraId }
  const actor = { addresses: undefined, ...by, ...known, ...account, isMember: true, groups: [] }
  return createOwnCheck(actor, access)(incident)
}

/** Whether this mute is about it; what it looks like is another question. */
export function isMeant(mute: Mute, incident: Incident, { access, now }: Moment): boolean {
  const { about } = mute
  const { entity, restriction } = incident
  const isAbout =
    about.kind === 'entity'
      ? about.entityKey === toEntityKey(entity)
      : about.of === entity.kind && about.cause === restriction.reason.cause
  return (
    mute.tenantId === incident.tenantId &&
    isAbout &&
    now < mute.until &&
    !isOwnOfMuter(mute, access, incident)
  )
}

interface Moment {
  readonly access: Access
  readonly now: Instant
}

export function muteIncident(incident: Incident, mute: Mute): Incident {
  const { id: muteId, by, at, until, zone, reason, verdict } = mute
  // What is quiet waits for nobody. What sleeps is woken by whoever put it to sleep.
  const { unmuted: _unmuted, taken: _taken, ...quiet } = incident
  return { ...quiet, muted: { muteId, by, at, until, zone, reason, verdict } }
}

/** Its card comes; what it was muted for stands on it. */
export function unmute(incident: Incident, now: Instant): Incident {
  const { muted, ...loud } = incident
  if (muted === undefined) return incident
  return { ...loud, unmuted: { by: muted.by, reason: muted.reason }, changedAt: now }
}

export type UnmuteReason = 'worse' | 'late' | 'own' | 'taken' | 'moved'

/** Why it is not kept quiet any more although nobody ended that; undefined while it may be. */
export function findUnmuteReason(next: Incident, muted: Muted): UnmuteReason | undefined {
  if (!isBeforeYes(next)) return 'moved'
  if (next.taken !== undefined) return 'taken'
  const kind = findVerdict(next)?.verdict
  if (kind === undefined) return next.evidenceLateAt === undefined ? undefined : 'late'
  return isWorse(kind, muted.verdict) ? 'worse' : undefined
}

/** "30 Jun" */
export function toMuteEnd({ until, zone }: Pick<Mute, 'until' | 'zone'>): string {
  return toZonedDayText(until, zone)
}
