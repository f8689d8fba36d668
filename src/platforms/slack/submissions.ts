// A window was submitted. The acknowledgement says what the window shows next; an empty one closes it.
import type { AckFn, ViewResponseAction } from '@slack/bolt'
import type { Desk } from './desk.js'
import type { Submission } from './payloads.js'
import { toModal } from './surface.js'
import { pause, settleMilliseconds, settleWithin, submitWithinMilliseconds } from './timing.js'
import { fillWindow, toWaitingWindow } from './waiting.js'

export async function answerSubmission(
  desk: Desk,
  submission: Submission,
  ack: AckFn<ViewResponseAction>,
): Promise<void> {
  const answer = desk.askPress(submission)
  const first = await settleWithin(desk.clock, submitWithinMilliseconds, answer)
  if (first.isSettled) return ack(first.value && { response_action: 'update', view: toModal(first.value) })
  await ack({ response_action: 'update', view: toWaitingWindow(desk) })
  const [settled] = await Promise.allSettled([answer, pause(desk.clock, settleMilliseconds)])
  await fillWindow(desk, submission.viewId, settled)
}
