// Once a minute, by one process of a store: what Reprieve cannot see or say becomes one card a cause, on what still works,
// and ends where it does.
import { type Blindness, isUnanswered } from '../../domain/blindness.js'
import { type CellWrite, whileOthersWrite } from '../../domain/cell.js'
import { type Instant, isAhead } from '../../domain/instant.js'
import type { JournalEvent } from '../../domain/journal.js'
import type { Claim } from '../../ports.js'
import type { Parts } from '../feature.js'
import { openBlindness } from './begin.js'
import { endBlindness } from './end.js'
import { findBlindness, type Sightings } from './find.js'
import { toBlindPageTasks } from './page.js'
import { blindnessOf, type Lookout, lookoutCell, type Step } from './record.js'
import { lookMilliseconds, toBlindCardTasks, toLookoutTask } from './tasks.js'

/** Looks that are further apart say nothing of what was between them. */
const unbrokenMilliseconds = 3 * lookMilliseconds

interface Known {
  readonly version: number
  readonly blindness: Blindness
}

export async function lookOut(parts: Parts, _: unknown, claim: Claim): Promise<void> {
  await whileOthersWrite(async () => {
    const now = parts.clock.now()
    const before = await lookoutCell.recall(parts.store)
    const lookingSince = toLookingSince(before, now)
    const isUnbroken = before !== undefined && lookingSince <= before.lookingSince
    const found = await findBlindness(parts, {
      now,
      lookingSince,
      signs: isUnbroken ? before.signs : {},
    })
    const known = await recallOpen(parts, before?.openIds ?? [])
    const after = await settle(parts, { known, found, now })
    const changed = after.filter(({ next, before: old }) => next !== old)
    const open = after.map(({ next }) => next).filter(({ endedAt }) => endedAt === undefined)
    await parts.store.commit({
      settle: { claim },
      cells: [
        lookoutCell.put({
          lookedAt: now,
          lookingSince,
          signs: found.signs,
          openIds: open.map(({ id }) => id),
        }),
        ...changed.map(toWrite),
      ],
      events: changed.flatMap((one) => toEvents(one, now)),
      tasks: [
        toLookoutTask(now + lookMilliseconds),
        ...changed.flatMap(({ next }) => toBlindCardTasks(next, now)),
        ...changed.flatMap(({ next }) => toBlindPageTasks(parts, next, now)),
      ],
    })
    if (changed.length > 0) parts.poke()
  })
}

/** The clock may have been set back since. */
function toLookingSince(before: Lookout | undefined, now: Instant): Instant {
  if (before === undefined) return now
  const isUnbroken = isAhead(before.lookedAt, now) || now - before.lookedAt <= unbrokenMilliseconds
  return isUnbroken ? Math.min(before.lookingSince, now) : now
}

async function recallOpen({ store }: Parts, ids: readonly string[]): Promise<readonly Known[]> {
  const found = await Promise.all(ids.map((id) => blindnessOf(id).find(store)))
  return found.flatMap(({ value, version }) => (value === undefined ? [] : [{ blindness: value, version }]))
}

interface Settling {
  readonly known: readonly Known[]
  readonly found: Sightings
  readonly now: Instant
}

async function settle(parts: Parts, { known, found, now }: Settling): Promise<readonly Step[]> {
  const ended = await Promise.all(
    known.map(async ({ blindness, version }) => {
      const next = await endBlindness(parts, blindness, { found, now })
      return { before: blindness, version, next }
    }),
  )
  const opened = await openBlindness(parts, { steps: ended, found, now })
  return opened.map((step) =>
    isUnanswered(step.next, now) ? { ...step, next: { ...step.next, unansweredAt: now } } : step,
  )
}

function toWrite({ next, version }: Step): CellWrite {
  return blindnessOf(next.id).put(next, { expectedVersion: version })
}

function toEvents({ before, next }: Step, at: Instant): readonly JournalEvent[] {
  const [tenantId, ...others] = next.tenantIds
  const about = tenantId !== undefined && others.length === 0 ? { tenantId } : {}
  const { id: blindnessId, cause, platform, since, endedAt } = next
  const data = {
    blindnessId,
    cause,
    ...(platform === undefined ? {} : { platform }),
    tenants: next.tenantIds.length,
    since,
  }
  const toEvent = (type: 'blindness.begun' | 'blindness.unanswered' | 'blindness.over') => ({
    at,
    type,
    ...about,
    data,
  })
  return [
    ...(before === undefined ? [toEvent('blindness.begun')] : []),
    ...(next.unansweredAt !== before?.unansweredAt ? [toEvent('blindness.unanswered')] : []),
    ...(endedAt === undefined
      ? []
      : [
          {
            ...toEvent('blindness.over'),
            data: { ...data, endedAt, fresh: next.fresh?.length ?? 0 },
          },
        ]),
  ]
}
