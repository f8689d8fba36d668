import type { Line } from '../ask.js'
import type { DataOption } from '../settings.js'
import type { Terminal } from '../terminal.js'

/** To the running bot, or through its database, for as long as it is used. */
export async function withLine(
  terminal: Terminal,
  options: DataOption,
  use: (line: Line) => Promise<void>,
): Promise<void> {
  const { openLine } = await import('../ask.js')
  const line = await openLine(terminal, options)
  try {
    await use(line)
  } finally {
    await line.close()
  }
}
