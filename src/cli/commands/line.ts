import type { Line } from '../ask.js'
import type { DataOption, TenantOption } from '../settings.js'
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

interface Wish {
  readonly terminal: Terminal
  readonly options: DataOption & TenantOption
  /** As it was typed. */
  readonly entity: string
}

/** About one thing, in the organisation that was named. */
export async function withMeant(
  { terminal, options, entity }: Wish,
  use: (line: Line, meant: string) => Promise<void>,
): Promise<void> {
  const { findMeant } = await import('../meant.js')
  await withLine(terminal, options, async (line) =>
    use(line, await findMeant((text) => line.askData(text), entity, options.tenant)),
  )
}
