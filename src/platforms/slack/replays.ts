// Bolt has no replay store: the same signed request runs its listener as often as it arrives.
import type { Instant } from '../../domain/instant.js'
import type { Clock } from '../../ports.js'

/** A signature is believed from 5 minutes before to 1 minute after our clock; nothing older can come again. */
const rememberedMilliseconds = 6 * 60_000
const maximumRemembered = 20_000

/** Tells whether this delivery was seen before, and remembers it. */
export function createReplays(clock: Clock): (deliveryId: string) => boolean {
  const seen = new Map<string, Instant>()

  // A Map keeps insertion order, so the oldest come first.
  function forget(now: Instant): void {
    for (const [id, at] of seen) {
      if (seen.size < maximumRemembered && now - at <= rememberedMilliseconds) return
      seen.delete(id)
    }
  }

  return (deliveryId) => {
    const now = clock.now()
    forget(now)
    if (seen.has(deliveryId)) return true
    seen.set(deliveryId, now)
    return false
  }
}
