// reprieve config check | schema | example
import type { Command } from 'commander'
import { exampleYaml, findWarnings, toJsonSchema } from '../../config/index.js'
import { ConfigError } from '../../errors.js'
import { type ConfigOption, load, withConfig } from '../settings.js'
import { ExitError, exitCodes, type Terminal } from '../terminal.js'

interface CheckOptions extends ConfigOption {
  readonly json?: boolean
}

export function addSettings(program: Command, terminal: Terminal): void {
  const config = program.command('config').description('The settings.')
  withConfig(config.command('check').description('Report every problem of the settings at once.'))
    .option('--json', 'problems and warnings as JSON')
    .addHelpText(
      'after',
      '\nEnds with 1 when there are problems.\n\nExample:\n  reprieve config check -c reprieve.yaml',
    )
    .action((options: CheckOptions) =>
      options.json === true ? checkAsJson(terminal, options) : check(terminal, options),
    )
  config
    .command('schema')
    .description('Print the JSON Schema of the settings file, for editors.')
    .addHelpText('after', '\nExample:\n  reprieve config schema > reprieve.schema.json')
    .action(() => terminal.out(JSON.stringify(toJsonSchema(), null, 2)))
  config
    .command('example')
    .description('Print a commented settings file to begin with.')
    .addHelpText('after', '\nExample:\n  reprieve config example > reprieve.yaml')
    .action(() => terminal.out(exampleYaml().trimEnd()))
}

async function check(terminal: Terminal, options: CheckOptions): Promise<void> {
  const warnings = findWarnings(await load(terminal, options))
  for (const warning of warnings) await terminal.out(`Warning: ${warning}`)
  await terminal.out('The settings are usable.')
}

async function checkAsJson(terminal: Terminal, options: CheckOptions): Promise<void> {
  try {
    const warnings = findWarnings(await load(terminal, options))
    await terminal.out(JSON.stringify({ ok: true, problems: [], warnings }))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    await terminal.out(JSON.stringify({ ok: false, problems: error.problems, warnings: [] }))
    throw new ExitError(exitCodes.failed)
  }
}
