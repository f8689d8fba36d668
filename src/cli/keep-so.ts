// reprieve keep-so: what is left on an account after the end stays as it is, from a terminal. The same flow, policy and
// journal as in chat.

import type { PlainCard, PlainViews, StandingRow } from '../features/cards.js'
import type { PressName } from '../features/index.js'
import type { Line } from './ask.js'
import { isConfirmed } from './confirm.js'
import { toDeadLine } from './dead-text.js'
import { isNamed, requireAnswer, toRefusal } from './refusal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface KeepSoOptions {
  readonly reason?: string
  readonly yes?: boolean
}

interface Console {
  readonly terminal: Terminal
  readonly line: Line
}

type Send = (action: PressName, values?: Readonly<Record<string, string>>) => Promise<PlainCard>

/** @throws ExitError unless it has been decided. */
export async function keepSo(
  { terminal, line }: Console,
  entity: string,
  options: KeepSoOptions,
): Promise<void> {
  if (!terminal.isInteractive && (options.yes !== true || options.reason === undefined))
    throw new ExitError(exitCodes.usage, 'Nobody is there to ask. Say --yes and --reason.')
  const text = `show ${entity}`
  const shown = requireAnswer(await line.ask({ kind: 'command', text }), 'show')
  const meant = choose(shown)
  if (meant === undefined)
    throw new ExitError(
      exitCodes.no,
      toDeadLine(`Nothing of ${shown.entity} is left that could stay or be given back.`),
    )
  const { incidentId } = meant
  const send: Send = (action, values = {}) =>
    line.ask({ kind: 'press', action, incidentId, confirmationId: '', values })
  const page = requireAnswer(await send('keep'), 'keep-so')
  terminal.err(toDeadLine(page.text))
  const reason = options.reason ?? (await terminal.ask('Why does it stay like this? ')) ?? ''
  if (options.yes !== true && !(await isConfirmed(terminal, 'Keep it so', page.entity)))
    throw new ExitError(exitCodes.no, toDeadLine(`Nothing is decided about ${page.entity}.`))
  await terminal.out(toDeadLine(readDecision(await send('keep-now', { reason }))))
}

/** While it is open there is nothing to decide; of the one before it there may be. */
function choose({ standing, outcome, incidentId }: PlainViews['show']): StandingRow | undefined {
  const before = standing.find((row) => row.incidentId !== incidentId)
  return (outcome === '' ? before : undefined) ?? standing[0]
}

/** @throws ExitError when nothing was decided: refusals are notices too, and none of them is calm. */
function readDecision(card: PlainCard): string {
  if (isNamed(card, 'keep-so')) throw new ExitError(exitCodes.usage, toDeadLine(card.view.problem))
  const { title, text, isCalm } = requireAnswer(card, 'notice')
  if (!isCalm) throw toRefusal(card)
  return `${title}. ${text}`
}
