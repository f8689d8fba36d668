// reprieve give-back: what was changed on an account is put back as it was, from a terminal. The same flow, policy and
// journal as in chat.

import type { Plain } from '../domain/said.js'
import type { ContainedRow, PlainCard, PlainViews } from '../features/cards.js'
import type { PressName } from '../features/index.js'
import type { Line } from './ask.js'
import { isConfirmed } from './confirm.js'
import { toDeadLine } from './dead-text.js'
import { requireAnswer } from './refusal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'

export interface GiveBackOptions {
  /** Steps by name; undefined asks about each that can be given back. */
  readonly step?: readonly string[]
  readonly yes?: boolean
  /** How long to wait for each answer, in seconds. */
  readonly wait: number
}

interface Console {
  readonly terminal: Terminal
  readonly line: Line
}

type Page = PlainViews['containment']
type Send = (action: PressName, entry?: Entry) => Promise<PlainCard>

interface Entry {
  readonly confirmationId?: string
  readonly values?: Readonly<Record<string, string>>
}

/** @throws ExitError unless everything that was meant has been given back. */
export async function giveBack(
  { terminal, line }: Console,
  entity: string,
  options: GiveBackOptions,
): Promise<void> {
  if (!terminal.isInteractive && (options.yes !== true || options.step === undefined))
    throw new ExitError(exitCodes.usage, 'Nobody is there to ask. Say --yes and --step.')
  const text = `show ${entity}`
  const shown = requireAnswer(await line.ask({ kind: 'command', text }), 'show')
  const standing = shown.standing.find((row) => row.canGiveBack) ?? shown.standing[0]
  if (standing === undefined)
    throw new ExitError(exitCodes.no, toDeadLine(`Nothing is left to give back to ${shown.entity}.`))
  const { incidentId } = standing
  const send: Send = (action, { confirmationId = '', values = {} } = {}) =>
    line.ask({ kind: 'press', action, incidentId, confirmationId, values })
  const page = requireAnswer(await send('containment'), 'containment')
  const meant = choose(page, options)
  for (const row of meant) await giveBackOne({ terminal, send, options }, row)
}

/** @throws ExitError naming what there is, when nothing of what was named can be given back. */
function choose(
  { contained, entity }: Page,
  { step: steps }: GiveBackOptions,
): readonly Plain<ContainedRow>[] {
  const possible = contained.filter(({ undoTitle }) => undoTitle !== '')
  const names = [...new Set(possible.map(({ step }) => step))]
  if (possible.length === 0)
    throw new ExitError(
      exitCodes.no,
      toDeadLine(`Nothing can be given back to ${entity} from here. Look in the portal.`),
    )
  const unknown = (steps ?? []).filter((step) => step !== 'all' && !names.includes(step))
  if (unknown.length > 0)
    throw new ExitError(
      exitCodes.usage,
      toDeadLine(`Not to be given back: ${unknown.join(', ')}. There is: ${names.join(', ')}.`),
    )
  // The latest first, as one takes off what was put on last.
  const isMeant = ({ step }: Plain<ContainedRow>) =>
    steps === undefined || steps.includes('all') || steps.includes(step)
  return possible.filter(isMeant).toReversed()
}

interface Walk {
  readonly terminal: Terminal
  readonly send: Send
  readonly options: GiveBackOptions
}

async function giveBackOne({ terminal, send, options }: Walk, row: Plain<ContainedRow>): Promise<void> {
  const { containmentId: undoes, title, byText, undoTitle } = row
  const asked = requireAnswer(await send('contain', { values: { undoes } }), 'contain-confirm')
  terminal.err(toDeadLine(`\n${title} (${byText})`))
  terminal.err(toDeadLine(asked.warning))
  if (options.yes !== true && !(await isConfirmed(terminal, asked.yesText, asked.entity))) {
    terminal.err(toDeadLine(`Left as it is: ${title}.`))
    return
  }
  const { confirmationId } = asked
  requireAnswer(await send('contain-now', { confirmationId }), 'containment')
  const ended = await follow(options.wait, confirmationId, send)
  if (ended?.result === 'done') return terminal.out(toDeadLine(`Done: ${undoTitle}. ${ended.detail}`))
  throw new ExitError(
    exitCodes.no,
    toDeadLine(
      ended === undefined
        ? `${undoTitle}: no answer yet. The bot goes on; look again with "reprieve show".`
        : `${undoTitle}: ${ended.word}. ${ended.detail}`,
    ),
  )
}

const betweenMilliseconds = 250

/** The row of the way back once it has ended; undefined when that takes longer than we wait. */
async function follow(seconds: number, id: string, send: Send): Promise<Plain<ContainedRow> | undefined> {
  const until = Date.now() + seconds * 1_000
  for (;;) {
    const { contained } = requireAnswer(await send('containment'), 'containment')
    const row = contained.find(({ containmentId }) => containmentId === id)
    if (row !== undefined && row.result !== 'under-way') return row
    if (Date.now() >= until) return undefined
    await new Promise((resolve) => {
      setTimeout(resolve, betweenMilliseconds)
    })
  }
}
