// What a start leaves out and somebody will need: loaded when the start is over, before anybody waits for it.
import { warmUpTemplates } from '../platforms/templates/index.js'
import type { Clock, Log, Platform } from '../ports.js'

/** Whatever is due at once has had its turn by then, and nobody has read the first card yet. */
const afterMilliseconds = 5_000

/** Returns what takes it back. */
export function warmUpLater(
  platforms: readonly Pick<Platform, 'warmUp'>[],
  { clock, log }: { readonly clock: Pick<Clock, 'after'>; readonly log: Log },
): () => void {
  async function warmUp(): Promise<void> {
    try {
      if (platforms.length > 0) warmUpTemplates()
      for (const platform of platforms) await platform.warmUp?.()
    } catch (error) {
      // Whoever needs it is told.
      log.warn({ err: error }, 'warm-up.failed')
    }
  }
  return clock.after(afterMilliseconds, () => void warmUp())
}
