// What is remembered of the polls of one tenant's list, so that silence can be told from peace.
import { z } from 'zod'
import { type CellWrite, cell } from '../../domain/cell.js'
import { type Instant, isAhead } from '../../domain/instant.js'
import { type Doubts, isWhole, listNoticeSchema, unreadableEntrySchema } from '../../domain/listed.js'
import { entityKinds } from '../../domain/route.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Memory } from '../../ports.js'
import { toCountText } from '../words/words.js'

const pollRecordSchema = z
  .object({
    /** When the last complete poll began; undefined before the first. */
    lastGoodAt: z.number().optional(),
    lastTriedAt: z.number(),
    /** Failed polls since the last good one. */
    failures: z.number(),
    /** Why the last one failed; empty after a good one. */
    problem: z.string(),
    /** Its code; undefined after a good one, and where an older program noted the failure. */
    code: z.string().optional(),
    /** Of the last good one: entries that could not be read; undefined when there was none. */
    unreadable: z.array(unreadableEntrySchema).readonly().optional(),
    /** Of the last good one: what Exchange said beside the list; undefined when it said nothing. */
    notices: z.array(listNoticeSchema).readonly().optional(),
    /** Where entries that cannot be read are shown, and were lately. */
    unreadIds: z.array(z.string()).readonly().optional(),
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

/** What the last good poll could not make out; nothing after a poll that read all. */
export function toDoubts(poll: PollRecord | undefined): Doubts {
  return { unreadable: poll?.unreadable ?? [], notices: poll?.notices ?? [] }
}

export function countDoubts(poll: PollRecord | undefined): number {
  const { unreadable, notices } = toDoubts(poll)
  return unreadable.length + notices.filter(({ isBesideNothing }) => isBesideNothing).length
}

/** Whether whoever is on no list that was read lately is certainly on none. */
export function isListKnown(poll: PollRecord | undefined, tenant: Tenant, now: Instant): boolean {
  if (poll?.lastGoodAt === undefined || isPollOverdue(poll, tenant, now)) return false
  return entityKinds.every((kind) => isWhole(toDoubts(poll), kind))
}

/** What is the matter with the list of a tenant, in a sentence without its end; empty when all of it was read. */
export function toDoubtText(poll: PollRecord | undefined): string {
  const { unreadable, notices } = toDoubts(poll)
  const texts = [
    unreadable.length === 0
      ? ''
      : `${toCountText(unreadable.length, 'entry', 'entries')} could not be read, so somebody may be restricted whom Reprieve cannot name`,
    ...notices
      .filter(({ isBesideNothing }) => isBesideNothing)
      .map(({ kind, text }) => `Exchange gave no restricted ${kind}, and said: ${text.replace(/\.$/, '')}`),
  ]
  return texts.filter((text) => text !== '').join('; ')
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
