// A command was typed. Slack shows what comes back with the acknowledgement at once; later there is the response URL.
import type { AckFn, RespondArguments } from '@slack/bolt'
import { late, within } from '../../concurrency/within.js'
import { PlatformError } from '../../errors.js'
import type { Desk } from './desk.js'
import type { TypedCommand } from './payloads.js'
import { toEphemeral } from './respond.js'
import { type Surface, toModal } from './surface.js'
import { answerWithinMilliseconds } from './timing.js'

export async function answerCommand(
  desk: Desk,
  typed: TypedCommand,
  ack: AckFn<string | RespondArguments>,
): Promise<void> {
  const answer = desk.askCommand(typed)
  const first = await within(desk.clock, answerWithinMilliseconds, answer)
  if (first !== late && first?.kind === 'message') return ack(toEphemeral(first.message))
  await ack()
  await show(desk, typed, first === late ? await answer : first)
}

async function show(desk: Desk, typed: TypedCommand, surface: Surface | undefined): Promise<void> {
  if (surface === undefined) return
  if (surface.kind === 'modal') {
    await desk.views.open(typed.triggerId, toModal(surface))
    return
  }
  if (typed.responseUrl === undefined)
    throw new PlatformError('A command came without a response URL.', { code: 'rejected' })
  await desk.respond(typed.responseUrl, toEphemeral(surface.message))
}
