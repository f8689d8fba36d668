// A window was submitted. The acknowledgement says what the window shows next; an empty one closes it.
import type { AckFn, ViewResponseAction } from '@slack/bolt'
import type { Desk } from './desk.js'
import { nothingToShow, oneMoment } from './notices.js'
import type { Submission } from './payloads.js'
import { type Surface, toModal, toSurface } from './surface.js'
import { pause, settleMilliseconds, settleWithin, submitWithinMilliseconds } from './timing.js'

export async function answerSubmission(
  desk: Desk,
  submission: Submission,
  ack: AckFn<ViewResponseAction>,
): Promise<void> {
  const answer = desk.askPress(submission)
  const first = await settleWithin(desk.clock, submitWithinMilliseconds, answer)
  if (first.isSettled) return ack(first.value === undefined ? undefined : toUpdate(first.value))
  await ack(toUpdate(toSurface(desk.render(oneMoment))))
  const [settled] = await Promise.allSettled([answer, pause(desk.clock, settleMilliseconds)])
  if (settled.status === 'rejected') throw settled.reason
  const surface = settled.value ?? toSurface(desk.render(nothingToShow))
  await desk.views.update({ id: submission.viewId }, toModal(surface))
}

function toUpdate(surface: Surface): ViewResponseAction {
  return { response_action: 'update', view: toModal(surface) }
}
