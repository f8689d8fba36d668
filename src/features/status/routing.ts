// Whether presses should come to this process: to any that takes them, and around one that is ill only to one that is not. What
// ails all of them, as when Slack is down, is no reason to take presses from none.
import type { Instant } from '../../domain/instant.js'
import type { Parts } from '../feature.js'
import { readOwnFaults } from './health.js'

/** Until the others have said how they are: an outage reaches all of them in the same moment. */
const heardMilliseconds = 20_000

/** What has been the matter with this process for a while and is not with another one that lives; nothing: send presses here. */
export function createRouting(parts: Parts): () => Promise<readonly string[]> {
  let since = new Map<string, Instant>()
  return async () => {
    const now = parts.clock.monotonic()
    const faults = readOwnFaults(parts)
    since = new Map(faults.map((fault) => [fault, since.get(fault) ?? now]))
    const lasting = faults.filter((fault) => now - (since.get(fault) ?? now) >= heardMilliseconds)
    if (lasting.length === 0) return []
    const others = await parts.replicas.listOthers()
    return lasting.filter((fault) => others.some((other) => !other.faults.includes(fault)))
  }
}
