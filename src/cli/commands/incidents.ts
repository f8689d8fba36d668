// reprieve list | show | unblock | approve | give-back | keep-so
import type { Command } from 'commander'
import { ConfigError } from '../../errors.js'
import type { GiveBackOptions } from '../give-back.js'
import type { KeepSoOptions } from '../keep-so.js'
import { toTenantText } from '../meant.js'
import { type ReadOptions, read, readOne } from '../reading.js'
import {
  type DataOption,
  findDataFolder,
  findStorePlace,
  type TenantOption,
  withData,
  withTenant,
} from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'
import type { UnblockOptions } from '../unblock.js'
import { withMeant } from './line.js'
import { toList, toSeconds } from './values.js'

export function addIncidents(program: Command, terminal: Terminal, version: string): void {
  addList(program, terminal)
  addShow(program, terminal)
  addUnblock(program, terminal, version)
  addApprove(program, terminal)
  addGiveBack(program, terminal)
  addKeepSo(program, terminal)
}

function addList(program: Command, terminal: Terminal): void {
  withTenant(withData(program.command('list').description('What is restricted now.')))
    .argument('[filter...]', 'as in chat: text, senders, connectors, "tenant NAME", "page N"')
    .option('--json', 'all of them as data')
    .addHelpText('after', '\nExamples:\n  reprieve list\n  reprieve list connectors --tenant contoso --json')
    .action((filter: readonly string[], options: ReadOptions & TenantOption) => {
      const { tenant } = options
      const words = ['list', ...filter, ...(tenant === undefined ? [] : [toTenantText(tenant)])]
      return read(terminal, options, { text: words.join(' '), name: 'list' })
    })
}

function addShow(program: Command, terminal: Terminal): void {
  withTenant(withData(program.command('show').description('Everything known about one, and what happened.')))
    .argument('<entity>', 'address of a sender, id or name of a connector, or id of an incident')
    .option('--json', 'as data')
    .addHelpText('after', '\nExample:\n  reprieve show laura@contoso.com')
    .action((entity: string, options: ReadOptions & TenantOption) => readOne(terminal, options, entity))
}

interface Glass {
  readonly breakGlass: boolean
  readonly reason: string
}

function addUnblock(program: Command, terminal: Terminal, version: string): void {
  withTenant(
    withData(
      program
        .command('unblock')
        .description(
          'Review, recommendations, confirm in the terminal: the same questions, policy and record as in chat.',
        ),
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
    .action(async (entity: string, options: DataOption & TenantOption & UnblockOptions & Partial<Glass>) => {
      if (options.breakGlass === true) {
        const dataFolder = await findDataFolder(terminal, options)
        const { breakGlass } = await import('../break-glass.js')
        const isDatabase = await keepsInDatabase(terminal, options)
        return breakGlass({ terminal, dataFolder, isDatabase, version }, entity, options)
      }
      if (options.reason !== undefined)
        throw new ExitError(exitCodes.usage, '--reason belongs to --break-glass; a review takes --note.')
      const { unblock } = await import('../unblock.js')
      await withMeant({ terminal, options, entity }, (line, meant) =>
        unblock({ terminal, line }, meant, options),
      )
    })
}

function addApprove(program: Command, terminal: Terminal): void {
  withTenant(
    withData(
      program.command('approve').description('Sign under the finished review of somebody else, and unblock.'),
    ),
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
    .action(async (entity: string, options: DataOption & TenantOption & UnblockOptions) => {
      const { approve } = await import('../unblock.js')
      await withMeant({ terminal, options, entity }, (line, meant) =>
        approve({ terminal, line }, meant, options),
      )
    })
}

function addGiveBack(program: Command, terminal: Terminal): void {
  withTenant(
    withData(
      program
        .command('give-back')
        .description('Take back what Reprieve changed on an account, also when all else is over.'),
    ),
  )
    .argument('<entity>', 'address of a sender, or id of an incident')
    .option('--step <steps>', 'what to give back, such as block-sign-in, by comma, or "all"', toList)
    .option('--yes', 'do not ask; for scripts, with --step')
    .option('--wait <seconds>', 'how long to wait for each answer', toSeconds, 60)
    .addHelpText(
      'after',
      '\nNeeds the running bot, or its database. "reprieve show" tells what is left to give back.\n\nExamples:\n  reprieve give-back henrik@contoso.com\n  reprieve give-back henrik@contoso.com --step block-sign-in --yes',
    )
    .action(async (entity: string, options: DataOption & TenantOption & GiveBackOptions) => {
      const { giveBack } = await import('../give-back.js')
      await withMeant({ terminal, options, entity }, (line, meant) =>
        giveBack({ terminal, line }, meant, options),
      )
    })
}

function addKeepSo(program: Command, terminal: Terminal): void {
  withTenant(
    withData(
      program
        .command('keep-so')
        .description(
          'Leave what Reprieve changed on an account as it is, once all else is over; by name, with a reason.',
        ),
    ),
  )
    .argument('<entity>', 'address of a sender, or id of an incident')
    .option('--reason <text>', 'why it stays; on the card and in the record')
    .option('--yes', 'do not ask; for scripts, with --reason')
    .addHelpText(
      'after',
      '\nNeeds the running bot, or its database. "reprieve show" tells what is left; "reprieve give-back" still works afterwards.\n\nExample:\n  reprieve keep-so henrik@contoso.com --reason "Henrik has left, the account goes on Friday"',
    )
    .action(async (entity: string, options: DataOption & TenantOption & KeepSoOptions) => {
      const { keepSo } = await import('../keep-so.js')
      await withMeant({ terminal, options, entity }, (line, meant) =>
        keepSo({ terminal, line }, meant, options),
      )
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

function addTo(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...toList(text)]
}
