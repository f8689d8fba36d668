// Where the answer to a message goes. What is meant for one person is shown to them alone; where that is their personal
// chat, the thread gets a line that tells nothing.
import { PlatformError } from '../../errors.js'
import type { Card, Catalogue, Clock, Log } from '../../ports.js'
import type { Connector } from './connector.js'
import { type Incoming, isPersonal } from './incoming.js'
import type { LivePages } from './live-pages.js'
import { type Activity, toActivity, toLine } from './message.js'
import { patiently } from './patience.js'
import type { PrivateMessages } from './private-messages.js'
import type { Render } from './render.js'

const sentLine = 'I sent you the answer in our personal chat.'
const unsentLine = 'I could not write to you in private. Add this app for yourself in Teams, then try again.'
const groupLine =
  'I answer nothing in group and meeting chats. Write to me in our personal chat, or mention me in the channel that gets the alerts.'
const oldClientLine = 'Your Teams client does not show answers in place. Please use a newer one.'

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
}

export function createReplies(parts: {
  readonly connector: Connector
  readonly privates: PrivateMessages
  readonly live: Pick<LivePages, 'note'>
  readonly render: Render
  readonly catalogue: Catalogue
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}): Replies {
  const { connector, privates, live, render, catalogue, clock, log } = parts

  /** To everybody there: nothing that is meant for one person. */
  async function say(incoming: Incoming, toWords: () => Activity): Promise<void> {
    const { serviceUrl, conversation } = incoming
    try {
      const words = toWords()
      await patiently(clock, () => connector.send({ serviceUrl, conversationId: conversation.id }, words))
    } catch (error) {
      const code = error instanceof PlatformError ? error.code : 'unknown'
      log.warn({ code, err: error }, 'teams.answer.lost')
    }
  }

  /** What was asked where nobody else sees it is nobody else's to hear of. */
  async function hint(incoming: Incoming, line: string | undefined): Promise<void> {
    if (line === undefined || isPersonal(incoming) || incoming.recipient.isTargeted === true) return
    await say(incoming, () => toLine(line))
  }

  return {
    async toCommand(incoming, card, isOpen) {
      const isForAll = isOpen && catalogue.cards.get(card.name)?.isForThreads === true
      if (isForAll && incoming.recipient.isTargeted !== true)
        return say(incoming, () => toActivity(render(card), { alert: false }))
      const brought = await privates.bring(incoming, card)
      if (brought !== undefined) live.note(brought.message, incoming, { card, incidentId: '' })
      if (brought?.to === 'channel') return
      await hint(incoming, brought === undefined ? unsentLine : sentLine)
    },
    refuseGroup: (incoming) => say(incoming, () => toLine(groupLine)),
    async toSubmit(incoming, card) {
      const brought = await privates.bring(incoming, card, { isForChat: true })
      if (brought === undefined) await hint(incoming, oldClientLine)
    },
  }
}
