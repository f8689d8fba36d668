// Presses on what everybody in a channel sees. The card stays as it is for all; what comes of the press is shown to whoever
// pressed, below it. A conversation that takes no such message now and somebody without a personal chat leave the card's own
// place, which the answer to a press takes for its clicker alone.
import { late, within } from '../../concurrency/within.js'
import type { Answer, Catalogue, Clock, PlatformHandlers } from '../../ports.js'
import type { Connector } from './connector.js'
import type { Incoming } from './incoming.js'
import type { LivePages } from './live-pages.js'
import { isLine, toInvokeBody } from './message.js'
import type { OpenPages } from './open-pages.js'
import { type Pages, toSpot } from './pages.js'
import { type Button, toPress } from './press.js'
import type { PrivateMessages } from './private-messages.js'
import type { PrivateMessage } from './private-record.js'
import { doneText, type InvokeReception, patienceMilliseconds, toReception, toWords } from './reception.js'
import type { Render } from './render.js'
import type { Roster } from './roster.js'

const belowText =
  'It is below, for you alone. If your Teams does not show it there, write to me in our personal chat.'
const chatText = 'I wrote to you in our chat.'
const workingText = 'Working on it. The answer comes to you alone: below, or in our chat.'

interface Pressed {
  readonly incoming: Incoming
  readonly button: Button
  readonly handlers: PlatformHandlers
}

export interface PressBeside {
  receive(pressed: Pressed): Promise<InvokeReception>
}

interface PressBesideParts {
  readonly connector: Pick<Connector, 'isBusy'>
  readonly catalogue: Pick<Catalogue, 'presses'>
  readonly roster: Roster
  readonly privates: PrivateMessages
  readonly live: LivePages
  readonly open: OpenPages
  readonly pages: Pages
  readonly render: Render
  readonly clock: Clock
}

export function createPressBeside(parts: PressBesideParts): PressBeside {
  const { connector, catalogue, roster, privates, live, open, pages, render, clock } = parts

  async function answer({ incoming, button, handlers }: Pressed): Promise<InvokeReception> {
    const traits = catalogue.presses.get(button.action)
    const actor = await roster.identify(incoming, traits?.asksAnew)
    const press = toPress(actor, button, incoming)
    const card = await handlers.onPress(press)
    if (card === undefined) return toWords(doneText)
    const rendered = render(card)
    // What everybody sees is nothing to open beside it, and who is nobody of ours makes the bot write nowhere.
    if (traits?.leaves === true || isLine(rendered) || !actor.isMember)
      return toReception(toInvokeBody(rendered))
    // Many press at once: nobody waits for a turn, nor do the cards of others.
    const isBusy = await connector.isBusy(incoming.conversation.id)
    const brought = isBusy ? undefined : await privates.bring(incoming, card, { isBelowCard: true })
    if (brought === undefined) {
      pages.expect(toSpot(incoming), press)(card)
      return toReception(toInvokeBody(rendered))
    }
    live.note(brought.message, incoming, { card, incidentId: press.incidentId })
    if (brought.to === 'chat') return toWords(chatText)
    return toWords(belowText, replace(incoming, brought.message))
  }

  async function replace(incoming: Incoming, next: PrivateMessage): Promise<void> {
    const before = await open.replace(incoming, next)
    if (before === undefined) return
    await live.leave(before)
    await privates.close(before, incoming)
  }

  return {
    async receive(pressed) {
      const answered = answer(pressed)
      const first = await within(clock, patienceMilliseconds, answered)
      if (first !== late) return first
      return toWords(
        workingText,
        answered.then(({ later }) => later),
      )
    },
  }
}

/** What an answer that came in time is, where it takes the place of what was pressed. */
export function toInPlace(answer: Answer, render: (card: NonNullable<Answer>) => unknown): InvokeReception {
  return answer === undefined ? toWords(doneText) : toReception(toInvokeBody(render(answer)))
}
