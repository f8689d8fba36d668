// The cards everybody sees.

import type { MessageRef } from '../../domain/incident.js'
import { PlatformError } from '../../errors.js'
import type { Card, Clock, Place, Platform } from '../../ports.js'
import type { Clients } from './clients.js'
import { createLookUp, toMetadata } from './look-up.js'
import { type Pace, postLimit, updateLimit } from './pace.js'
import type { SlackMessage, Surface } from './surface.js'
import type { Twins } from './twins.js'

interface MessagesParts {
  readonly clients: Clients
  readonly clock: Clock
  readonly pace: Pace
  readonly refuseShared: (channel: string) => Promise<void>
  readonly twins: Twins
  /** Whether a card of this name must be noticed. */
  readonly isLoud: (name: string) => boolean
}

export function createMessages(
  parts: MessagesParts,
): Pick<Platform, 'post' | 'update' | 'findPosted' | 'probe' | 'findLink'> {
  const { clients, clock, pace, refuseShared, twins, isLoud } = parts

  async function inLane<T>(lane: string, limit: typeof postLimit, run: () => Promise<T>): Promise<T> {
    await pace.takeTurn(lane, limit)
    try {
      return await run()
    } catch (error) {
      if (error instanceof PlatformError && error.retryAfterMilliseconds !== undefined)
        pace.close(lane, error.retryAfterMilliseconds)
      throw error
    }
  }

  /** A chat with one person has no other readers, and Slack tells nothing of it without another scope. */
  const refuseReaders = async (channel: string) =>
    channel.startsWith('D') ? undefined : refuseShared(channel)

  async function post(place: Place, card: Card, wish?: string): Promise<MessageRef> {
    const { channel, thread } = toTarget(place)
    if (place.kind !== 'person') await refuseReaders(channel)
    const isShownBeside = thread !== undefined && isLoud(card.name)
    const { ts, channel: home } = await twins.send(twins.draw(card), (surface) => {
      const given = {
        channel,
        ...toMessage(surface, card),
        metadata: toMetadata(card, wish),
        unfurl_links: false,
        unfurl_media: false,
      } as const
      const reply = { ...given, ...(thread === undefined ? {} : { thread_ts: thread }) }
      return inLane(`chat.postMessage ${channel}`, postLimit, () =>
        clients.call('chat.postMessage', () =>
          clients.bulk.chat.postMessage(
            isShownBeside ? { ...given, thread_ts: thread, reply_broadcast: true } : reply,
          ),
        ),
      )
    })
    if (ts === undefined)
      throw new PlatformError('Slack took a message and did not say where it is.', {
        code: 'rejected',
        mayBeDone: true,
      })
    return { platform: 'slack', channel: home ?? channel, message: ts }
  }

  async function update(ref: MessageRef, card: Card): Promise<void> {
    // An edit shows as much to outsiders as a post does.
    await refuseReaders(ref.channel)
    await twins.send(twins.draw(card), (surface) => {
      const message = toMessage(surface, card)
      return inLane('chat.update', updateLimit, () =>
        clients.call('chat.update', () =>
          clients.bulk.chat.update({
            channel: ref.channel,
            ts: ref.message,
            ...message,
            metadata: toMetadata(card),
          }),
        ),
      )
    })
  }

  return {
    post,
    async findLink({ channel, message }) {
      try {
        const asked = { channel, message_ts: message }
        return (await clients.interactive.chat.getPermalink(asked)).permalink
      } catch {
        return undefined
      }
    },
    findPosted: createLookUp({ readHistory: (asked) => clients.bulk.conversations.history(asked), clock }),
    async probe() {
      try {
        await clients.call('auth.test', () => clients.bulk.auth.test())
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code === 'unavailable') throw error
      }
    },
    update,
  }
}

function toTarget(place: Place): { readonly channel: string; readonly thread: string | undefined } {
  switch (place.kind) {
    case 'channel':
      return { channel: place.channel.channel, thread: undefined }
    case 'person':
      return { channel: place.id, thread: undefined }
    case 'thread':
      return { channel: place.of.channel, thread: place.of.message }
    default:
      return place satisfies never
  }
}

/** Slack keeps the old attachments of a message when an edit leaves them out, so an empty list is said. */
function toMessage(surface: Surface, card: Card): Required<SlackMessage> {
  if (surface.kind === 'message')
    return { ...surface.message, attachments: surface.message.attachments ?? [] }
  throw new PlatformError(`The card "${card.name}" is a window, not a message.`, { code: 'rejected' })
}
