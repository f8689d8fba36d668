// What each kind of activity leads to. Parses, calls the handlers, hands their answers on.
import { z } from 'zod'
import { createInFlight } from '../../concurrency/in-flight.js'
import { createRemembered } from '../../concurrency/remembered.js'
import { late, within } from '../../concurrency/within.js'
import type { ChannelNews } from '../../domain/alert-channel.js'
import { cell } from '../../domain/cell.js'
import { toDigest } from '../../domain/digest.js'
import type { Catalogue, Clock, Log, PlatformHandlers } from '../../ports.js'
import type { Commons } from './commons.js'
import type { ConversationRecord } from './conversations.js'
import { isAdded } from './events.js'
import { type Incoming, isPersonal, withoutThread } from './incoming.js'
import type { Invokes } from './invoke.js'
import { isMentioned, toCommandText } from './mention.js'
import { toInvokeMessage } from './message.js'
import { findSubmit, type IsOurs } from './press.js'
import type { Reception } from './reception.js'
import type { Replies } from './replies.js'
import type { Roster } from './roster.js'
import type { Targeting } from './targeting.js'
import type { Welcome } from './welcome.js'

/** Teams sends an activity again for some minutes when the answer took too long. */
const rememberedMilliseconds = 600_000
const mostRemembered = 1_000

/** Looking up who speaks can take 20 s when Teams is slow; it waits 15 s for a message to be taken. */
const patienceMilliseconds = 4_000

/** That an activity was answered, by whichever process. */
const doneOf = cell('teams-done', z.literal(true))

const takenText = 'This was taken already. Press again if you do not see what came of it.'
const brokenText = 'Something broke on our side. Please try again.'

