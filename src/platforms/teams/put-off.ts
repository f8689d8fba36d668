// Edits that wait for a reader where several processes edit the same messages. The edit stays a task, which any of them may
// take up again, and all of them know since when it waits.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import type { MessageRef } from '../../domain/incident.js'
import { minuteMilliseconds } from '../../domain/instant.js'
import { PlatformError, StaleError } from '../../errors.js'
import type { Clock } from '../../ports.js'
import type { Commons } from './commons.js'
import { longestHeldMilliseconds } from './held-edits.js'

const lookAgainMilliseconds = 5_000

/** Since when an edit of a message that shows this waits: another card there is another wait. */
const waitOf = cell('teams-wait', z.number())

export interface PutOff {
  /**
   * `alone`: nobody else edits this. `over`: it has waited long enough. `first` and `again`: it is to come back.
   * Never rejects.
   */
  judge(ref: MessageRef, shown: string): Promise<'alone' | 'over' | 'first' | 'again'>
}

export function createPutOff({
  commons,
  clock,
}: {
  readonly commons: Pick<Commons, 'amongOthers'>
  readonly clock: Pick<Clock, 'now'>
}): PutOff {
  return {
    judge: ({ channel, message }, shown) =>
      commons.amongOthers<'alone' | 'over' | 'first' | 'again'>(async (memory) => {
        const of = waitOf(channel, message, shown)
        const now = clock.now()
        const since = await of.recall(memory)
        if (since !== undefined) return now - since >= longestHeldMilliseconds ? 'over' : 'again'
        const until = now + longestHeldMilliseconds + minuteMilliseconds
        try {
          await memory.remember(of.key, now, { expectedVersion: 0, until })
          return 'first'
        } catch (error) {
          if (error instanceof StaleError) return 'again'
          throw error
        }
      }, 'alone'),
  }
}

/** Nothing was tried, so nothing failed. */
export function toPutOffError(): PlatformError {
  return new PlatformError('Somebody reads a page on this message.', {
    code: 'throttled',
    isPaced: true,
    retryAfterMilliseconds: lookAgainMilliseconds,
  })
}
