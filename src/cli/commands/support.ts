// reprieve support
import type { Command } from 'commander'
import { type ConfigOption, withConfig } from '../settings.js'
import type { Terminal } from '../terminal.js'

interface Options extends ConfigOption {
  readonly log?: string
  readonly out?: string
  readonly yes?: boolean
  readonly json?: boolean
}

export function addSupport(program: Command, terminal: Terminal, version: string): void {
  withConfig(
    program
      .command('support')
      .description(
        'Write one file for whoever is to help: settings, doctor, numbers, without secrets and names.',
      ),
  )
    .option('--log <file>', 'with the last 1,000 lines of this log')
    .option('--out <file>', 'where to (default: reprieve-support-<date>.zip)')
    .option('--yes', 'do not ask before it is written')
    .option('--json', 'what is in it as JSON')
    .addHelpText(
      'after',
      '\nIt says what is inside before it is written, and sends nothing. People, addresses, organisations, channels and hosts\nbecome numbers, the same in every part.\n\nExamples:\n  reprieve support -c reprieve.yaml --log /var/log/reprieve.log\n  reprieve support --yes --out bundle.zip',
    )
    .action(async (options: Options) => {
      const { writeSupport } = await import('../support/index.js')
      await writeSupport(terminal, version, options)
    })
}
