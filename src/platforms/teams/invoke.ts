// Presses of a card's buttons, and clients that ask by themselves for a page an edit took away. What is answered takes
// the place of the card, for the one who asked alone.
import { late, within } from '../../concurrency/within.js'
import type { Answer, Catalogue, Clock, PlatformHandlers } from '../../ports.js'
import type { Commons } from './commons.js'
import type { HeldEdits } from './held-edits.js'
import type { Incoming } from './incoming.js'
import { toInvokeBody, toInvokeMessage } from './message.js'
import { type Pages, type Spot, toSpot } from './pages.js'
import { createPending, toCheckingCard } from './pending.js'
import { type Button, findExecute, type IsOurs, isResume, toPress } from './press.js'
import type { PublicCards } from './public-cards.js'
import type { Render, Replies } from './replies.js'
import type { Roster } from './roster.js'

/** Teams gives up on an invoke after 10 to 15 s and tells the clicker that something went wrong. */
const patienceMilliseconds = 4_000

const doneText = 'Done.'
const workingText = 'Working on it. The answer comes in our personal chat.'
const unknownText = 'This button does nothing any more. Please use the newest card.'

/** The HTTP answer; a body only for invokes. */
export interface Reception {
  readonly status: number
  readonly body?: object
}

interface InvokeReception {
  readonly reception: Reception
  /** What is still to be done once the invoke has been answered. */
  readonly later?: Promise<void>
}

export interface Invokes {
  /** @throws whatever a handler throws. */
  receive(incoming: Incoming, handlers: PlatformHandlers): Promise<InvokeReception>
}

export function createInvokes(parts: {
  readonly catalogue: Pick<Catalogue, 'presses'>
  readonly roster: Roster
  readonly replies: Replies
  readonly render: Render
  readonly pages: Pages
  readonly publicCards: PublicCards
  readonly heldEdits: HeldEdits
  readonly commons: Pick<Commons, 'amongOthers'>
  readonly clock: Clock
}): Invokes {
  const { roster, replies, render, pages, publicCards, heldEdits, commons, clock, catalogue } = parts
  const isOurs: IsOurs = (action) => catalogue.presses.has(action)
  const looks = (action: string) => catalogue.presses.get(action)?.looks === true
  const pending = createPending({ commons, clock })

  async function press(incoming: Incoming, button: Button, handlers: PlatformHandlers): Promise<Answer> {
    const actor = await roster.identify(incoming, catalogue.presses.get(button.action)?.asksAnew)
    const pressed = toPress(actor, button, incoming)
    const spot = toSpot(incoming)
    const settle = pages.expect(spot, pressed)
    const answer = await handlers.onPress(pressed)
    const isReading = settle(answer)
    // Somebody else may be reading on.
    if (!isReading && spot !== undefined && (await pages.listReaders(spot)).length === 0)
      heldEdits.release(spot)
    return answer
  }

  async function resume(incoming: Incoming, handlers: PlatformHandlers): Promise<Answer> {
    const spot = toSpot(incoming)
    const page = await pages.find(spot)
    if (spot === undefined || page === undefined) return undefined
    const { action, incidentId } = page
    // What the card's action carried may be from an older edit: what counts is the page that was opened.
    const button = { action, data: { incidentId } }
    const answer = await handlers.onPress(toPress(await roster.identify(incoming), button, incoming))
    pages.settleAgain(spot, page, answer)
    return answer
  }

  async function receivePress(
    incoming: Incoming,
    button: Button,
    handlers: PlatformHandlers,
  ): Promise<InvokeReception> {
    const answer = press(incoming, button, handlers)
    const first = await within(clock, patienceMilliseconds, answer)
    if (first === undefined) return toReception(toInvokeMessage(doneText))
    if (first !== late) return toReception(toInvokeBody(render(first)))
    const spot = toSpot(incoming)
    if (spot !== undefined && looks(button.action)) return toChecking(spot, answer)
    const later = answer.then((card) => (card === undefined ? undefined : replies.afterwards(incoming, card)))
    // A text leaves the card as it is, forms included; a card would take its place.
    return { ...toReception(toInvokeMessage(workingText)), later }
  }

  /** The form was sent, so a card may take its place; what comes of it is there when it is asked for. */
  function toChecking(spot: Spot, answer: Promise<Answer>): InvokeReception {
    pending.keep(spot, answer)
    const reception = { status: 200, body: toInvokeBody(toCheckingCard(render, spot)) }
    return { reception, later: answer.then(() => {}) }
  }

  /** Somebody asks for what took long before: what they were shown says that it takes a while. */
  async function receivePending(spot: Spot, answer: Promise<Answer>): Promise<InvokeReception> {
    const first = await within(clock, patienceMilliseconds, answer)
    if (first === late) return toChecking(spot, answer)
    return toReception(first === undefined ? toInvokeMessage(doneText) : toInvokeBody(render(first)))
  }

  // Nobody waits for this answer, so nothing is said in words and nothing follows when it is late.
  async function receiveResume(incoming: Incoming, handlers: PlatformHandlers): Promise<InvokeReception> {
    const spot = toSpot(incoming)
    const kept = await pending.take(spot)
    if (spot !== undefined && kept !== undefined) return receivePending(spot, kept.answer)
    const answer = resume(incoming, handlers)
    const first = await within(clock, patienceMilliseconds, answer)
    if (first === late) return { ...(await toStanding(spot)), later: answer.then(() => {}) }
    return first === undefined ? toStanding(spot) : toReception(toInvokeBody(render(first)))
  }

  /** Leaves the message as everybody sees it. */
  async function toStanding(spot: Spot | undefined): Promise<InvokeReception> {
    if (spot !== undefined) await publicCards.recall(spot)
    const rendered = spot && publicCards.find(spot)
    return rendered === undefined ? { reception: { status: 200 } } : toReception(toInvokeBody(rendered))
  }

  return {
    async receive(incoming, handlers) {
      if (incoming.name !== 'adaptiveCard/action') return { reception: { status: 501 } }
      if (isResume(incoming.value)) return receiveResume(incoming, handlers)
      const button = findExecute(incoming.value, isOurs)
      return button === undefined
        ? toReception(toInvokeMessage(unknownText))
        : receivePress(incoming, button, handlers)
    },
  }
}

function toReception(body: object): InvokeReception {
  return { reception: { status: 200, body } }
}
