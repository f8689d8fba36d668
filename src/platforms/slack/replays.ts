// Bolt has no replay store: the same signed request runs its listener as often as it arrives, at whichever process.
import { z } from 'zod'
import { cell } from '../../domain/cell.js'
import { toDigest } from '../../domain/digest.js'
import type { Instant } from '../../domain/instant.js'
import { StaleError } from '../../errors.js'
import type { Clock, Log } from '../../ports.js'
import type { Shared } from './shared.js'

/** A signature is believed from 5 minutes before to 1 minute after our clock; nothing older can come again. */
const rememberedMilliseconds = 6 * 60_000
const maximumRemembered = 20_000

/** By whom does not matter: that it is there says that somebody has it. */
const seenOf = cell('slack-seen', z.literal(true))

interface ReplaysParts {
  readonly clock: Clock
  readonly log: Log
  /** This process is the only one when undefined. */
  readonly shared: Shared | undefined
}

/** Tells whether this delivery was seen before, by this process or by another, and remembers it. Never rejects. */
export function createReplays({
  clock,
  log,
  shared,
}: ReplaysParts): (deliveryId: string) => Promise<boolean> {
  const seen = new Map<string, Instant>()

  // A Map keeps insertion order, so the oldest come first.
  function forget(now: Instant): void {
    for (const [id, at] of seen) {
      if (seen.size < maximumRemembered && now - at <= rememberedMilliseconds) return
      seen.delete(id)
    }
  }

  /** Where there is another process: whoever writes it first has it. */
  async function isSeenElsewhere(deliveryId: string): Promise<boolean> {
    if (shared === undefined) return false
    try {
      if ((await shared.peers.count()) === 1) return false
      const until = clock.now() + rememberedMilliseconds
      await shared.memory.remember(seenOf(toDigest([deliveryId])).key, true, { expectedVersion: 0, until })
      return false
    } catch (error) {
      if (error instanceof StaleError) return true
      // Whoever wants something of a store that does not answer is told so; nothing counts twice in it anyway.
      log.warn({ err: error }, 'slack.delivery.not-remembered')
      return false
    }
  }

  return async (deliveryId) => {
    const now = clock.now()
    forget(now)
    if (seen.has(deliveryId)) return true
    seen.set(deliveryId, now)
    return isSeenElsewhere(deliveryId)
  }
}
