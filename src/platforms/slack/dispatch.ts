// The one place where Bolt hands over. One middleware instead of a listener per button: each listener costs about 10 us
// per request, and a request that none matches would be held for 3 seconds.
import type {
  AllMiddlewareArgs,
  AnyMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt'
import { answerClick } from './clicks.js'
import { answerCommand } from './commands.js'
import { findCutOff, type HearCutOff } from './cut-off.js'
import type { Desk } from './desk.js'
import { findOpenedHome, type Home } from './home.js'
import { answerLost } from './notices.js'
import { type Click, findClick, findCommand, findSubmission } from './payloads.js'
import { toEphemeral } from './respond.js'
import { answerSubmission } from './submissions.js'
import { updateWindow } from './waiting.js'

type Arrival = AnyMiddlewareArgs & AllMiddlewareArgs
type ArrivedSubmission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs

interface DispatchParts {
  readonly desk: Desk
  readonly isReplay: (deliveryId: string) => Promise<boolean>
  /** Whether a button of this name is this program's. */
  readonly isOurs: (action: string) => boolean
  readonly home: Home
  /** The home workspace. */
  readonly teamId: string
  readonly hearCutOff: HearCutOff
}

export function createDispatch(parts: DispatchParts): (arrival: Arrival) => Promise<void> {
  return async (arrival) => {
    if ('command' in arrival) return takeCommand(parts, arrival)
    if (isSubmission(arrival)) return takeSubmission(parts, arrival)
    if ('action' in arrival) return takeClick(parts, arrival)
    // Bolt has acknowledged events before they get here.
    if ('event' in arrival) return takeEvent(parts, arrival.body)
    // Shortcuts, options and closed windows are not ours.
    if (arrival.ack !== undefined) await arrival.ack()
  }
}

function isSubmission(arrival: Arrival): arrival is ArrivedSubmission {
  return 'view' in arrival && arrival.body.type === 'view_submission'
}

async function takeCommand(
  { desk, isReplay }: DispatchParts,
  { body, ack }: Extract<Arrival, { command: unknown }>,
): Promise<void> {
  const typed = findCommand(body)
  if (typed === undefined || (await isReplay(typed.deliveryId))) return ack()
  await sayWhenLost(desk, typed, answerCommand(desk, typed, ack))
}

async function takeSubmission(
  { desk, isReplay, isOurs }: DispatchParts,
  { body, ack }: ArrivedSubmission,
): Promise<void> {
  const submission = findSubmission(body, isOurs)
  if (submission === undefined || (await isReplay(submission.deliveryId))) return ack()
  await answerSubmission(desk, submission, ack)
}

async function takeClick(
  { desk, isReplay, isOurs, home }: DispatchParts,
  { body, ack }: Extract<Arrival, { action: unknown }>,
): Promise<void> {
  await ack()
  const click = findClick(body, isOurs)
  if (click === undefined || (await isReplay(click.deliveryId))) return
  await sayWhenLost(desk, click, answerClick(desk, click))
  if (click.isHome) await home.drawAgain(click.person)
}

async function takeEvent(parts: DispatchParts, body: unknown): Promise<void> {
  const { isReplay, home, teamId, hearCutOff } = parts
  const cutOff = findCutOff(body)
  if (cutOff !== undefined) {
    if (cutOff.teamId === teamId && !(await isReplay(cutOff.deliveryId))) await hearCutOff(cutOff.loss)
    return
  }
  const opened = findOpenedHome(body)
  if (opened === undefined || (await isReplay(opened.deliveryId))) return
  await home.show(opened.person)
}

/** A click without any visible answer gets pressed again and again. The failure itself goes to whoever logs it. */
async function sayWhenLost(
  desk: Desk,
  { view, responseUrl }: { readonly view?: Click['view']; readonly responseUrl: string | undefined },
  answering: Promise<void>,
): Promise<void> {
  const say = async () => {
    const lost = desk.twins.draw(answerLost)
    if (view !== undefined) await updateWindow(desk, { id: view.id }, lost)
    else if (responseUrl !== undefined)
      await desk.twins.send(lost, (surface) => desk.respond(responseUrl, toEphemeral(surface)))
  }
  try {
    await answering
  } catch (error) {
    await Promise.allSettled([say()])
    throw error
  }
}
