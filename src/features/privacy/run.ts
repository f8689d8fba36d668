// Once a day, and after each start: what has been kept for as long as the settings say is erased.
import { toErasedEvent } from '../../domain/erase.js'
import { dayMilliseconds, type Instant, minuteMilliseconds } from '../../domain/instant.js'
import type { Claim } from '../../ports.js'
import type { Parts } from '../feature.js'
import { toEraseTask } from './tasks.js'

/** What has piled up over years goes a month at a time: other writes wait for as long as one takes. */
const stepMilliseconds = 31 * dayMilliseconds

export async function eraseOld(parts: Parts, _: unknown, claim: Claim): Promise<void> {
  const now = parts.clock.now()
  const days = parts.retentionDays
  const end = now - days * dayMilliseconds
  const oldest = await findOldest(parts)
  if (oldest === undefined || oldest >= end) {
    await parts.store.commit({ settle: { claim }, tasks: [toEraseTask(now + dayMilliseconds)] })
    return
  }
  const erase = { before: Math.min(end, oldest + stepMilliseconds), days }
  const isAll = erase.before === end
  await parts.store.commit({
    settle: { claim },
    tasks: [toEraseTask(now + (isAll ? dayMilliseconds : minuteMilliseconds))],
    erase,
    events: [toErasedEvent(erase, now)],
  })
  parts.log.info(erase, 'texts.erased')
}

/** Nothing while the clock was only just put forward: it may be wrong, and what is erased does not come back. */
async function findOldest({ store, clock, readClockStep }: Parts): Promise<Instant | undefined> {
  const step = readClockStep()
  const isJustSet =
    step !== undefined && step.milliseconds > 0 && clock.monotonic() - step.monotonicAt < dayMilliseconds
  return isJustSet ? undefined : store.findOldestText()
}
