// What has lasted long enough for people to be told, and is on no card yet.
import type { Blindness, BlindPlace } from '../../domain/blindness.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import type { Parts } from '../feature.js'
import type { BlindPart, BlindTenant, Sightings } from './find.js'
import { findOwnPlaces, findPlacesOf } from './places.js'
import type { Step } from './record.js'

/** Tenants that one outage takes are noticed within moments of each other: they stand on one card. */
const togetherMilliseconds = 3 * minuteMilliseconds

interface Opening {
  readonly steps: readonly Step[]
  readonly found: Sightings
  readonly now: Instant
}

export async function openBlindness(parts: Parts, opening: Opening): Promise<readonly Step[]> {
  const { steps, found, now } = opening
  const open = steps.map(({ next }) => next).filter(({ endedAt }) => endedAt === undefined)
  const shown = new Set(open.flatMap(({ left }) => left))
  const tenants = found.tenants.filter(({ tenant, isLasting }) => isLasting && !shown.has(tenant.id))
  const unwell = found.parts.filter(
    ({ cause, platform, isLasting }) =>
      isLasting && !open.some((one) => one.cause === cause && one.platform === platform),
  )
  let next = steps
  for (const one of tenants) next = await addTenant(parts, next, { one, now })
  const own = await Promise.all(unwell.map((one) => openOwn(parts, one, now)))
  return [...next, ...own]
}

async function openOwn(parts: Parts, { cause, platform, since }: BlindPart, now: Instant): Promise<Step> {
  const places = await findOwnPlaces(parts, platform)
  const next = {
    ...createBlindness(parts, { since, places, now }),
    cause,
    ...(platform === undefined ? {} : { platform }),
  }
  return { before: undefined, version: 0, next }
}

interface Adding {
  readonly one: BlindTenant
  readonly now: Instant
}

async function addTenant(
  parts: Parts,
  steps: readonly Step[],
  { one, now }: Adding,
): Promise<readonly Step[]> {
  const { tenant, since, code } = one
  const places = await findPlacesOf(parts, tenant)
  const restricted = (await parts.store.listLive({ tenantId: tenant.id })).length
  const at = steps.findIndex(({ next }) => isTogether(next, places, now))
  const step = steps[at]
  if (step === undefined) {
    const begun = createBlindness(parts, { since, places, now })
    const of = {
      tenantIds: [tenant.id],
      left: [tenant.id],
      restricted,
      ...(code === undefined ? {} : { code }),
    }
    return [...steps, { before: undefined, version: 0, next: { ...begun, ...of } }]
  }
  return steps.with(at, { ...step, next: joinTenant(step.next, { one, restricted }) })
}

function joinTenant(
  blindness: Blindness,
  { one, restricted }: { readonly one: BlindTenant; readonly restricted: number },
): Blindness {
  const { code, ...rest } = blindness
  const id = one.tenant.id
  return {
    ...rest,
    ...(code === undefined || code !== one.code ? {} : { code }),
    tenantIds: [...new Set([...blindness.tenantIds, id])],
    left: [...blindness.left, id],
    since: Math.min(blindness.since, one.since),
    restricted: blindness.restricted + restricted,
  }
}

function isTogether(one: Blindness, places: readonly BlindPlace[], now: Instant): boolean {
  if (one.cause !== 'tenant' || one.endedAt !== undefined) return false
  if (isAhead(one.noticedAt, now) || now - one.noticedAt > togetherMilliseconds) return false
  return JSON.stringify(one.places) === JSON.stringify(places)
}

function createBlindness(
  { createId }: Parts,
  { since, places, now }: Pick<Blindness, 'since' | 'places'> & { readonly now: Instant },
): Blindness {
  return {
    id: createId(),
    cause: 'tenant',
    tenantIds: [],
    left: [],
    since,
    noticedAt: now,
    restricted: 0,
    places,
  }
}
