// reprieve retire
import type { Command } from 'commander'
import { type ConfigOption, withConfig, withTenant } from '../settings.js'
import type { Terminal } from '../terminal.js'
import { toSeconds } from './values.js'

interface Options extends ConfigOption {
  readonly tenant?: string
  readonly giveBack?: boolean
  readonly leaveOutstanding?: boolean
  readonly yes?: boolean
  readonly wait: number
  readonly json?: boolean
}

export function addRetire(program: Command, terminal: Terminal, version: string): void {
  withTenant(
    withConfig(
      program
        .command('retire')
        .description('No longer watch an organisation, or any: says what is outstanding and what to remove.'),
    ),
  )
    .option('--give-back', 'first give back all that was changed on accounts and can be given back')
    .option('--leave-outstanding', 'retire although something is not given back or under way')
    .option('--wait <seconds>', 'how long to wait for each answer of Exchange', toSeconds, 60)
    .option('--yes', 'do not ask; for scripts')
    .option('--json', 'as data')
    .addHelpText(
      'after',
      '\nOne organisation is taken out of the settings file, the CSV or the folder where it stands; a bot that runs leaves it at\nonce. For the end of all the bot must be stopped. Live cards then say "No longer watched", and the journal says who ended it. Ends with 3 when it was not done.\n\nExamples:\n  reprieve retire --tenant fabrikam\n  reprieve retire --give-back --yes --json',
    )
    .action(async (options: Options) => {
      const { retire } = await import('../retire.js')
      await retire(terminal, version, options)
    })
}
