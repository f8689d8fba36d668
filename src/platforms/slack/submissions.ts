// A window was submitted. The acknowledgement says what the window shows next; an empty one closes it.
import type { AckFn, ViewResponseAction } from '@slack/bolt'
import { pause } from '../../concurrency/pause.js'
import { late, within } from '../../concurrency/within.js'
import type { Desk } from './desk.js'
import type { Submission } from './payloads.js'
import { toModal } from './surface.js'
import { settleMilliseconds, submitWithinMilliseconds } from './timing.js'
import { fillWindow, toWaitingWindow } from './waiting.js'

export async function answerSubmission(
  desk: Desk,
  submission: Submission,
  ack: AckFn<ViewResponseAction>,
): Promise<void> {
  const answer = desk.askPress(submission)
  const first = await within(desk.clock, submitWithinMilliseconds, answer)
  if (first !== late)
    return ack(first && { response_action: 'update', view: toModal(desk.twins.toWindow(first).surface) })
  await ack({ response_action: 'update', view: toWaitingWindow(desk) })
  const [settled] = await Promise.allSettled([answer, pause(desk.clock, settleMilliseconds)])
  await fillWindow(desk, submission.viewId, settled)
}
