// Whether a post whose answer was lost is in its channel: where the app may read the channel's history (channels:history,
// groups:history; asked for by nobody, so that an admin decides), the metadata of its messages tells.
import { z } from 'zod'
import { minuteMilliseconds } from '../../domain/instant.js'
import type { Card, Clock, Platform } from '../../ports.js'
import { findSlackCode } from './platform-error.js'

interface Metadata {
  readonly event_type: string
  readonly event_payload: Record<string, string>
}

interface Asked {
  readonly channel: string
  /** In seconds; undefined for the newest of all. */
  readonly oldest?: string
  readonly limit: number
  readonly include_all_metadata: true
}

interface LookUpParts {
  readonly readHistory: (asked: Asked) => Promise<{ readonly messages?: readonly unknown[] }>
  readonly clock: Clock
}

/** Slack's clock may be behind ours. */
const marginMilliseconds = minuteMilliseconds
/** What is not granted is asked for again now and then: an admin may grant it. */
const refusedMilliseconds = 10 * minuteMilliseconds

const messageSchema = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }),
})

export function createLookUp({ readHistory, clock }: LookUpParts): Platform['findPosted'] {
  let refusedAt: number | undefined

  /** The newest ones. */
  async function read(channel: string, since: number | undefined): Promise<readonly unknown[]> {
    const oldest = since === undefined ? {} : { oldest: toOldest(since) }
    // Beside the calls by which Slack's health is told: that this one is not allowed is as it should be.
    const asked = { channel, ...oldest, limit: 100, include_all_metadata: true } as const
    return (await readHistory(asked)).messages ?? []
  }

  return async (place, card, { since, wish }) => {
    const isRefused = refusedAt !== undefined && clock.monotonic() - refusedAt < refusedMilliseconds
    if (place.kind !== 'channel' || isRefused) return { isKnown: false }
    const { channel } = place.channel
    try {
      const wanted = toMetadata(card, wish)
      const message = findMessage(await read(channel, isNamed(wanted) ? undefined : since), wanted)
      const ref = message === undefined ? undefined : ({ platform: 'slack', channel, message } as const)
      return { isKnown: true, ref }
    } catch (error) {
      if (findSlackCode(error) === 'missing_scope') refusedAt = clock.monotonic()
      return { isKnown: false }
    }
  }
}

/** Tells a post whose answer was lost from one that never arrived, for whoever may read the channel's history. */
export function toMetadata(card: Card, wish?: string): Metadata {
  const { view } = card
  const incidentId = 'incidentId' in view && typeof view.incidentId === 'string' ? view.incidentId : ''
  const digestId = 'digestId' in view && typeof view.digestId === 'string' ? { digest_id: view.digestId } : {}
  return {
    event_type: 'reprieve_card',
    event_payload: {
      card: card.name,
      incident_id: incidentId,
      ...digestId,
      ...(wish === undefined ? {} : { wish }),
    },
  }
}

/**
 * Whether it is of one incident or one digest: then no other can be taken for it, and no clock is asked. Ours may be ahead of
 * Slack's by hours, and what was posted a moment ago would look older than the try.
 */
function isNamed({ event_payload }: Metadata): boolean {
  return ['incident_id', 'digest_id'].some((name) => (event_payload[name] ?? '') !== '')
}

function toOldest(since: number): string {
  return (Math.max(0, since - marginMilliseconds) / 1_000).toFixed(6)
}

/**
 * The newest one: that is where the latest try ended. Of two lines that say the same, each has a wish of its own; what an older
 * version posted has none, and what was edited since has none any more.
 */
function findMessage(messages: readonly unknown[], wanted: Metadata): string | undefined {
  const { wish, ...named } = wanted.event_payload
  const payload = Object.entries(named)
  return messages
    .flatMap((message) => messageSchema.safeParse(message).data ?? [])
    .find(
      ({ metadata }) =>
        metadata.event_type === wanted.event_type &&
        (metadata.event_payload.wish ?? wish) === wish &&
        payload.every(([name, value]) => metadata.event_payload[name] === value),
    )?.ts
}
