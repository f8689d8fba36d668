// The window that says "One moment", and what becomes of it.
import type { ModalView } from '@slack/types'
import type { Desk } from './desk.js'
import { answerLost, nothingToShow, oneMoment } from './notices.js'
import { type Surface, toModal, toSurface } from './surface.js'

export function toWaitingWindow(desk: Desk): ModalView {
  return toModal(toSurface(desk.render(oneMoment)))
}

/** Never leaves the window waiting. Rejects as the answer did. */
export async function fillWindow(
  desk: Desk,
  id: string,
  answer: PromiseSettledResult<Surface | undefined>,
): Promise<void> {
  if (answer.status === 'rejected') {
    await desk.views.update({ id }, toModal(toSurface(desk.render(answerLost))))
    throw answer.reason
  }
  await desk.views.update({ id }, toModal(answer.value ?? toSurface(desk.render(nothingToShow))))
}
