// reprieve store repair | migrate | copy
import type { Command } from 'commander'
import { readStoreAddress, type StoreSettings } from '../../config/index.js'
import { type ConfigOption, type DataOption, findStorePlace, withConfig, withData } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'

interface RepairOptions extends DataOption {
  readonly yes?: boolean
  readonly json?: boolean
}

export function addStore(program: Command, terminal: Terminal): void {
  const store = program.command('store').description('The data folder, or the database.')
  addRepair(store, terminal)
  addMigrate(store, terminal)
  addCopy(store, terminal)
}

function addRepair(store: Command, terminal: Terminal): void {
  withData(
    store
      .command('repair')
      .description('Say what can be rebuilt of a damaged state from the journal and the archive, and do it.'),
  )
    .option('--yes', 'do it without asking; otherwise it is only said where nobody can be asked')
    .option('--json', 'the plan as JSON')
    .addHelpText(
      'after',
      '\nFor when "reprieve serve" refuses to start on its data folder. What was there before is kept beside it.\nEnds with 3 when there was something to repair and it was not done.\n\nExamples:\n  reprieve store repair --data /var/lib/reprieve\n  reprieve store repair --yes',
    )
    .action(async (options: RepairOptions) => {
      const { repairStore } = await import('../repair.js')
      const { dataFolder, store: database } = await findStorePlace(terminal, options)
      if (database !== undefined)
        throw new ExitError(
          exitCodes.usage,
          'Everything is kept in a database, which is restored from its own backup. Say with --data which folder is to be repaired.',
        )
      await repairStore(terminal, { ...options, dataFolder })
    })
}

interface Target extends ConfigOption {
  readonly to?: string
}

const toHelp = 'address of the database (default: store.url of the settings, or DATABASE_URL)'

/** @throws ConfigError, or ExitError when nobody says which. */
async function findTarget(terminal: Terminal, { to, ...option }: Target): Promise<StoreSettings> {
  if (to !== undefined) return readStoreAddress(to, '--to')
  const { store } = await findStorePlace(terminal, option)
  if (store !== undefined) return store
  throw new ExitError(
    exitCodes.usage,
    'No database is named. Say --to postgres://role:password@host:5432/database, or set DATABASE_URL and name it as store.url.',
  )
}

function addMigrate(store: Command, terminal: Terminal): void {
  withConfig(
    store
      .command('migrate')
      .description('Make the tables of the database, or bring them up to what this program needs.'),
  )
    .option('--to <url>', toHelp)
    .addHelpText(
      'after',
      '\n"reprieve serve" does it by itself when its role may. With a role of its own, it only needs this before the first start and\nafter upgrades.\n\nExample:\n  reprieve store migrate --to "$OWNER_URL"',
    )
    .action(async (options: Target) => {
      const to = await findTarget(terminal, options)
      const { migrate } = await import('../copy.js')
      await migrate(terminal, to)
    })
}

interface CopyOptions extends Target {
  readonly from: string
  readonly json?: boolean
}

function addCopy(store: Command, terminal: Terminal): void {
  withConfig(
    store.command('copy').description('Move a running history from a data folder into an empty database.'),
  )
    .requiredOption('--from <folder>', 'the data folder; its bot must be stopped')
    .option('--to <url>', toHelp)
    .option('--json', 'the end as JSON')
    .addHelpText(
      'after',
      '\nAll of it: incidents, work, what is remembered, the journal letter for letter. The role must own the tables. Cut off, it\ngoes on where it stopped; until it ends no bot starts on the database. The folder stays as it is.\n\nExample:\n  reprieve store copy --from /var/lib/reprieve --to "$OWNER_URL"',
    )
    .action(async ({ from, json, ...target }: CopyOptions) => {
      const to = await findTarget(terminal, target)
      const { copy } = await import('../copy.js')
      await copy(terminal, { from, to, json })
    })
}
