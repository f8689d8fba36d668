// Which incidents came so close together that one digest shows them.
import { z } from 'zod'
import { cell, type Found, whileOthersWrite } from '../../domain/cell.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { toChannels } from '../../domain/route.js'
import { channelRefSchema } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'

/** This many senders and connectors that are restricted in one poll, or within the time below, still get a card each. */
const stormThreshold = 5
/** A storm goes on while new restrictions keep coming within this time. */
export const stormMilliseconds = 15 * minuteMilliseconds

const digestSchema = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    openedAt: z.number(),
    lastAt: z.number(),
    incidentIds: z.array(z.string()).readonly(),
    /** Where it may be: what a tenant that was taken out of the settings leaves behind is found by it. */
    channels: z.array(channelRefSchema).readonly().optional(),
  })
  .readonly()
export type Digest = z.infer<typeof digestSchema>

export const digestOf = cell('digest', keepUnknown(digestSchema))

/** What the storm watch remembers of one tenant: when incidents were opened lately, and the digest that is running. */
const stormSchema = z
  .object({
    openedAt: z.array(z.number()).readonly(),
    /** Whose those are, the last of each; an older program did not say, and then each is another's. */
    entityKeys: z.array(z.string()).readonly().optional(),
    digestId: z.string().optional(),
  })
  .readonly()
type Storm = z.infer<typeof stormSchema>

const stormOf = cell('storm', stormSchema)

interface Openings {
  readonly tenant: Tenant
  readonly incidentIds: readonly string[]
  /** Of each, in the same order. */
  readonly entityKeys: readonly string[]
  readonly now: Instant
  /** Nobody knows where this digest is: a row that it gets may never be seen. */
  isLost(digestId: string): Promise<boolean>
}

/** Resolves with the digest in which these are shown, undefined when each gets a card of its own. */
export async function noteOpenings(
  parts: Pick<Parts, 'store' | 'createId'>,
  openings: Openings,
): Promise<string | undefined> {
  return whileOthersWrite(async () => {
    const { tenant, entityKeys, now } = openings
    const { value, version } = await stormOf(tenant.id).find(parts.store)
    const before = listLately(value, now)
    // One that comes and goes is one.
    const others = before.filter(({ entityKey }) => !entityKeys.includes(entityKey))
    const lately = [...others, ...entityKeys.map((entityKey) => ({ at: now, entityKey }))]
    const last = before.length === 0 ? undefined : value?.digestId
    const running = last !== undefined && (await openings.isLost(last)) ? undefined : last
    const digestId = lately.length > stormThreshold ? (running ?? parts.createId()) : undefined
    const next = toStorm(lately.slice(-stormThreshold - 1), digestId)
    const terms = { expectedVersion: version, until: now + stormMilliseconds }
    const digests = digestId === undefined ? [] : [await growDigest(parts, digestId, openings)]
    await parts.store.commit({ cells: [stormOf(tenant.id).put(next, terms), ...digests] })
    return digestId
  })
}

interface Opened {
  readonly at: Instant
  readonly entityKey: string
}

function listLately(storm: Storm | undefined, now: Instant): readonly Opened[] {
  const { openedAt = [], entityKeys = [] } = storm ?? {}
  return openedAt
    .map((at, index) => ({ at, entityKey: entityKeys[index] ?? `unknown ${index}` }))
    .filter(({ at }) => !isAhead(at, now) && now - at < stormMilliseconds)
}

function toStorm(lately: readonly Opened[], digestId: string | undefined): Storm {
  return {
    openedAt: lately.map(({ at }) => at),
    entityKeys: lately.map(({ entityKey }) => entityKey),
    ...(digestId === undefined ? {} : { digestId }),
  }
}

/** The digest that one is on shows the incident that goes on with it too. @returns undefined when that digest is forgotten. */
export async function joinDigest(
  parts: Pick<Parts, 'store'>,
  digestId: string | undefined,
  opening: { readonly tenant: Tenant; readonly id: string; readonly now: Instant },
): Promise<string | undefined> {
  if (digestId === undefined) return undefined
  return whileOthersWrite(async () => {
    if ((await digestOf(digestId).recall(parts.store)) === undefined) return undefined
    const { id, ...rest } = opening
    await parts.store.commit({ cells: [await growDigest(parts, digestId, { ...rest, incidentIds: [id] })] })
    return digestId
  })
}

async function growDigest(
  parts: Pick<Parts, 'store'>,
  id: string,
  { tenant, incidentIds, now }: Omit<Openings, 'entityKeys' | 'isLost'>,
) {
  const { value: before, version }: Found<Digest> = await digestOf(id).find(parts.store)
  const digest: Digest = {
    ...before,
    id,
    tenantId: tenant.id,
    openedAt: before?.openedAt ?? now,
    lastAt: now,
    incidentIds: [...(before?.incidentIds ?? []), ...incidentIds],
    channels: toChannels(tenant.routes),
  }
  return digestOf(id).put(digest, { expectedVersion: version })
}
