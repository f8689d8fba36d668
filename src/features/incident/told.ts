// How long people waited for word of a restriction, for whoever asks.
import type { Incident } from '../../domain/incident.js'
import type { ChannelRef } from '../../domain/task.js'
import type { Parts } from '../feature.js'

/** Those that the digest shows for the first time. One that an older version posted says nothing of how many it showed. */
export function listNew(
  { incidentIds }: { readonly incidentIds: readonly string[] },
  incidents: readonly Incident[],
  before: { readonly shown?: number | undefined } | undefined,
): readonly Incident[] {
  const shown = before === undefined ? 0 : (before.shown ?? incidentIds.length)
  const fresh = new Set(incidentIds.slice(shown))
  return incidents.filter(({ id }) => fresh.has(id))
}

/** In a channel for the first time. What was listed before the first poll is left out: nobody waited for that. */
export function countTold(
  { clock, meter, delays }: Parts,
  incidents: readonly Incident[],
  { platform }: ChannelRef,
): void {
  for (const { visibleSince } of incidents) {
    if (visibleSince === undefined) continue
    const milliseconds = clock.now() - visibleSince
    meter.restrictionTold({ platform, milliseconds })
    delays.count('card', milliseconds)
  }
}
