// What each kind of activity leads to. Parses, calls the handlers, hands their answers on.
import type { Answer, Clock, Log, PlatformHandlers } from '../../ports.js'
import type { ConversationRecord } from './conversations.js'
import { type Incoming, isPersonal } from './incoming.js'
import { isMentioned, toCommandText } from './mention.js'
import { toInvokeBody, toInvokeMessage } from './message.js'
import { createOnce } from './once.js'
import { type Button, findExecute, findSubmit, toPress } from './press.js'
import type { Render, Replies } from './replies.js'
import type { Roster } from './roster.js'

/** Teams gives up on an invoke after 10 to 15 s and tells the clicker that something went wrong. */
const patienceMilliseconds = 4_000

const doneText = 'Done.'
const workingText = 'Working on it. The answer comes in our personal chat.'
const unknownText = 'This button does nothing any more. Please use the newest card.'
const brokenText = 'Something broke on our side. Please try again.'

/** The HTTP answer; a body only for invokes. */
export interface Reception {
  readonly status: number
  readonly body?: object
}

export interface Receiver {
  /** Never rejects. */
  receive(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception>
  /** Resolves when every answer has been sent that is still to be sent. */
  drain(): Promise<void>
}

export function createReceiver(parts: {
  readonly conversations: ConversationRecord
  readonly roster: Roster
  readonly replies: Replies
  readonly render: Render
  readonly clock: Clock
  readonly log: Log
}): Receiver {
  const { conversations, roster, replies, render, clock, log } = parts
  const once = createOnce<Reception>(clock)
  const underway = new Set<Promise<void>>()

  /** Goes on after the request has been answered; `drain` waits for it. */
  function follow(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => log.error({ err: error }, 'teams.activity.failed'))
      .finally(() => underway.delete(tracked))
    underway.add(tracked)
  }

  async function press(incoming: Incoming, button: Button, handlers: PlatformHandlers): Promise<Answer> {
    return handlers.onPress(toPress(await roster.identify(incoming), button))
  }

  async function receiveInvoke(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception> {
    if (incoming.name !== 'adaptiveCard/action') return { status: 501 }
    const button = findExecute(incoming.value)
    if (button === undefined) return { status: 200, body: toInvokeMessage(unknownText) }
    const answer = press(incoming, button, handlers)
    const first = await orLate(answer)
    if (first !== 'late') return { status: 200, body: toBody(first) }
    follow(answer.then((card) => (card === undefined ? undefined : replies.afterwards(incoming, card))))
    // A text leaves the card as it is, forms included; a card would take its place.
    return { status: 200, body: toInvokeMessage(workingText) }
  }

  function toBody(answer: Answer): object {
    return answer === undefined ? toInvokeMessage(doneText) : toInvokeBody(render(answer))
  }

  async function orLate(answer: Promise<Answer>): Promise<Answer | 'late'> {
    let cancel = () => {}
    const patience = new Promise<'late'>((resolve) => {
      cancel = clock.after(patienceMilliseconds, () => resolve('late'))
    })
    return Promise.race([answer, patience]).finally(() => cancel())
  }

  async function observe(incoming: Incoming): Promise<boolean> {
    try {
      await conversations.observe(incoming)
      return true
    } catch (error) {
      log.error({ err: error }, 'teams.conversation.not-remembered')
      return false
    }
  }

  async function receiveMessage(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception> {
    const { text = '', entities = [], recipient } = incoming
    if (text.trim() === '' && incoming.value instanceof Object) {
      const button = findSubmit(incoming.value)
      if (button === undefined) return { status: 200 }
      const answer = await press(incoming, button, handlers)
      if (answer !== undefined) follow(replies.toSubmit(incoming, answer))
      return { status: 200 }
    }
    const spoken = { text, entities, botId: recipient.id }
    // With a wider consent the bot hears everything said in a channel; only what is said to it is a command.
    if (!isPersonal(incoming) && !isMentioned(spoken)) return { status: 200 }
    const command = { actor: await roster.identify(incoming), text: toCommandText(spoken) }
    const answer = await handlers.onCommand(command)
    if (answer !== undefined) follow(replies.toCommand(incoming, answer))
    return { status: 200 }
  }

  async function act(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception> {
    try {
      return incoming.type === 'invoke'
        ? await receiveInvoke(incoming, handlers)
        : await receiveMessage(incoming, handlers)
    } catch (error) {
      log.error({ err: error }, 'teams.activity.failed')
      // Teams shows its clicker nothing of an error status.
      return incoming.type === 'invoke' ? { status: 200, body: toInvokeMessage(brokenText) } : { status: 500 }
    }
  }

  return {
    async receive(incoming, handlers) {
      const isRemembered = await observe(incoming)
      if (incoming.type !== 'invoke' && incoming.type !== 'message')
        return { status: isRemembered ? 200 : 500 }
      if (incoming.id === undefined) return act(incoming, handlers)
      // Teams sends an activity again when the answer took too long. The sender is part of the key, so that nobody can
      // fetch another's answer with its id.
      const key = JSON.stringify([incoming.conversation.id, incoming.from.id, incoming.type, incoming.id])
      return once.run(key, () => act(incoming, handlers))
    },
    async drain() {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}
