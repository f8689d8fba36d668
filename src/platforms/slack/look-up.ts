// Whether a post whose answer was lost is in its channel: where the app may read the channel's history (channels:history,
// groups:history; asked for by nobody, so that an admin decides), the metadata of its messages tells.
import { z } from 'zod'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Card, Clock, Platform } from '../../ports.js'
import type { Clients } from './clients.js'
import { findSlackCode } from './platform-error.js'

export interface Metadata {
  readonly event_type: string
  readonly event_payload: Record<string, string>
}

interface LookUpParts {
  readonly clients: Clients
  readonly clock: Clock
  readonly toMetadata: (card: Card) => Metadata
}

/** Slack's clock may be behind ours. */
const marginMilliseconds = minuteMilliseconds
/** What is not granted is asked for again now and then: an admin may grant it. */
const refusedMilliseconds = 10 * minuteMilliseconds

const messageSchema = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }),
})

export function createLookUp({ clients, clock, toMetadata }: LookUpParts): Platform['findPosted'] {
  let refusedAt: number | undefined

  async function read(channel: string, since: number): Promise<readonly unknown[]> {
    // Beside the calls by which Slack's health is told: that this one is not allowed is as it should be.
    const oldest = Math.max(0, since - marginMilliseconds) / 1_000
    const asked = { channel, oldest: oldest.toFixed(6), limit: 100, include_all_metadata: true }
    return (await clients.bulk.conversations.history(asked)).messages ?? []
  }

  return async (place, card, since) => {
    const isRefused = refusedAt !== undefined && clock.monotonic() - refusedAt < refusedMilliseconds
    if (place.kind !== 'channel' || isRefused) return { isKnown: false }
    const { channel } = place.channel
    try {
      const message = findMessage(await read(channel, since), toMetadata(card))
      const ref = message === undefined ? undefined : ({ platform: 'slack', channel, message } as const)
      return { isKnown: true, ref }
    } catch (error) {
      if (findSlackCode(error) === 'missing_scope') refusedAt = clock.monotonic()
      return { isKnown: false }
    }
  }
}

/** The newest one: that is where the latest try ended. */
function findMessage(messages: readonly unknown[], wanted: Metadata): string | undefined {
  const payload = Object.entries(wanted.event_payload)
  return messages
    .flatMap((message) => messageSchema.safeParse(message).data ?? [])
    .find(
      ({ metadata }) =>
        metadata.event_type === wanted.event_type &&
        payload.every(([name, value]) => metadata.event_payload[name] === value),
    )?.ts
}
