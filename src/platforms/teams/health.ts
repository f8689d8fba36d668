import type { Instant } from '../../domain/instant.js'
import { toUtcText } from '../../domain/words.js'
import { PlatformError, StoreError } from '../../errors.js'
import type { Clock, PlatformHealth } from '../../ports.js'

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
        last = { at: clock.now(), failure: error.message }
        throw error
      }
    },
    read() {
      const trouble = readTrouble()
      if (trouble !== undefined) return { ok: false, detail: trouble }
      if (last === undefined) return { ok: true, detail: 'Ready; nothing posted since the start' }
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
