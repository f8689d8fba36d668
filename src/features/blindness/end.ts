// What has healed since the last look.
import { type Blindness, blindMilliseconds } from '../../domain/blindness.js'
import { toEntityName } from '../../domain/entity.js'
import { type Instant, isAhead } from '../../domain/instant.js'
import type { Parts } from '../feature.js'
import { pollOf } from '../watch/polls.js'
import type { Sightings } from './find.js'

interface Look {
  readonly found: Sightings
  readonly now: Instant
}

/** The same object when nothing has changed. */
export async function endBlindness(parts: Parts, blindness: Blindness, look: Look): Promise<Blindness> {
  switch (blindness.cause) {
    case 'tenant':
      return endOfTenants(parts, blindness, look)
    case 'clock':
      // Only the process whose clock it was knows of it, and another one may look next.
      return isRecent(blindness, look.now) ? blindness : { ...blindness, endedAt: toEnd(blindness, look.now) }
    case 'platform':
    case 'journal': {
      const isThere = look.found.parts.some(
        ({ cause, platform }) => cause === blindness.cause && platform === blindness.platform,
      )
      return isThere ? blindness : { ...blindness, endedAt: toEnd(blindness, look.now) }
    }
    default:
      return blindness.cause satisfies never
  }
}

function isRecent({ noticedAt }: Blindness, now: Instant): boolean {
  return !isAhead(noticedAt, now) && now - noticedAt < blindMilliseconds
}

/** Not before it began, whatever the clock shows now. */
function toEnd({ since }: Blindness, now: Instant): Instant {
  return Math.max(since, now)
}

/** A tenant that was taken out of the settings is nobody's concern any more. */
async function endOfTenants(parts: Parts, blindness: Blindness, { found, now }: Look): Promise<Blindness> {
  const blind = new Set(found.tenants.map(({ tenant }) => tenant.id))
  const left = blindness.left.filter((id) => blind.has(id))
  if (left.length === blindness.left.length) return blindness
  if (left.length > 0) return { ...blindness, left }
  const polls = await Promise.all(blindness.tenantIds.map((id) => pollOf(id).recall(parts.store)))
  const seenAt = polls.map((poll) => poll?.lastGoodAt ?? 0).filter((at) => at > blindness.since && at <= now)
  const endedAt = toEnd(blindness, seenAt.length > 0 ? Math.max(...seenAt) : now)
  return { ...blindness, left, endedAt, fresh: await listFresh(parts, blindness) }
}

/** What was restricted meanwhile: the poll that ended it has opened all of them, and none before it could since it was noticed. */
async function listFresh(
  { store }: Parts,
  { tenantIds, noticedAt }: Blindness,
): Promise<NonNullable<Blindness['fresh']>> {
  const live = await Promise.all(tenantIds.map((tenantId) => store.listLive({ tenantId })))
  return live
    .flat()
    .filter(({ openedAt }) => openedAt > noticedAt)
    .map(({ entity }) => toEntityName(entity))
}
