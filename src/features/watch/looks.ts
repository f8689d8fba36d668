// What is remembered of the looks at one tenant's list, so that silence can be told from peace.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import { type Instant, isAhead } from '../../domain/instant.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Memory } from '../../ports.js'

const lookRecordSchema = z
  .object({
    /** When the last complete look began; undefined before the first. */
    lastGoodAt: z.number().optional(),
    lastTriedAt: z.number(),
    /** Failed looks since the last good one. */
    failures: z.number(),
    /** Why the last one failed; empty after a good one. */
    problem: z.string(),
  })
  .readonly()
export type LookRecord = z.infer<typeof lookRecordSchema>

export const lookOf = cell('look', lookRecordSchema)

/** Two intervals without a good poll are too long: that is when silence becomes an alarm. */
export function isLookOverdue(look: LookRecord | undefined, tenant: Tenant, now: Instant): boolean {
  const since = look?.lastGoodAt
  if (since === undefined) return look !== undefined
  // Good "later than now" is good before the clock was set back, nobody knows how long ago.
  return isAhead(since, now) || now - since >= 2 * tenant.pollSeconds * 1_000
}

/** When any tenant's list was last tried to be read; undefined before the first time. */
export async function findNewestTry(
  memory: Memory,
  tenantIds: readonly string[],
): Promise<Instant | undefined> {
  const looks = await Promise.all(tenantIds.map((id) => lookOf(id).recall(memory)))
  return looks.reduce<Instant | undefined>(
    (newest, look) => (look === undefined ? newest : Math.max(look.lastTriedAt, newest ?? look.lastTriedAt)),
    undefined,
  )
}
