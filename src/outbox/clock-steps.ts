// Somebody sets the wall clock. What waits is due by the wall, so when it is set back everything moves with it; when it
// is set ahead, or the machine slept, what fell due meanwhile is done at once.
import { z } from 'zod'
import { type CellWrite, cell, whileOthersWrite } from '../domain/cell.js'
import { type Instant, leastStepMilliseconds, minuteMilliseconds } from '../domain/instant.js'
import type { ClockStep, OutboxParts } from './parts.js'

/** Each process looks at its clock every few seconds. */
const togetherMilliseconds = minuteMilliseconds

const movedSchema = z.object({ at: z.number(), milliseconds: z.number() }).readonly()
type Moved = z.infer<typeof movedSchema>
const movedCell = cell('clock-moved', movedSchema)()

export interface ClockWatch {
  /** Moves what waits when the clock was set back since the last time. @throws StoreError, and then the next time does it. */
  keepUp(): Promise<void>
  readLast(): ClockStep | undefined
}

/** What else says when something was, moved back as well. */
export type ListMoved = (milliseconds: number) => Promise<readonly CellWrite[]>

export function createClockWatch(getParts: () => OutboxParts, listMoved: ListMoved): ClockWatch {
  let ahead: number | undefined
  let last: ClockStep | undefined
  /** Steps back that have not been saved yet. */
  let owed = 0

  function notice(): void {
    const { clock, log } = getParts()
    const shown = clock.now() - clock.monotonic()
    const milliseconds = Math.round(shown - (ahead ?? shown))
    ahead = shown
    if (Math.abs(milliseconds) < leastStepMilliseconds) return
    last = { milliseconds, at: clock.now(), monotonicAt: clock.monotonic() }
    if (milliseconds < 0) owed += milliseconds
    log[milliseconds < 0 ? 'warn' : 'info']({ milliseconds }, 'clock.stepped')
  }

  return {
    async keepUp() {
      notice()
      if (owed === 0) return
      await moveBack(getParts(), owed, listMoved)
      owed = 0
    },
    readLast: () => last,
  }
}

/** Set back while nobody was looking: something was tried later than it is now. */
export async function moveBackAfterStart(
  parts: OutboxParts,
  lastTriedAt: Instant | undefined,
  listMoved: ListMoved,
): Promise<void> {
  const milliseconds = parts.clock.now() - (lastTriedAt ?? parts.clock.now())
  if (-milliseconds < leastStepMilliseconds) return
  parts.log.warn({ milliseconds }, 'clock.stepped')
  await moveBack(parts, milliseconds, listMoved)
}

/** All processes that work on the store notice it, and one of them moves what waits. */
async function moveBack(
  { store, clock }: OutboxParts,
  milliseconds: number,
  listMoved: ListMoved,
): Promise<void> {
  await whileOthersWrite(async () => {
    const now = clock.now()
    const { value: last, version } = await movedCell.find(store)
    if (store.isShared && last !== undefined && isSameStep(last, { milliseconds, at: now })) return
    const moved = movedCell.put(
      { at: now, milliseconds },
      { expectedVersion: version, until: now + togetherMilliseconds },
    )
    await store.commit({
      cells: [...(await listMoved(milliseconds)), ...(store.isShared ? [moved] : [])],
      moveTasksMilliseconds: milliseconds,
      events: [{ at: now, type: 'clock.stepped', data: { milliseconds } }],
    })
  })
}

function isSameStep(one: Moved, other: Moved): boolean {
  return (
    Math.abs(one.at - other.at) < togetherMilliseconds &&
    Math.abs(one.milliseconds - other.milliseconds) < leastStepMilliseconds
  )
}
