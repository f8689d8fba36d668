// What one person alone was shown: below the card in the channel where that can be, else in their personal chat. The record
// of it alone decides how it is changed and taken away: a press says nothing about it that would be believed. Whatever is not
// in the record is answered as if it were new, and privately.
import { toDigest } from '../../domain/digest.js'
import { hourMilliseconds } from '../../domain/instant.js'
import { PlatformError } from '../../errors.js'
import type { Card, Clock, Log } from '../../ports.js'
import type { Connector, Target } from './connector.js'
import { type Incoming, isPersonal } from './incoming.js'
import { type Activity, toActivity } from './message.js'
import { markPage } from './page-marks.js'
import { patiently } from './patience.js'
import { type PrivateMessage, type PrivateRecord, shownMilliseconds } from './private-record.js'
import type { Render } from './render.js'
import type { Targeting } from './targeting.js'

/** What is opened so long before its end is opened anew: nobody loses a half-filled page to it. */
const reserveMilliseconds = hourMilliseconds

/** Where an answer went: below, into the personal chat, or nowhere. */
export type Brought = { readonly to: 'channel' | 'chat'; readonly message: PrivateMessage } | undefined

interface Bringing {
  /** The personal chat whatever else may be: clients that know no `Action.Execute` show nothing to one member alone. */
  readonly isForChat?: boolean
  /** Opened from a card that everybody sees. */
  readonly isBelowCard?: boolean
}

export interface PrivateMessages {
  /** Shows a card to whoever sent this, and to nobody else. Never rejects. */
  bring(incoming: Incoming, card: Card, bringing?: Bringing): Promise<Brought>
  /** The private message of this name, when it is of whoever sent this. Never rejects. */
  find(incoming: Incoming, pageId: string | undefined): Promise<PrivateMessage | undefined>
  /** It is about to go, or has gone. */
  isEnding(message: PrivateMessage): boolean
  /** The card as it stands there. */
  render(message: PrivateMessage, card: Card): unknown
  /** Shows another card in its place; anew when it has gone. Never rejects. */
  show(message: PrivateMessage, card: Card, incoming: Incoming): Promise<void>
  /** Takes it away, where that can be done. Never rejects. */
  close(message: PrivateMessage, incoming: Incoming): Promise<boolean>
}

export function createPrivateMessages(parts: {
  readonly connector: Connector
  readonly targeting: Targeting
  readonly render: Render
  readonly record: PrivateRecord
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly log: Log
}): PrivateMessages {
  const { connector, targeting, render, record, clock, log } = parts
  const { targeted } = connector

  function logLost(error: unknown): void {
    const code = error instanceof PlatformError ? error.code : 'unknown'
    log.warn({ code, err: error }, 'teams.answer.lost')
  }

  /** Undefined when the conversation takes none, which says nothing about the card yet. */
  async function sendBelow(incoming: Incoming, activity: Activity): Promise<string | undefined> {
    const { serviceUrl, conversation, from } = incoming
    const to = { serviceUrl, conversationId: conversation.id }
    const quoting = withQuote(incoming, activity)
    try {
      return await patiently(clock, () => targeted.send(to, from.id, quoting))
    } catch (error) {
      // What is quoted may be too old, or none in the eyes of Teams.
      if (quoting === activity || !isRefusal(error)) throw error
      return await patiently(clock, () => targeted.send(to, from.id, activity))
    }
  }

  async function sendToChat({ serviceUrl, from, tenantId, ...incoming }: Incoming, activity: Activity) {
    const conversationId = isPersonal(incoming)
      ? incoming.conversation.id
      : await patiently(clock, () => connector.openChat(serviceUrl, { id: from.id, tenantId }))
    const message = await patiently(clock, () => connector.send({ serviceUrl, conversationId }, activity))
    return { conversation: conversationId, message }
  }

  /** Where it went; `isRefused` when the conversation takes no such message. */
  async function tryBelow(incoming: Incoming, activity: Activity) {
    try {
      const message = await sendBelow(incoming, activity)
      return { message, isRefused: false }
    } catch (error) {
      logLost(error)
      return { message: undefined, isRefused: isRefusal(error) }
    }
  }

  async function bring(
    incoming: Incoming,
    card: Card,
    { isForChat = false, isBelowCard = false }: Bringing = {},
  ): Promise<Brought> {
    const { conversation, from, id: activityId = '' } = incoming
    const sentAt = clock.now()
    const id = toDigest([conversation.id, from.id, activityId, String(sentAt)])
    const own = { id, reader: from.id, sentAt, isBelowCard }
    try {
      const activity = toActivity(markPage(render(card), id), { alert: false })
      const mayTry = !isForChat && (await targeting.mayTry(incoming))
      const below = mayTry ? await tryBelow(incoming, activity) : undefined
      if (below?.message !== undefined) {
        const message = { ...own, conversation: conversation.id, message: below.message, isTargeted: true }
        void record.note(message)
        return { to: 'channel', message }
      }
      const message = { ...own, ...(await sendToChat(incoming, activity)), isTargeted: false }
      // The card is good, so it was the conversation.
      if (below?.isRefused === true) await targeting.refuse(incoming)
      void record.note(message)
      return { to: 'chat', message }
    } catch (error) {
      logLost(error)
      return undefined
    }
  }

  function toTarget({ conversation }: PrivateMessage, { serviceUrl }: Incoming): Target {
    return { serviceUrl, conversationId: conversation }
  }

  async function update(message: PrivateMessage, card: Card, incoming: Incoming): Promise<void> {
    const activity = toActivity(markPage(render(card), message.id), { alert: false })
    const by = message.isTargeted ? targeted : connector
    await patiently(clock, () => by.update(toTarget(message, incoming), message.message, activity))
  }

  return {
    bring,
    async find({ from }, pageId) {
      const found = pageId === undefined ? undefined : await record.find(pageId)
      return found?.reader === from.id ? found : undefined
    },
    isEnding: ({ isTargeted, sentAt }) =>
      isTargeted && clock.now() - sentAt >= shownMilliseconds - reserveMilliseconds,
    render: ({ id }, card) => markPage(render(card), id),
    async show(message, card, incoming) {
      try {
        await update(message, card, incoming)
      } catch (error) {
        const isGone = error instanceof PlatformError && error.code === 'message-gone'
        if (isGone) await bring(incoming, card, message)
        else logLost(error)
      }
    },
    async close(message, incoming) {
      if (!message.isTargeted) return false
      try {
        await patiently(clock, () => targeted.delete(toTarget(message, incoming), message.message))
        return true
      } catch (error) {
        logLost(error)
        return false
      }
    },
  }
}

/** What was asked in the open has no private message to quote, and Teams would refuse it. */
function withQuote({ type, id, recipient }: Incoming, activity: Activity): Activity {
  if (type !== 'message' || id === undefined || recipient.isTargeted !== true) return activity
  const quote = { type: 'targetedMessageInfo', messageId: id } as const
  return { ...activity, entities: [...(activity.entities ?? []), quote] }
}

const refusals = ['rejected', 'forbidden', 'channel-not-found', 'message-gone']

function isRefusal(error: unknown): boolean {
  return error instanceof PlatformError && refusals.includes(error.code)
}
