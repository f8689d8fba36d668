// A command was typed. Slack shows what comes back with the acknowledgement at once; later there is the response URL.
import type { AckFn, RespondArguments } from '@slack/bolt'
import { late, within } from '../../concurrency/within.js'
import { PlatformError } from '../../errors.js'
import type { Desk } from './desk.js'
import type { TypedCommand } from './payloads.js'
import { toEphemeral } from './respond.js'
import { answerWithinMilliseconds } from './timing.js'
import type { Drawn } from './twins.js'
import { openWindow } from './waiting.js'

export async function answerCommand(
  desk: Desk,
  typed: TypedCommand,
  ack: AckFn<string | RespondArguments>,
): Promise<void> {
  const answer = desk.askCommand(typed)
  const first = await within(desk.clock, answerWithinMilliseconds, answer)
  if (first !== late && first !== undefined && isForAcknowledgement(first)) {
    await ack(toEphemeral(first.surface))
    if (typed.responseUrl !== undefined) desk.follow({ responseUrl: typed.responseUrl }, typed.person, first)
    return
  }
  await ack()
  await show(desk, typed, first === late ? await answer : first)
}

/** Nobody is told when Slack refuses what came with an acknowledgement: a table goes where it says so. */
function isForAcknowledgement({ surface }: Drawn): boolean {
  return surface.kind === 'message' && surface.message.blocks.every(({ type }) => type !== 'data_table')
}

async function show(desk: Desk, typed: TypedCommand, drawn: Drawn | undefined): Promise<void> {
  if (drawn === undefined) return
  if (drawn.surface.kind !== 'message') {
    const viewId = await openWindow(desk, typed.triggerId, drawn)
    if (drawn.card.follows !== undefined) desk.follow({ viewId }, typed.person, drawn)
    return
  }
  const { responseUrl } = typed
  if (responseUrl === undefined)
    throw new PlatformError('A command came without a response URL.', { code: 'rejected' })
  await desk.twins.send(drawn, (surface) => desk.respond(responseUrl, toEphemeral(surface)))
  desk.follow({ responseUrl }, typed.person, drawn)
}
