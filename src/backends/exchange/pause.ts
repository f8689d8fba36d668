import type { Clock } from '../../ports.js'
import { createTimeoutError, type ServiceName } from './failures.js'

interface Pause {
  readonly clock: Clock
  readonly milliseconds: number
  readonly signal: AbortSignal
  /** Who is not asked again when the signal aborts. */
  readonly service: ServiceName
}

/** Rejects with a `timeout` as soon as the signal aborts. */
export function pause({ clock, milliseconds, signal, service }: Pause): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      cancel()
      reject(createTimeoutError(service, 'unchanged', signal.reason))
    }
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    })
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
}
