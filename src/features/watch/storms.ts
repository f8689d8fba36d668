// Which incidents came so close together that one digest shows them.
import { z } from 'zod'
import { cell, type Found, whileOthersWrite } from '../../domain/cell.js'
import { type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import { keepUnknown } from '../../domain/keep-unknown.js'
import { toChannels } from '../../domain/route.js'
import { channelRefSchema } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'

/** This many new restrictions in one poll, or within the time below, still get a card each. */
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
type Digest = z.infer<typeof digestSchema>

export const digestOf = cell('digest', keepUnknown(digestSchema))

/** What the storm watch remembers of one tenant: when incidents were opened lately, and the digest that is running. */
const stormSchema = z
  .object({ openedAt: z.array(z.number()).readonly(), digestId: z.string().optional() })
  .readonly()
type Storm = z.infer<typeof stormSchema>

const stormOf = cell('storm', stormSchema)

interface Openings {
  readonly tenant: Tenant
  readonly incidentIds: readonly string[]
  readonly now: Instant
}

/** Resolves with the digest in which these are shown, undefined when each gets a card of its own. */
export async function noteOpenings(
  parts: Pick<Parts, 'store' | 'createId'>,
  openings: Openings,
): Promise<string | undefined> {
  return whileOthersWrite(async () => {
    const { tenant, incidentIds, now } = openings
    const { value, version } = await stormOf(tenant.id).find(parts.store)
    const storm = dropOld(value, now)
    const isStorm = storm.openedAt.length + incidentIds.length > stormThreshold
    const digestId = isStorm ? (storm.digestId ?? parts.createId()) : undefined
    const openedAt = [...storm.openedAt, ...incidentIds.map(() => now)].slice(-stormThreshold - 1)
    const next = digestId === undefined ? { openedAt } : { openedAt, digestId }
    const terms = { expectedVersion: version, until: now + stormMilliseconds }
    const digests = digestId === undefined ? [] : [await growDigest(parts, digestId, openings)]
    await parts.store.commit({ cells: [stormOf(tenant.id).put(next, terms), ...digests] })
    return digestId
  })
}

function dropOld(storm: Storm | undefined, now: Instant): Storm {
  const openedAt = (storm?.openedAt ?? []).filter((at) => !isAhead(at, now) && now - at < stormMilliseconds)
  return openedAt.length === 0 || storm?.digestId === undefined
    ? { openedAt }
    : { openedAt, digestId: storm.digestId }
}

async function growDigest(parts: Pick<Parts, 'store'>, id: string, { tenant, incidentIds, now }: Openings) {
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
