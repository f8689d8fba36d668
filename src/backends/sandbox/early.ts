// Senders of the sandbox tenant who are near a limit, as message trace would tell of them.
import type { EarlyAsked, EarlySigns } from '../../domain/early.js'
import { type Instant, minuteMilliseconds } from '../../domain/instant.js'
import { findInDirectory } from './directory.js'
import { findListing, type State } from './state.js'

const external = 430
const internal = 12

/** So long they go on sending. */
const nearMilliseconds = 30 * minuteMilliseconds

/** Whoever is restricted is on the list, and near nothing any more. */
export function toEarlySigns(state: State, { loads, alerts }: EarlyAsked, now: Instant): EarlySigns {
  const near = Object.entries(state.near ?? {}).filter(([, since]) => now - since < nearMilliseconds)
  const entities = near.flatMap(([key]) => findInDirectory(key) ?? [])
  const senders = entities.flatMap((entity) =>
    entity.kind === 'sender' && findListing(state, entity) === undefined
      ? [{ address: entity.address, external, internal, day: 9_120 }]
      : [],
  )
  return {
    ...(loads ? { loads: { known: true, value: { senders, isCut: false } } } : {}),
    ...(alerts ? { alerts: { known: true, value: [] } } : {}),
  }
}
