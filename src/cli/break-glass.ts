// reprieve unblock --break-glass: for whoever owns the machine, when nobody who may is there. Skips signatures, limits and
// whose mailbox it is, tells everybody, and is marked in the record for good.
import { stat } from 'node:fs/promises'
import { longestNote } from '../domain/review.js'
import { findPathProblem } from '../doors/control.js'
import type { PlainViews } from '../features/cards.js'
import { toControlPath } from '../run/data-folder.js'
import { askRunningToBreakGlass } from './ask.js'
import { toDeadJson, toDeadLine } from './dead-text.js'
import { requireAnswer } from './refusal.js'
import { type ConfigOption, load } from './settings.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'
import { toText } from './text.js'
import { requireUnblocked } from './unblock.js'

export interface BreakGlassOptions extends ConfigOption {
  readonly reason?: string
  readonly yes?: boolean
  readonly json?: boolean
  /** How long to wait for the answer of Exchange, in seconds. */
  readonly wait: number
}

interface Console {
  readonly terminal: Terminal
  readonly dataFolder: string
  /** Everything is kept in a database, and the folder holds the socket alone. */
  readonly isDatabase: boolean
  readonly version: string
}

type Ask = (reason?: string) => Promise<PlainViews['show']>

/** @throws ExitError unless Exchange has accepted the unblock. */
export async function breakGlass(
  console: Console,
  entity: string,
  options: BreakGlassOptions,
): Promise<void> {
  const { terminal, dataFolder } = console
  const reason = requireReason(options)
  await requireOwner(console)
  if (!terminal.isInteractive && options.yes !== true)
    throw new ExitError(exitCodes.usage, 'Nobody is there to ask. Say --yes as well.')
  const { stop, isFresh } = await startWhereNoneRuns(console, options)
  try {
    const ask: Ask = async (given) => {
      const { user, host } = terminal
      const wish = {
        kind: 'break-glass',
        user,
        host,
        entity,
        ...(given === undefined ? {} : { reason: given }),
      } as const
      const card = await askRunningToBreakGlass(dataFolder, wish)
      if (card === undefined) throw new ExitError(exitCodes.failed, 'The bot has gone away.')
      return requireAnswer(card, 'show')
    }
    const end = await walk({ terminal, ask, options, isFresh }, reason)
    await terminal.out(
      options.json === true ? toDeadJson(JSON.stringify(end)) : toText({ name: 'show', view: end }),
    )
    requireUnblocked(end)
  } finally {
    await stop()
  }
}

function requireReason({ reason = '' }: BreakGlassOptions): string {
  const given = reason.trim()
  if (given.length >= 10 && given.length <= longestNote) return given
  throw new ExitError(
    exitCodes.usage,
    `Say --reason in a sentence (10 to ${longestNote} characters): everybody is told, and it stays in the record.`,
  )
}

/**
 * The owner could write the folder anyway; whoever else opened it by a group or a mount is nobody here. On a machine where no
 * bot ever ran there is no folder: whoever has the address of the database and every other secret there owns it all the same.
 */
async function requireOwner({ terminal: { uid }, dataFolder, isDatabase }: Console): Promise<void> {
  const owner = await stat(dataFolder).then(
    (found) => found.uid,
    () => undefined,
  )
  if (owner === undefined && isDatabase) return
  if (owner === undefined)
    throw new ExitError(
      exitCodes.failed,
      `There is no data folder ${dataFolder}. Say which with --config or --data.`,
    )
  if (uid === 0 || uid === owner || uid === undefined) return
  throw new ExitError(
    exitCodes.no,
    `Only root and the user that ${dataFolder} belongs to may break the glass. Use the Microsoft Defender portal meanwhile.`,
  )
}

/** One that polls, tells and watches for as long as this takes; what is left is done at its next start. */
async function startWhereNoneRuns(
  { terminal, dataFolder, isDatabase, version }: Console,
  options: BreakGlassOptions,
): Promise<{ readonly stop: () => Promise<void>; readonly isFresh: boolean }> {
  const problem = findPathProblem(toControlPath(dataFolder))
  if (problem !== undefined) throw new ExitError(exitCodes.failed, problem)
  const look = { kind: 'break-glass', user: terminal.user, host: terminal.host, entity: '' } as const
  if ((await askRunningToBreakGlass(dataFolder, look)) !== undefined)
    return { stop: async () => {}, isFresh: false }
  const settings = await load(terminal, options)
  const { startBot } = await import('../run/bot.js')
  terminal.err(
    `No bot is running${isDatabase ? ' on this machine' : ''}: one is started until Exchange has answered.`,
  )
  // Nothing comes in: Slack and Teams call the address of the one that is down.
  const server = { host: '127.0.0.1', port: 0 }
  const onFatal = (error: unknown) => terminal.fail(error)
  const quiet = { ...settings, dataFolder, logLevel: 'silent', server } as const
  const running = await startBot(quiet, { ...terminal, version, onFatal })
  return { stop: () => running.stop(), isFresh: true }
}

interface Walk {
  readonly terminal: Terminal
  readonly ask: Ask
  readonly options: BreakGlassOptions
  /** Just started: the first poll may find what was never seen before. */
  readonly isFresh: boolean
}

const firstPollMilliseconds = 30_000

async function look({ ask, isFresh }: Walk): Promise<PlainViews['show']> {
  const until = Date.now() + (isFresh ? firstPollMilliseconds : 0)
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() >= until) throw error
      await pause()
    }
  }
}

async function walk(all: Walk, reason: string): Promise<PlainViews['show']> {
  const { terminal, ask, options } = all
  const shown = await look(all)
  terminal.err(`${toText({ name: 'show', view: shown })}\n`)
  terminal.err(
    toDeadLine(
      `Unblocks ${shown.entity} without review, signatures and limits. ${shown.evidenceText}; nothing is checked anew. All channels and approvers are told now.`,
    ),
  )
  if (options.yes !== true) {
    const typed = await terminal.ask(toDeadLine(`Type ${shown.entity} to break the glass: `))
    const names = [shown.entity, toDeadLine(shown.entity)].map((name) => name.toLowerCase())
    if (!names.includes(typed?.trim().toLowerCase() ?? ''))
      throw new ExitError(exitCodes.no, 'Nothing was unblocked, and nobody was told.')
  }
  let view = await ask(reason)
  terminal.err('Waiting for Exchange …')
  const until = Date.now() + options.wait * 1_000
  while (view.status === 'unblocking' && Date.now() < until) {
    await pause()
    view = await ask()
  }
  return view
}

const betweenMilliseconds = 250

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, betweenMilliseconds)
  })
}
