// The last question before something is done from a terminal: nobody types a whole address by mistake.
import { toDeadLine } from './dead-text.js'
import type { Terminal } from './terminal.js'

/** @param title what is done by it, as its button says. */
export async function isConfirmed(
  terminal: Pick<Terminal, 'ask'>,
  title: string,
  entity: string,
): Promise<boolean> {
  const typed = await terminal.ask(toDeadLine(`${title}? Type ${entity} to confirm: `))
  // What cannot be typed is typed as it is shown.
  const names = [entity, toDeadLine(entity)].map((name) => name.trim().toLowerCase())
  const said = typed?.trim().toLowerCase() ?? ''
  return said !== '' && names.includes(said)
}
