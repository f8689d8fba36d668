// What is remembered of the polls of one tenant's list, so that silence can be told from peace.
import { z } from 'zod'
import { type CellWrite, cell } from '../../domain/cell.js'
import { type Instant, isAhead } from '../../domain/instant.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Memory } from '../../ports.js'

const pollRecordSchema = z
  .object({
    /** When the last complete poll began; undefined before the first. */
    lastGoodAt: z.number().optional(),
    lastTriedAt: z.number(),
    /** Failed polls since the last good one. */
    failures: z.number(),
    /** Why the last one failed; empty after a good one. */
    problem: z.string(),
  })
  .readonly()
export type PollRecord = z.infer<typeof pollRecordSchema>

export const pollOf = cell('look', pollRecordSchema)

/** Two intervals without a good poll are too long: that is when silence becomes an alarm. */
export function isPollOverdue(poll: PollRecord | undefined, tenant: Tenant, now: Instant): boolean {
  const since = poll?.lastGoodAt
  if (since === undefined) return poll !== undefined
  // Good "later than now" is good before the clock was set back, nobody knows how long ago.
  return isAhead(since, now) || now - since >= 2 * tenant.pollSeconds * 1_000
}

/** When any tenant's list was last tried to be read; undefined before the first time. */
export async function findNewestTry(
  memory: Memory,
  tenantIds: readonly string[],
): Promise<Instant | undefined> {
  const polls = await Promise.all(tenantIds.map((id) => pollOf(id).recall(memory)))
  return polls.reduce<Instant | undefined>(
    (newest, poll) => (poll === undefined ? newest : Math.max(poll.lastTriedAt, newest ?? poll.lastTriedAt)),
    undefined,
  )
}

/**
 * When the clock was set back: how old a good poll is must not be hidden by it, nor a new one look like one of the future.
 * What was tried since by the new clock stays as it is.
 */
export async function movePolls(
  memory: Memory,
  tenantIds: readonly string[],
  { milliseconds, now }: { readonly milliseconds: number; readonly now: Instant },
): Promise<readonly CellWrite[]> {
  const found = await Promise.all(
    tenantIds.map(async (id) => ({ of: pollOf(id), ...(await pollOf(id).find(memory)) })),
  )
  return found.flatMap(({ of, value, version }) => {
    if (value === undefined || !isAhead(value.lastTriedAt, now)) return []
    const { lastGoodAt, lastTriedAt } = value
    const good = lastGoodAt === undefined ? {} : { lastGoodAt: lastGoodAt + milliseconds }
    const moved = { ...value, ...good, lastTriedAt: lastTriedAt + milliseconds }
    return [of.put(moved, { expectedVersion: version })]
  })
}
