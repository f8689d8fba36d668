// The window that says "One moment", and what becomes of it.
import type { ModalView } from '@slack/types'
import type { Desk } from './desk.js'
import { answerLost, nothingToShow, oneMoment } from './notices.js'
import { toModal } from './surface.js'
import type { Drawn } from './twins.js'

export function toWaitingWindow(desk: Desk): ModalView {
  return toModal(desk.twins.draw(oneMoment).surface)
}

/** Never leaves the window waiting. Rejects as the answer did. */
export async function fillWindow(
  desk: Desk,
  id: string,
  answer: PromiseSettledResult<Drawn | undefined>,
): Promise<void> {
  if (answer.status === 'rejected') {
    await updateWindow(desk, { id }, desk.twins.draw(answerLost))
    throw answer.reason
  }
  await updateWindow(desk, { id }, answer.value ?? desk.twins.draw(nothingToShow))
}

type Window = Parameters<Desk['views']['update']>[0]

export function updateWindow({ twins, views }: Desk, window: Window, drawn: Drawn): Promise<void> {
  return twins.send(twins.toWindow(drawn), (surface) => views.update(window, toModal(surface)))
}

/** Resolves with its id. */
export function openWindow({ twins, views }: Desk, triggerId: string, drawn: Drawn): Promise<string> {
  return twins.send(twins.toWindow(drawn), (surface) => views.open(triggerId, toModal(surface)))
}
