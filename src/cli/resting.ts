// reprieve snooze | wake | mute | mutes: what may wait and what is known, from a terminal. The same rules and record as in chat.

import type { PlainCard, PlainViews } from '../features/cards.js'
import type { PressName } from '../features/index.js'
import type { Line } from './ask.js'
import { toDeadLine } from './dead-text.js'
import { isNamed, requireAnswer, toRefusal } from './refusal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface Console {
  readonly terminal: Terminal
  readonly line: Line
}

export interface SnoozeOptions {
  readonly until: string
  readonly reason: string
}

export interface MuteOptions extends SnoozeOptions {
  /** All that is restricted for the same. */
  readonly cause?: boolean
}

/** @throws ExitError unless it sleeps. */
export async function snooze(given: Console, entity: string, options: SnoozeOptions): Promise<void> {
  const { until, reason } = options
  await finish(given, await press(given, entity, { action: 'snooze-now', values: { until, reason } }))
}

/** @throws ExitError unless it is awake. */
export async function wake(given: Console, entity: string): Promise<void> {
  await finish(given, await press(given, entity, { action: 'wake', values: {} }))
}

/** @throws ExitError unless it is muted. */
export async function mute(given: Console, entity: string, options: MuteOptions): Promise<void> {
  const { until, reason, cause } = options
  const isDay = /^\d{4}-/.test(until)
  const values = {
    scope: cause === true ? 'cause' : 'entity',
    reason,
    ...(isDay ? { day: until } : { until }),
  }
  await finish(given, await press(given, entity, { action: 'mute-now', values }))
}

/** @throws ExitError when there is no such mute, or it may not be ended. */
export async function endMute({ line }: Console, muteId: string): Promise<PlainViews['mutes']> {
  const asked = {
    kind: 'press',
    action: 'unmute',
    incidentId: '',
    confirmationId: '',
    values: { muteId },
  } as const
  return requireAnswer(await line.ask(asked), 'mutes')
}

interface Pressing {
  readonly action: PressName
  readonly values: Readonly<Record<string, string>>
}

/** One press about what is meant. */
export async function press(
  { line }: Console,
  entity: string,
  { action, values }: Pressing,
): Promise<PlainCard> {
  const { incidentId } = requireAnswer(await line.ask({ kind: 'command', text: `show ${entity}` }), 'show')
  return line.ask({ kind: 'press', action, incidentId, confirmationId: '', values })
}

/** @throws ExitError for a refusal. */
export async function finish({ terminal }: Pick<Console, 'terminal'>, card: PlainCard): Promise<void> {
  await terminal.out(toSaid(card))
}

/** Refusals are notices too, and none of those that say what was done is busy. @throws ExitError for a refusal. */
export function toSaid(card: PlainCard): string {
  if (isNamed(card, 'snooze') || isNamed(card, 'mute') || isNamed(card, 'send-back'))
    throw new ExitError(exitCodes.usage, toDeadLine(card.view.problem))
  const { title, text, isCalm, isGood } = requireAnswer(card, 'notice')
  if (!isCalm && !isGood) throw toRefusal(card)
  return toDeadLine(`${title}. ${text}`)
}