export interface Receiver {
  /** Never rejects. */
  receive(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception>
  /** Resolves when every answer has been sent that is still to be sent. */
  drain(): Promise<void>
}

export function createReceiver(parts: {
  readonly catalogue: Pick<Catalogue, 'presses'>
  readonly conversations: ConversationRecord
  readonly invokes: Invokes
  readonly roster: Roster
  readonly replies: Replies
  readonly welcome: Welcome
  readonly targeting: Pick<Targeting, 'forget' | 'mayTry'>
  readonly commons: Pick<Commons, 'amongOthers'>
  readonly clock: Clock
  readonly log: Log
}): Receiver {
  const { conversations, invokes, roster, replies, welcome, targeting, commons, clock, log, catalogue } =
    parts
  const isOurs: IsOurs = (action) => catalogue.presses.has(action)
  const receptions = createRemembered<Reception>({
    clock,
    keepMilliseconds: rememberedMilliseconds,
    most: mostRemembered,
  })
  const underway = createInFlight()

  /** Goes on after the request has been answered; `drain` waits for it. */
  function follow(work: Promise<void>): void {
    void underway.track(work.catch((error: unknown) => log.error({ err: error }, 'teams.activity.failed')))
  }

  /** Undefined when it could not be remembered. */
  async function observe(incoming: Incoming): Promise<readonly ChannelNews[] | undefined> {
    try {
      return await conversations.observe(incoming)
    } catch (error) {
      log.error({ err: error }, 'teams.conversation.not-remembered')
      return undefined
    }
  }

  async function tell(news: readonly ChannelNews[], handlers: PlatformHandlers): Promise<void> {
    for (const one of news) await handlers.onChannelNews(one)
  }

  async function receiveMessage(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception> {
    const { text = '', entities = [], recipient } = incoming
    if (text.trim() === '' && incoming.value instanceof Object) {
      const button = findSubmit(incoming.value, isOurs)
      if (button === undefined) return { status: 200 }
      const { later } = await invokes.submit(incoming, button, handlers)
      if (later !== undefined) follow(later)
      return { status: 200 }
    }
    const spoken = { text, entities, botId: recipient.id }
    // With a wider consent the bot hears everything said in a channel; only what is said to it is a command.
    const isPrivate = isPersonal(incoming) || recipient.isTargeted === true
    if (!isPrivate && !isMentioned(spoken)) return { status: 200 }
    if (!isPrivate && !isInChannel(incoming) && !(await targeting.mayTry(incoming))) {
      follow(replies.refuseGroup(incoming))
      return { status: 200 }
    }
    const command = { actor: await roster.identify(incoming), text: toCommandText(spoken) }
    const answer = isHome(command) ? await handlers.onHome(command.actor) : await handlers.onCommand(command)
    if (answer === undefined) return { status: 200 }
    const isOpen = conversations.getsAlerts(incoming.conversation.id)
    follow(isOpen.then((open) => replies.toCommand(incoming, answer, open)))
    return { status: 200 }
  }

  async function act(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception> {
    try {
      if (incoming.type !== 'invoke') return await receiveMessage(incoming, handlers)
      const { reception, later } = await invokes.receive(incoming, handlers)
      if (later !== undefined) follow(later)
      return reception
    } catch (error) {
      log.error({ err: error }, 'teams.activity.failed')
      // Teams shows its clicker nothing of an error status.
      return incoming.type === 'invoke' ? { status: 200, body: toInvokeMessage(brokenText) } : { status: 500 }
    }
  }

  /** Nothing is told by how a message is taken, so what takes longer goes on by itself. */
  async function orTaken(answer: Promise<Reception>): Promise<Reception> {
    const reception = await within(clock, patienceMilliseconds, answer)
    if (reception !== late) return reception
    follow(answer.then(() => {}))
    return { status: 200 }
  }

  return {
    async receive(incoming, handlers) {
      const news = await observe(incoming)
      if (news !== undefined && news.length > 0) follow(tell(news, handlers))
      if (incoming.type !== 'invoke' && incoming.type !== 'message') {
        follow(welcome.receive(incoming, handlers))
        if (news !== undefined && isAdded(incoming)) follow(targeting.forget(incoming))
        return { status: news === undefined ? 500 : 200 }
      }
      const answer = actOnce(incoming, handlers)
      return incoming.type === 'invoke' ? answer : orTaken(answer)
    },
    drain: () => underway.drain(),
  }

  // Teams sends an activity again when the answer took too long. The sender is part of the key, so that nobody can fetch
  // another's answer with its id.
  function actOnce(incoming: Incoming, handlers: PlatformHandlers): Promise<Reception> {
    if (incoming.id === undefined) return act(incoming, handlers)
    const key = JSON.stringify([incoming.conversation.id, incoming.from.id, incoming.type, incoming.id])
    return receptions.get(key, () => actUnlessDone(incoming, handlers, key))
  }

  // Whoever began it may have died of it, so only what has been answered counts, and the answer itself is that one's alone.
  async function actUnlessDone(
    incoming: Incoming,
    handlers: PlatformHandlers,
    key: string,
  ): Promise<Reception> {
    const done = doneOf(toDigest([key]))
    const isDone = await commons.amongOthers((memory) => done.recall(memory), undefined)
    if (isDone === true)
      return incoming.type === 'invoke' ? { status: 200, body: toInvokeMessage(takenText) } : { status: 200 }
    const reception = await act(incoming, handlers)
    if (reception.status === 200) {
      const until = clock.now() + rememberedMilliseconds
      follow(commons.amongOthers((memory) => memory.remember(done.key, true, { until }), undefined))
    }
    return reception
  }
}

/** Group and meeting chats have members that no team has; whatever is said to all there is said to all of them. */
function isInChannel({ conversation: { conversationType, id } }: Incoming): boolean {
  // Where no type is said, the id of a channel tells: chats are `@thread.v2`.
  const isNamedSo = /@thread\.(tacv2|skype)$/.test(withoutThread(id))
  return conversationType === undefined ? isNamedSo : conversationType === 'channel'
}

/** Slack has a tab for it; in Teams it is asked for. */
function isHome({ text }: { readonly text: string }): boolean {
  return text.toLowerCase() === 'home'
}
