// What only reads: a card as text for people, data for programs.
import type { CardName } from '../features/cards.js'
import { toDeadJson } from './dead-text.js'
import { findMeant } from './meant.js'
import { requireAnswer } from './refusal.js'
import type { DataOption, TenantOption } from './settings.js'
import type { Terminal } from './terminal.js'
import { toText } from './text.js'

export interface ReadOptions extends DataOption {
  readonly json?: boolean
}

interface Reading {
  /** As it is typed in chat. */
  readonly text: string
  readonly name: CardName
}

/** Through the running bot, or over its data while none runs. */
export async function read(terminal: Terminal, options: ReadOptions, { text, name }: Reading): Promise<void> {
  const { askAny, askAnyData } = await import('./ask.js')
  if (options.json === true)
    return terminal.out(toDeadJson(JSON.stringify(await askAnyData(terminal, options, text))))
  const card = await askAny(terminal, options, { kind: 'command', text })
  requireAnswer(card, name)
  await terminal.out(toText(card))
}

/** The same about one thing. */
export async function readOne(
  terminal: Terminal,
  options: ReadOptions & TenantOption,
  entity: string,
): Promise<void> {
  const { askAnyData } = await import('./ask.js')
  const meant = await findMeant((text) => askAnyData(terminal, options, text), entity, options.tenant)
  await read(terminal, options, { text: `show ${meant}`, name: 'show' })
}
