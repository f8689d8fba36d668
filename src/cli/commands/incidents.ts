// reprieve list | show | unblock | approve | give-back | keep-so
import { type Command, InvalidArgumentError } from 'commander'
import { ConfigError } from '../../errors.js'
import type { CardViews } from '../../features/cards.js'
import { toDeadJson } from '../dead-text.js'
import type { GiveBackOptions } from '../give-back.js'
import type { KeepSoOptions } from '../keep-so.js'
import { requireAnswer } from '../refusal.js'
import { type DataOption, findDataFolder, findStorePlace, withData } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import { toText } from '../text.js'
import type { UnblockOptions } from '../unblock.js'
import { withLine } from './line.js'

interface ReadOptions extends DataOption {
  readonly json?: boolean
}

export function addIncidents(program: Command, terminal: Terminal, version: string): void {
  addList(program, terminal)
  addShow(program, terminal)
  addUnblock(program, terminal, version)
  addApprove(program, terminal)
  addGiveBack(program, terminal)
  addKeepSo(program, terminal)
}

function addList(program: Command, terminal: Terminal): void {
  withData(program.command('list').description('What is restricted now.'))
    .argument('[filter...]', 'as in chat: text, senders, connectors, "tenant NAME", "page N"')
    .option('--json', 'all pages, as JSON')
    .addHelpText('after', '\nExamples:\n  reprieve list\n  reprieve list contoso connectors --json')
    .action(async (filter: readonly string[], options: ReadOptions) => {
      const isJson = options.json === true
      const view = await readList({ terminal, options, isJson }, ['list', ...filter].join(' '))
      // Until 0.1 it was called `lookText`; told beside it for one release.
      const told = { ...view, lookText: view.pollText }
      await terminal.out(isJson ? toDeadJson(JSON.stringify(told)) : toText({ name: 'list', view }))
    })
}

interface Reading {
  readonly terminal: Terminal
  readonly options: DataOption
  readonly isJson: boolean
}

/** People turn pages; programs get them all. */
async function readList(reading: Reading, text: string): Promise<CardViews['list']> {
  const { terminal, options, isJson } = reading
  const { askAny } = await import('../ask.js')
  const card = await askAny(terminal, options, { kind: 'command', text })
  const view = requireAnswer(card, 'list')
  if (!isJson || view.nextCommand === '') return view
  const rest = await readList(reading, view.nextCommand)
  return { ...view, rows: [...view.rows, ...rest.rows], nextCommand: '' }
}

function addShow(program: Command, terminal: Terminal): void {
  withData(program.command('show').description('Everything known about one, and what happened.'))
    .argument('<entity>', 'address of a sender, id or name of a connector, or id of an incident')
    .option('--json', 'the same as JSON')
    .addHelpText('after', '\nExample:\n  reprieve show laura@contoso.com')
    .action(async (entity: string, options: ReadOptions) => {
      const { askAny } = await import('../ask.js')
      const ask = { kind: 'command', text: `show ${entity}` } as const
      const view = requireAnswer(await askAny(terminal, options, ask), 'show')
      await terminal.out(
        options.json === true ? toDeadJson(JSON.stringify(view)) : toText({ name: 'show', view }),
      )
    })
}

interface Glass {
  readonly breakGlass: boolean
  readonly reason: string
}

function addUnblock(program: Command, terminal: Terminal, version: string): void {
  withData(
    program
      .command('unblock')
      .description(
        'Review, recommendations, confirm in the terminal: the same questions, policy and record as in chat.',
      ),
  )
    .argument('<entity>', 'address of a sender, id or name of a connector, or id of an incident')
    .option('--answer <question=answer>', 'what only people know, such as spoken=yes; again for each', addTo)
    .option('--done <steps>', 'open steps that were done elsewhere, by id and comma, or "all"', toList)
    .option('--not-needed <steps>', 'steps to leave open without being asked', toList)
    .option('--note <text>', 'why it is safe; needed when something could not be checked')
    .option('--yes', 'do not ask; for scripts')
    .option('--wait <seconds>', 'how long to wait for the answer of Exchange', toSeconds, 60)
    .option('--json', 'the end as JSON')
    .option(
      '--break-glass',
      'without review, signatures and limits; for root and the owner of the data folder, and everybody is told',
    )
    .option('--reason <text>', 'why the glass is broken; stays in the record')
    .addHelpText(
      'after',
      '\nNeeds the running bot, or the database that one keeps everything in; --break-glass starts one. Ends with 0 only when Exchange has accepted the unblock.\n\nExamples:\n  reprieve unblock laura@contoso.com\n  reprieve unblock laura@contoso.com --yes --answer spoken=yes --answer device=yes --done revoke-sessions --note "Laura reset it at the desk"\n  sudo reprieve unblock ceo@contoso.com --break-glass --reason "Nobody on call answers since 02:10"',
    )
    .action(async (entity: string, options: DataOption & UnblockOptions & Partial<Glass>) => {
      if (options.breakGlass === true) {
        const dataFolder = await findDataFolder(terminal, options)
        const { breakGlass } = await import('../break-glass.js')
        const isDatabase = await keepsInDatabase(terminal, options)
        return breakGlass({ terminal, dataFolder, isDatabase, version }, entity, options)
      }
      if (options.reason !== undefined)
        throw new ExitError(exitCodes.usage, '--reason belongs to --break-glass; a review takes --note.')
      const { unblock } = await import('../unblock.js')
      await withLine(terminal, options, (line) => unblock({ terminal, line }, entity, options))
    })
}

