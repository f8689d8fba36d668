import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { toUtcText } from '../../domain/words.js'
import { PlatformError, StoreError } from '../../errors.js'
import type { Clock, PlatformHealth } from '../../ports.js'

/** A card that failed is tried again every five minutes, or every quarter of an hour and said to be given up. */
const believedMilliseconds = 6 * minuteMilliseconds

export interface Health {
  /** Runs one post or update and remembers how it went. @throws PlatformError, whatever went wrong. */
  track<T>(run: () => Promise<T>): Promise<T>
  read(): PlatformHealth
}

/** @param readTrouble what keeps alerts from reaching anybody although nothing was tried yet. */
export function createHealth(clock: Pick<Clock, 'now'>, readTrouble: () => string | undefined): Health {
  let last: { readonly at: Instant; readonly failure: string | undefined } | undefined

  return {
    async track(run) {
      try {
        const result = await run()
        last = { at: clock.now(), failure: undefined }
        return result
      } catch (cause) {
        const error = toPlatformFailure(cause)
        // It waits for its turn here: Teams was not asked.
        if (error.isPaced) throw error
        last = { at: clock.now(), failure: error.message }
        throw error
      }
    },
    read() {
      const trouble = readTrouble()
      if (trouble !== undefined) return { ok: false, detail: trouble }
      if (last === undefined) return { ok: true, detail: 'Ready; nothing posted since the start' }
      // Another process has posted it since, or nobody waits for it any more: it was tried again before.
      if (last.failure !== undefined && clock.now() - last.at > believedMilliseconds)
        return { ok: true, detail: 'Nothing posted lately' }
      const at = toUtcText(last.at)
      return last.failure === undefined
        ? { ok: true, detail: `Last card went out ${at}` }
        : { ok: false, detail: `Last card failed ${at}: ${last.failure}` }
    },
  }
}

function toPlatformFailure(cause: unknown): PlatformError {
  if (cause instanceof PlatformError) return cause
  if (cause instanceof StoreError)
    return new PlatformError('The conversation could not be looked up', {
      code: 'unavailable',
      isOfChannel: true,
      cause,
    })
  return new PlatformError('The card could not be drawn for Teams', { code: 'rejected', cause })
}
