// reprieve ask-owner: the owner asked whether the mail is theirs, from a terminal. The same rules and record as in chat.
import type { PlainCard } from '../features/cards.js'
import type { PressName } from '../features/index.js'
import type { Line } from './ask.js'
import { toDeadLine } from './dead-text.js'
import { isNamed, requireAnswer, toRefusal } from './refusal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'
import { toText } from './text.js'

export interface AskOwnerOptions {
  readonly send?: boolean
  readonly told?: string
  readonly note?: string
}

interface Console {
  readonly terminal: Terminal
  readonly line: Line
}

/** @throws ExitError unless it was done, or there was nothing to do but to show it. */
export async function askOwner(
  { terminal, line }: Console,
  entity: string,
  { send, told, note = '' }: AskOwnerOptions,
): Promise<void> {
  const { incidentId } = requireAnswer(await line.ask({ kind: 'command', text: `show ${entity}` }), 'show')
  const press = (action: PressName, values: Readonly<Record<string, string>> = {}): Promise<PlainCard> =>
    line.ask({ kind: 'press', action, incidentId, confirmationId: '', values })
  if (told !== undefined) return finish(terminal, await press('owner-told', { says: told, note }))
  if (send === true) return finish(terminal, await press('ask-owner-send'))
  const card = await press('ask-owner')
  requireAnswer(card, 'ask-owner')
  await terminal.out(toText(card))
}

/** A page once more says why it was not done; refusals are notices too. */
async function finish(terminal: Terminal, card: PlainCard): Promise<void> {
  if (isNamed(card, 'ask-owner')) throw new ExitError(exitCodes.usage, toDeadLine(card.view.problem))
  const { title, text, isCalm } = requireAnswer(card, 'notice')
  if (!isCalm) throw toRefusal(card)
  await terminal.out(toDeadLine(`${title}. ${text}`))
}
