// What a good poll makes of the entries that it could not read. Those that are new get one card; it ends when none of them
// is left. What comes and goes is one.
import type { CellWrite } from '../../domain/cell.js'
import { hourMilliseconds, type Instant, isAhead, minuteMilliseconds } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import type { FoundUnreadable, UnreadableEntry } from '../../domain/listed.js'
import { findSevereChannels } from '../../domain/route.js'
import type { Task } from '../../domain/task.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Parts } from '../feature.js'
import type { unreadEvents } from './events.js'
import { type Unread, unreadOf } from './record.js'
import { toUnreadTasks } from './tasks.js'

/** What comes so soon after others stands on their card: one card a minute would be no alarm any more. */
const togetherMilliseconds = 15 * minuteMilliseconds
/** For so long after its end an entry that is back is the one it was. */
const againMilliseconds = hourMilliseconds

interface Polled {
  readonly tenant: Tenant
  /** As the poll record has them. */
  readonly unreadIds: readonly string[]
  readonly unreadable: readonly FoundUnreadable[]
}

/** What is saved with the poll. */
export interface UnreadChange {
  readonly unreadIds: readonly string[]
  readonly events: readonly JournalEvent[]
  readonly tasks: readonly Task[]
  readonly cells: readonly CellWrite[]
}

export async function settleUnread(
  parts: Parts,
  { tenant, unreadIds, unreadable }: Polled,
): Promise<UnreadChange> {
  const now = parts.clock.now()
  const found = await Promise.all(unreadIds.map((id) => unreadOf(id).recall(parts.store)))
  const known = found.filter((one) => one !== undefined).filter((one) => isOfInterest(one, now))
  const shown = new Set(known.flatMap(({ entries }) => entries.map(({ key }) => key)))
  const fresh = unreadable.filter(({ key }) => !shown.has(key))
  const next = addFresh(parts, tenant, { known, fresh, now }).map((one) => withLeft(one, unreadable, now))
  const changed = next.filter((one) => !known.includes(one))
  logEntries(parts, tenant, fresh)
  return {
    unreadIds: next.map(({ id }) => id),
    events: changed.flatMap((one) =>
      toEvents(
        one,
        known.find(({ id }) => id === one.id),
        now,
      ),
    ),
    tasks: changed.flatMap(({ id, channels }) => toUnreadTasks(id, channels, now)),
    cells: changed.map((one) => unreadOf(one.id).put(one)),
  }
}

function isOfInterest({ endedAt }: Unread, now: Instant): boolean {
  return endedAt === undefined || isAhead(endedAt, now) || now - endedAt < againMilliseconds
}

interface Fresh {
  readonly known: readonly Unread[]
  readonly fresh: readonly FoundUnreadable[]
  readonly now: Instant
}

function addFresh(parts: Parts, tenant: Tenant, { known, fresh, now }: Fresh): readonly Unread[] {
  if (fresh.length === 0) return known
  const entries = fresh.map(toEntry)
  const last = known.at(-1)
  if (last !== undefined && isRunning(last, now))
    return [...known.slice(0, -1), { ...last, entries: [...last.entries, ...entries] }]
  const opened = {
    id: parts.createId(),
    tenantId: tenant.id,
    openedAt: now,
    entries,
    left: [],
    channels: findSevereChannels(tenant.routes, 'high'),
  }
  return [...known, opened]
}

/** An edit of what was told to be over would reach nobody. */
function isRunning({ openedAt, endedAt }: Unread, now: Instant): boolean {
  return endedAt === undefined && !isAhead(openedAt, now) && now - openedAt < togetherMilliseconds
}

function toEntry({ kind, key, what, reason }: FoundUnreadable): UnreadableEntry {
  return { kind, key, what, reason }
}

/** The same object when nothing changes. */
function withLeft(one: Unread, unreadable: readonly UnreadableEntry[], now: Instant): Unread {
  const listed = new Set(unreadable.map(({ key }) => key))
  const left = one.entries.map(({ key }) => key).filter((key) => listed.has(key))
  const isSame = left.length === one.left.length && left.every((key) => one.left.includes(key))
  if (isSame) return one
  const { endedAt: _, ...rest } = one
  return { ...rest, left, ...(left.length === 0 ? { endedAt: now } : {}) }
}

function toEvents(next: Unread, before: Unread | undefined, at: Instant): readonly JournalEvent[] {
  const type: keyof typeof unreadEvents | undefined =
    next.endedAt !== undefined
      ? 'list.readable'
      : before === undefined || before.left.length < next.left.length
        ? 'list.unreadable'
        : undefined
  if (type === undefined) return []
  const data = { unreadId: next.id, entries: next.left.length }
  return [{ at, type, tenantId: next.tenantId, data }]
}

/** Once, and nowhere else: what it is may be secret, and is in no form that anybody knows. */
function logEntries({ log }: Parts, { id: tenantId }: Tenant, fresh: readonly FoundUnreadable[]): void {
  for (const { kind, what, raw } of fresh) log.warn({ tenantId, kind, what, raw }, 'list.unreadable')
}
