// The last question before something is done from a terminal: nobody types a whole address by mistake.
import { toDeadLine } from './dead-text.js'
import type { Terminal } from './terminal.js'

/** @param title what is done by it, as its button says. */
export async function isConfirmed(terminal: Terminal, title: string, entity: string): Promise<boolean> {
  const typed = await terminal.ask(toDeadLine(`${title}? Type ${entity} to confirm: `))
  return typed?.trim().toLowerCase() === entity.toLowerCase()
}
