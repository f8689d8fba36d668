// Where the answer to a message goes. Teams has no message that only one reader of a channel sees, so what is meant for
// one actor goes to their personal chat, and the thread gets a line that tells nothing.

import { pause } from '../../concurrency/pause.js'
import { PlatformError } from '../../errors.js'
import type { Card, Catalogue, Clock, Log } from '../../ports.js'
import type { Connector } from './connector.js'
import { type Incoming, isPersonal } from './incoming.js'
import { type Activity, toActivity, toLine } from './message.js'

export type Render = (card: Card) => unknown

const sentLine = 'I sent you the answer in our personal chat.'
const unsentLine = 'I could not write to you in private. Add this app for yourself in Teams, then try again.'
const groupLine =
  'I answer nothing in group and meeting chats. Write to me in our personal chat, or mention me in the channel that gets the alerts.'
const oldClientLine = 'Your Teams client does not show answers in place. Please use a newer one.'

/** An answer is worth waiting for, but not for ever: whoever asked has gone on by then. */
const mostWaits = 3
const longestWaitMilliseconds = 60_000
const usualWaitMilliseconds = 1_000

export interface Replies {
  /**
   * Answers a typed command; openly only when asked to, where alerts are open as well. Never rejects: an answer that got lost is logged and can
   * be asked for again.
   */
  toCommand(incoming: Incoming, card: Card, isOpen: boolean): Promise<void>
  /** Says in a group or meeting chat where commands are taken. Never rejects. */
  refuseGroup(incoming: Incoming): Promise<void>
  /** Answers a press that came as a message, from a client without `Action.Execute`. Never rejects. */
  toSubmit(incoming: Incoming, card: Card): Promise<void>
  /** Brings an answer that came too late for its invoke. Never rejects. */
  afterwards(incoming: Incoming, card: Card): Promise<void>
}

export function createReplies(parts: {
  readonly connector: Connector
  readonly render: Render
  readonly catalogue: Catalogue
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}): Replies {
  const { connector, render, catalogue, clock, log } = parts

  /** What Teams refuses for being too much at once it takes a moment later; nothing was done then. */
  async function patiently<Value>(call: () => Promise<Value>): Promise<Value> {
    for (let waits = 0; ; waits += 1) {
      try {
        return await call()
      } catch (error) {
        const milliseconds = findWait(error)
        if (milliseconds === undefined || waits === mostWaits) throw error
        await pause(clock, milliseconds)
      }
    }
  }

  function say(incoming: Incoming, activity: Activity): Promise<string> {
    const { serviceUrl, conversation } = incoming
    return patiently(() => connector.send({ serviceUrl, conversationId: conversation.id }, activity))
  }

  async function sendPrivately(incoming: Incoming, activity: Activity): Promise<boolean> {
    const { serviceUrl, from, tenantId } = incoming
    try {
      const conversationId = await patiently(() => connector.openChat(serviceUrl, { id: from.id, tenantId }))
      await patiently(() => connector.send({ serviceUrl, conversationId }, activity))
      return true
    } catch (error) {
      logLost(error)
      return false
    }
  }

  function logLost(error: unknown): void {
    const code = error instanceof PlatformError ? error.code : 'unknown'
    log.warn({ code, err: error }, 'teams.answer.lost')
  }

  async function answer(incoming: Incoming, card: Card, lines: { sent?: string; unsent: string }) {
    try {
      const activity = toActivity(render(card), { alert: false })
      if (isPersonal(incoming)) return void (await say(incoming, activity))
      const line = (await sendPrivately(incoming, activity)) ? lines.sent : lines.unsent
      if (line !== undefined) await say(incoming, toLine(line))
    } catch (error) {
      logLost(error)
    }
  }

  return {
    async toCommand(incoming, card, isOpen) {
      if (!isOpen || catalogue.cards.get(card.name)?.isForThreads !== true)
        return answer(incoming, card, { sent: sentLine, unsent: unsentLine })
      try {
        await say(incoming, toActivity(render(card), { alert: false }))
      } catch (error) {
        logLost(error)
      }
    },
    async refuseGroup(incoming) {
      try {
        await say(incoming, toLine(groupLine))
      } catch (error) {
        logLost(error)
      }
    },
    toSubmit: (incoming, card) => answer(incoming, card, { unsent: oldClientLine }),
    async afterwards(incoming, card) {
      try {
        await sendPrivately(incoming, toActivity(render(card), { alert: false }))
      } catch (error) {
        logLost(error)
      }
    },
  }
}

function findWait(error: unknown): number | undefined {
  if (!(error instanceof PlatformError) || error.code !== 'throttled') return undefined
  const { retryAfterMilliseconds = usualWaitMilliseconds } = error
  return retryAfterMilliseconds <= longestWaitMilliseconds ? retryAfterMilliseconds : undefined
}
