// A button was pressed. It has been acknowledged already; the answer goes where the person is looking.
import { late, within } from '../../concurrency/within.js'
import type { Desk } from './desk.js'
import type { Click } from './payloads.js'
import { toEphemeral } from './respond.js'
import { openWithinMilliseconds } from './timing.js'
import type { Drawn } from './twins.js'
import { fillWindow, openWindow, toWaitingWindow, updateWindow } from './waiting.js'

export async function answerClick(desk: Desk, click: Click): Promise<void> {
  const answer = desk.askPress(click)
  if (click.view !== undefined) return answerInWindow(desk, click.view, await answer)
  // A command, like a page of a list, is answered where the list is: no window is opened for it.
  if (click.press.action === 'command') return show(desk, click, await answer)
  const first = await within(desk.clock, openWithinMilliseconds, answer)
  return first === late ? openFirst(desk, click, answer) : show(desk, click, first)
}

async function answerInWindow(
  desk: Desk,
  window: NonNullable<Click['view']>,
  drawn: Drawn | undefined,
): Promise<void> {
  // The hash keeps a second click's answer from covering the first one's.
  if (drawn !== undefined) await updateWindow(desk, window, drawn)
}

async function show(desk: Desk, click: Click, drawn: Drawn | undefined): Promise<void> {
  if (drawn === undefined) return
  const { responseUrl } = click
  if (drawn.surface.kind !== 'message' || responseUrl === undefined) {
    const viewId = await openWindow(desk, click.triggerId, drawn)
    if (drawn.card.follows !== undefined) desk.follow({ viewId }, click.person, drawn)
    return
  }
  const turnsPage = click.isEphemeral && click.press.action === 'command'
  await desk.twins.send(drawn, (surface) =>
    desk.respond(responseUrl, { ...toEphemeral(surface), replace_original: turnsPage }),
  )
  if (turnsPage) desk.follow({ responseUrl }, click.person, drawn)
}

/** The trigger would be dead when the answer is there, so the window comes first. */
async function openFirst(desk: Desk, click: Click, answer: Promise<Drawn | undefined>): Promise<void> {
  const opening = desk.views.open(click.triggerId, toWaitingWindow(desk))
  const [opened, settled] = await Promise.allSettled([opening, answer])
  if (opened.status === 'fulfilled') return fillWindow(desk, opened.value, settled)
  const drawn = await answer
  if (drawn?.surface.kind === 'modal') throw opened.reason
  await show(desk, click, drawn)
}
