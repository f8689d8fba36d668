// reprieve store repair
import type { Command } from 'commander'
import { type DataOption, findStorePlace, withData } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'

interface RepairOptions extends DataOption {
  readonly yes?: boolean
  readonly json?: boolean
}

export function addStore(program: Command, terminal: Terminal): void {
  const store = program.command('store').description('The data folder.')
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
