// Presses of a card's buttons, and clients that ask by themselves for a page an edit took away. Presses on what everybody in
// a channel sees are answered beside it (press-beside.ts), those on a private message in its place (press-on-page.ts). Here
// are those in between: in a personal chat, and on pages that have taken the card's place for their reader alone.
import { late, within } from '../../concurrency/within.js'
import type { Answer, Catalogue, Clock, Log, PlatformHandlers } from '../../ports.js'
import type { Commons } from './commons.js'
import type { Connector } from './connector.js'
import type { HeldEdits } from './held-edits.js'
import { type Incoming, isPersonal } from './incoming.js'
import type { LivePage } from './live-index.js'
import type { LivePages, MayShow } from './live-pages.js'
import { toInvokeBody } from './message.js'
import type { OpenPages } from './open-pages.js'
import { markPage, readPageId } from './page-marks.js'
import { type Pages, type Spot, toSpot } from './pages.js'
import { createPending, toCheckingCard } from './pending.js'
import { type Button, findExecute, type IsOurs, isResume, toPress } from './press.js'
import { createPressBeside, toInPlace } from './press-beside.js'
import { createPressOnPage, toOwnSpot } from './press-on-page.js'
import type { PrivateMessages } from './private-messages.js'
import type { PrivateMessage } from './private-record.js'
import type { PublicCards } from './public-cards.js'
import { type InvokeReception, patienceMilliseconds, toReception, toWords } from './reception.js'
import type { Render } from './render.js'
import type { Replies } from './replies.js'
import type { Roster } from './roster.js'

const workingText = 'Working on it. The answer comes in our personal chat.'
const unknownText = 'This button does nothing any more. Please use the newest card.'

export interface Invokes {
  /** @throws whatever a handler throws. */
  receive(incoming: Incoming, handlers: PlatformHandlers): Promise<InvokeReception>
  /** A press that came as a message, from a client without `Action.Execute`. @throws whatever a handler throws. */
  submit(
    incoming: Incoming,
    button: Button,
    handlers: PlatformHandlers,
  ): Promise<{ readonly later?: Promise<void> }>
  /** A private page that its reader has open, as it is now. Never rejects. */
  draw(live: LivePage, mayShow: MayShow, handlers: PlatformHandlers): Promise<void>
}

interface InvokesParts {
  readonly connector: Pick<Connector, 'isBusy'>
  readonly catalogue: Pick<Catalogue, 'presses'>
  readonly roster: Roster
  readonly replies: Replies
  readonly privates: PrivateMessages
  readonly live: LivePages
  readonly open: OpenPages
  readonly render: Render
  readonly pages: Pages
  /** Whether what comes of a press takes the place of the card for whoever pressed. */
  readonly isInPlace: boolean
  readonly publicCards: PublicCards
  readonly heldEdits: HeldEdits
  readonly commons: Pick<Commons, 'amongOthers'>
  readonly clock: Clock
  readonly log: Log
}

export function createInvokes(parts: InvokesParts): Invokes {
  const { roster, replies, privates, render, pages, publicCards, heldEdits, commons, clock, catalogue } =
    parts
  const isOurs: IsOurs = (action) => catalogue.presses.has(action)
  const looks = (action: string) => catalogue.presses.get(action)?.looks === true
  const pending = createPending({ commons, clock })
  const beside = createPressBeside(parts)
  const onPage = createPressOnPage({ ...parts, pending })

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
    const own = await privates.find(incoming, readPageId(incoming.value))
    if (own !== undefined && !privates.isEnding(own))
      return onPage.receive({ incoming, button, own }, handlers)
    const isHere = parts.isInPlace || isPersonal(incoming)
    return isHere || (await pages.find(toSpot(incoming))) !== undefined
      ? receiveInPlace(incoming, button, handlers)
      : beside.receive({ incoming, button, handlers })
  }

  async function receiveInPlace(
    incoming: Incoming,
    button: Button,
    handlers: PlatformHandlers,
  ): Promise<InvokeReception> {
    const answer = press(incoming, button, handlers)
    const first = await within(clock, patienceMilliseconds, answer)
    if (first !== late) return toInPlace(first, render)
    const spot = toSpot(incoming)
    if (spot !== undefined && looks(button.action)) return toChecking(spot, answer)
    return toWords(
      workingText,
      answer.then(async (card) => {
        if (card !== undefined) await privates.bring(incoming, card)
      }),
    )
  }

  /** The form was sent, so a card may take its place; what comes of it is there when it is asked for. */
  function toChecking(spot: Spot, answer: Promise<Answer>, own?: PrivateMessage): InvokeReception {
    pending.keep(spot, answer)
    const card = toCheckingCard(render, spot)
    const reception = toReception(toInvokeBody(own === undefined ? card : markPage(card, own.id)))
    return { ...reception, later: answer.then(() => {}) }
  }

  /** Somebody asks for what took long before: what they were shown says that it takes a while. */
  async function receivePending(
    spot: Spot,
    answer: Promise<Answer>,
    own: PrivateMessage | undefined,
  ): Promise<InvokeReception> {
    const first = await within(clock, patienceMilliseconds, answer)
    if (first === late) return toChecking(spot, answer, own)
    return toInPlace(first, (card) => (own === undefined ? render(card) : privates.render(own, card)))
  }

  // Nobody waits for this answer, so nothing is said in words and nothing follows when it is late.
  async function receiveResume(incoming: Incoming, handlers: PlatformHandlers): Promise<InvokeReception> {
    const own = await privates.find(incoming, readPageId(incoming.value))
    const spot = own === undefined ? toSpot(incoming) : toOwnSpot(own)
    const kept = await pending.take(spot)
    if (spot !== undefined && kept !== undefined) return receivePending(spot, kept.answer, own)
    // Its edit has brought what was waited for.
    if (own !== undefined) return { reception: { status: 200 } }
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
      return button === undefined ? toWords(unknownText) : receivePress(incoming, button, handlers)
    },
    async submit(incoming, button, handlers) {
      const own = await privates.find(incoming, readPageId(incoming.value))
      if (own?.isTargeted === true && !privates.isEnding(own))
        return { later: onPage.submit({ incoming, button, own }, handlers) }
      const { asksAnew } = catalogue.presses.get(button.action) ?? {}
      const actor = await roster.identify(incoming, asksAnew)
      const answer = await handlers.onPress(toPress(actor, button, incoming))
      return answer === undefined ? {} : { later: replies.toSubmit(incoming, answer) }
    },
    draw: onPage.draw,
  }
}
