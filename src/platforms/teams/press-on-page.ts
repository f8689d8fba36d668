// Presses on a private message. It has one reader, so the answer takes its place: at once where it was pressed, and by an edit
// for whatever else the reader has open and whenever they come back to it.
import { late, within } from '../../concurrency/within.js'
import type { Actor } from '../../domain/actor.js'
import type { Answer, Catalogue, Clock, Log, PlatformHandlers } from '../../ports.js'
import { type Incoming, withoutThread } from './incoming.js'
import type { LivePage } from './live-index.js'
import type { LivePages, MayShow } from './live-pages.js'
import { isLine, toInvokeBody } from './message.js'
import { markPage } from './page-marks.js'
import type { Spot } from './pages.js'
import { type Pending, toCheckingCard } from './pending.js'
import { type Button, toPress } from './press.js'
import { toInPlace } from './press-beside.js'
import type { PrivateMessages } from './private-messages.js'
import type { PrivateMessage } from './private-record.js'
import { type InvokeReception, patienceMilliseconds, toReception, toWords } from './reception.js'
import type { Render } from './render.js'
import type { Roster } from './roster.js'

const closedText = 'Closed. The card above shows how it is.'
const workingText = 'Working on it. The answer comes here.'

interface PressedPage {
  readonly incoming: Incoming
  readonly button: Button
  readonly own: PrivateMessage
}

export interface PressOnPage {
  receive(pressed: PressedPage, handlers: PlatformHandlers): Promise<InvokeReception>
  /** The same from a client without `Action.Execute`, which shows no answer in place. */
  submit(pressed: PressedPage, handlers: PlatformHandlers): Promise<void>
  /** A page that is open, as it is now. Never rejects. */
  draw(live: LivePage, mayShow: MayShow, handlers: PlatformHandlers): Promise<void>
}

interface PressOnPageParts {
  readonly catalogue: Pick<Catalogue, 'presses'>
  readonly roster: Roster
  readonly privates: PrivateMessages
  readonly live: LivePages
  readonly pending: Pending
  readonly render: Render
  readonly clock: Clock
  readonly log: Log
}

export function createPressOnPage(parts: PressOnPageParts): PressOnPage {
  const { catalogue, roster, privates, live, pending, render, clock, log } = parts

  async function press({ incoming, button, own }: PressedPage, handlers: PlatformHandlers): Promise<Answer> {
    const left = live.leave(own)
    const { asksAnew } = catalogue.presses.get(button.action) ?? {}
    const pressed = toOwnPress(await roster.identify(incoming, asksAnew), button, incoming)
    const card = await handlers.onPress(pressed)
    // What another process draws must not come after it.
    await left
    live.note(own, incoming, { card, incidentId: pressed.incidentId })
    return card
  }

  async function show({ own, incoming }: Pick<PressedPage, 'own' | 'incoming'>, card: Answer): Promise<void> {
    if (card !== undefined) await privates.show(own, card, incoming)
  }

  /** The form was sent, so a card may take its place until the answer does. */
  function toChecking(pressed: PressedPage, answer: Promise<Answer>): InvokeReception {
    const spot = toOwnSpot(pressed.own)
    pending.keep(spot, answer)
    const checking = markPage(toCheckingCard(render, spot), pressed.own.id)
    return { ...toReception(toInvokeBody(checking)), later: answer.then((card) => show(pressed, card)) }
  }

  return {
    async receive(pressed, handlers) {
      const { own, incoming, button } = pressed
      const answer = press(pressed, handlers)
      const first = await within(clock, patienceMilliseconds, answer)
      const { looks, leaves } = catalogue.presses.get(button.action) ?? {}
      if (first === late) {
        if (looks === true) return toChecking(pressed, answer)
        return toWords(
          workingText,
          answer.then((card) => show(pressed, card)),
        )
      }
      if (leaves === true && own.isBelowCard && own.isTargeted)
        return toWords(
          closedText,
          privates.close(own, incoming).then(() => {}),
        )
      const inPlace = toInPlace(first, (card) => privates.render(own, card))
      if (first === undefined || !own.isTargeted || isLine(render(first))) return inPlace
      return { ...inPlace, later: show(pressed, first) }
    },
    async submit(pressed, handlers) {
      await show(pressed, await press(pressed, handlers))
    },
    async draw({ message, incoming, page }, mayShow, handlers) {
      try {
        const actor = await roster.identify(incoming)
        const card = await ask(actor, page, { incoming, handlers })
        if (!(await mayShow(card))) return
        await show({ own: message, incoming }, card)
        // What is over is followed no more.
        if ('command' in page && card?.follows !== page.command)
          live.note(message, incoming, { card, incidentId: '' })
      } catch (error) {
        log.debug({ err: error }, 'teams.page.not-redrawn')
      }
    },
  }
}

interface Asked {
  readonly incoming: Incoming
  readonly handlers: PlatformHandlers
}

function ask(actor: Actor, page: LivePage['page'], { incoming, handlers }: Asked): Promise<Answer> {
  if ('command' in page) return handlers.onCommand({ actor, text: page.command })
  const { action, incidentId } = page
  return handlers.onPress(toOwnPress(actor, { action, data: { incidentId } }, incoming))
}

/** A private message is nothing that stands in the channel by itself, whatever the press says it was on. */
function toOwnPress(...given: Parameters<typeof toPress>) {
  const { on: _, ...press } = toPress(...given)
  return press
}

export function toOwnSpot({ conversation, message, reader }: PrivateMessage): Spot {
  return { channel: withoutThread(conversation), message, reader }
}
