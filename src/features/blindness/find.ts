// What Reprieve cannot see or say at this moment, and since when.
import type { PlatformName } from '../../domain/actor.js'
import { blindMilliseconds, blindPolls } from '../../domain/blindness.js'
import { type Instant, isAhead } from '../../domain/instant.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'
import { isPollOverdue, type PollRecord, pollOf } from '../watch/polls.js'
import type { Lookout } from './record.js'

export interface BlindTenant {
  readonly tenant: Tenant
  readonly since: Instant
  readonly code: string | undefined
  /** It has lasted long enough for people to be told. */
  readonly isLasting: boolean
}

export interface BlindPart {
  readonly cause: 'platform' | 'journal' | 'clock'
  readonly platform?: PlatformName
  readonly since: Instant
  readonly isLasting: boolean
}

export interface Sightings {
  readonly tenants: readonly BlindTenant[]
  readonly parts: readonly BlindPart[]
  readonly signs: Lookout['signs']
}

interface Look {
  readonly now: Instant
  readonly lookingSince: Instant
  /** As the last look left them. */
  readonly signs: Lookout['signs']
}

export async function findBlindness(parts: Parts, look: Look): Promise<Sightings> {
  const found = await Promise.all(
    [...parts.tenants.values()].map(async (tenant) =>
      toBlindTenant(tenant, await pollOf(tenant.id).recall(parts.store), look),
    ),
  )
  const tenants = found.filter((one) => one !== undefined)
  const unwell = listUnwell(parts, look)
  const signs = [
    ...tenants.map(({ tenant, since }) => [`tenant:${tenant.id}`, since] as const),
    ...unwell.map(({ cause, platform = '', since }) => [`${cause}:${platform}`, since] as const),
  ]
  return { tenants, parts: unwell, signs: Object.fromEntries(signs) }
}

/** Undefined when its list is read in time. */
function toBlindTenant(tenant: Tenant, poll: PollRecord | undefined, look: Look): BlindTenant | undefined {
  if (!isPollOverdue(poll, tenant, look.now)) return undefined
  const since = poll?.lastGoodAt ?? toSince(look, `tenant:${tenant.id}`)
  const lasted = look.now - since
  const isLasting = lasted >= blindMilliseconds && hasFailedOften(tenant, poll, look)
  return { tenant, since, code: poll?.code, isLasting }
}

/** After a start no poll has been for long; that nobody tries is known when it has been looked at for as long. */
function hasFailedOften({ pollSeconds }: Tenant, poll: PollRecord | undefined, look: Look): boolean {
  if (poll === undefined) return false
  const silence = Math.max(blindMilliseconds, blindPolls * pollSeconds * 1_000)
  const isSilent = look.now - Math.max(poll.lastTriedAt, look.lookingSince) >= silence
  return poll.failures >= blindPolls || isSilent
}

function toSince({ signs, now }: Look, key: string): Instant {
  const since = signs[key]
  return since === undefined || isAhead(since, now) ? now : since
}

function listUnwell(parts: Parts, look: Look): readonly BlindPart[] {
  const lasting = (since: Instant) => ({ since, isLasting: look.now - since >= blindMilliseconds })
  const platforms = [...parts.platforms.values()]
    .filter((platform) => !platform.health().ok)
    .map(({ name }) => ({
      cause: 'platform' as const,
      platform: name,
      ...lasting(toSince(look, `platform:${name}`)),
    }))
  // A database that is away keeps nothing of this either; afterwards the tenants that went unseen are told as such.
  const journal =
    parts.store.isShared || parts.store.health().ok
      ? []
      : [{ cause: 'journal' as const, ...lasting(toSince(look, 'journal:')) }]
  return [...platforms, ...journal, ...findStep(parts)]
}

/** A clock that was set back is news at once, and for as long as it makes the record look out of order. */
function findStep({ clock, readClockStep }: Parts): readonly BlindPart[] {
  const step = readClockStep()
  if (step === undefined || step.milliseconds > 0) return []
  if (clock.monotonic() - step.monotonicAt > blindMilliseconds) return []
  return [{ cause: 'clock', since: step.at, isLasting: true }]
}