function addApprove(program: Command, terminal: Terminal): void {
  withData(
    program.command('approve').description('Sign under the finished review of somebody else, and unblock.'),
  )
    .argument('<entity>', 'address of a sender, id or name of a connector, or id of an incident')
    .option('--note <text>', 'why it is safe, where an answer goes against what is seen')
    .option('--yes', 'do not ask; for scripts')
    .option('--wait <seconds>', 'how long to wait for the answer of Exchange', toSeconds, 60)
    .option('--json', 'the end as JSON')
    .addHelpText(
      'after',
      '\nNeeds the running bot, or its database. Ends with 4 when it was the first of two signatures.\n\nExample:\n  reprieve approve laura@contoso.com',
    )
    .action(async (entity: string, options: DataOption & UnblockOptions) => {
      const { approve } = await import('../unblock.js')
      await withLine(terminal, options, (line) => approve({ terminal, line }, entity, options))
    })
}

function addGiveBack(program: Command, terminal: Terminal): void {
  withData(
    program
      .command('give-back')
      .description('Take back what Reprieve changed on an account, also when all else is over.'),
  )
    .argument('<entity>', 'address of a sender, or id of an incident')
    .option('--step <steps>', 'what to give back, such as block-sign-in, by comma, or "all"', toList)
    .option('--yes', 'do not ask; for scripts, with --step')
    .option('--wait <seconds>', 'how long to wait for each answer', toSeconds, 60)
    .addHelpText(
      'after',
      '\nNeeds the running bot, or its database. "reprieve show" tells what is left to give back.\n\nExamples:\n  reprieve give-back henrik@contoso.com\n  reprieve give-back henrik@contoso.com --step block-sign-in --yes',
    )
    .action(async (entity: string, options: DataOption & GiveBackOptions) => {
      const { giveBack } = await import('../give-back.js')
      await withLine(terminal, options, (line) => giveBack({ terminal, line }, entity, options))
    })
}

function addKeepSo(program: Command, terminal: Terminal): void {
  withData(
    program
      .command('keep-so')
      .description(
        'Leave what Reprieve changed on an account as it is, once all else is over; by name, with a reason.',
      ),
  )
    .argument('<entity>', 'address of a sender, or id of an incident')
    .option('--reason <text>', 'why it stays; on the card and in the record')
    .option('--yes', 'do not ask; for scripts, with --reason')
    .addHelpText(
      'after',
      '\nNeeds the running bot, or its database. "reprieve show" tells what is left; "reprieve give-back" still works afterwards.\n\nExample:\n  reprieve keep-so henrik@contoso.com --reason "Henrik has left, the account goes on Friday"',
    )
    .action(async (entity: string, options: DataOption & KeepSoOptions) => {
      const { keepSo } = await import('../keep-so.js')
      await withLine(terminal, options, (line) => keepSo({ terminal, line }, entity, options))
    })
}

/** What cannot be told from here, since its address is not to be read, is told by whoever starts a bot. */
async function keepsInDatabase(terminal: Terminal, options: DataOption): Promise<boolean> {
  try {
    return (await findStorePlace(terminal, options)).store !== undefined
  } catch (error) {
    if (error instanceof ConfigError) return false
    throw error
  }
}

function toSeconds(text: string): number {
  const seconds = Number(text)
  if (text.trim() !== '' && Number.isInteger(seconds) && seconds >= 0 && seconds <= 3_600) return seconds
  throw new InvalidArgumentError('Say a whole number from 0 to 3600.')
}

function addTo(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...toList(text)]
}

function toList(text: string): readonly string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
