// What a person and Exchange do on a bad day, and how long each waits for it; in milliseconds.
import type { Press } from '../../src/domain/press.js'
import { createSender, fillForm } from '../../test/features/acts.js'
import type { ScriptedBackend } from '../../test/features/backend.js'
import { maya } from '../../test/features/people.js'
import { toView } from '../../test/features/stage.js'
import { clock, type Day, until } from './day.js'

/** Up to the page with the Yes. @returns what presses it, and resolves with the time until Exchange was asked. */
export async function review(day: Day, backend: ScriptedBackend, incidentId: string) {
  const press = await reachYes(day, incidentId)
  return async function sayYes(): Promise<number> {
    const before = backend.timesOf('unblock').length
    const pressedAt = await press()
    return (await until(() => backend.timesOf('unblock')[before])) - pressedAt
  }
}

/** @returns what presses Yes, and resolves with the time at which it was pressed, once it has been taken. */
export async function reachYes({ slack }: Day, incidentId: string): Promise<() => Promise<number>> {
  const press = (action: string, more: Partial<Press> = {}) =>
    slack.handlers().onPress({ actor: maya, action, incidentId, confirmationId: '', values: {}, ...more })
  await press('review')
  const form = toView(await press('recommendations'), 'recommendations')
  const answers = fillForm(form, { note: 'Password reset at the desk' })
  const { confirmationId } = toView(await press('confirm', answers), 'confirm')
  return async () => {
    const pressedAt = clock.now()
    toView(await press('unblock', { confirmationId }), 'accepted')
    return pressedAt
  }
}

/** Right after a poll has begun, which is when one waits longest. Resolves with the time until Slack was asked to post the card. */
export async function restrictAfterPoll(
  day: Day,
  backend: ScriptedBackend,
  address: string,
): Promise<number> {
  const polls = backend.timesOf('list').length
  await until(() => backend.timesOf('list')[polls])
  const restrictedAt = clock.now()
  backend.restrict(createSender(address, { createdAt: restrictedAt }))
  const posted = await until(() =>
    day.slack.tried.find(
      ({ call, card }) => call === 'post' && card.name === 'incident' && card.view.entity === address,
    ),
  )
  return posted.at - restrictedAt
}

/** From each poll to the next, of those that began since then. */
export function listIntervals(backend: ScriptedBackend, since: number): readonly number[] {
  const times = backend.timesOf('list').filter((at) => at >= since)
  return times.slice(1).map((at, index) => at - (times[index] ?? at))
}
