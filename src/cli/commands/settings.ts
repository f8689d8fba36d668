// reprieve config check | show | schema | example
import type { Command } from 'commander'
import { exampleYaml, findWarnings, tellSources, tellTenant, toJsonSchema } from '../../config/index.js'
import { ConfigError } from '../../errors.js'
import { getTenant } from '../../features/entrance/get-tenant.js'
import { toDeadJson, toDeadLine } from '../dead-text.js'
import { type ConfigOption, load, loadWithOrigins, withConfig } from '../settings.js'
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
  withConfig(
    config
      .command('show')
      .description('Say what holds for one tenant in the end, and where each value was written.')
      .argument('[tenant]', 'by id, name or a part only one has; without it, where the tenants come from'),
  )
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      '\nSecrets are never shown.\n\nExample:\n  reprieve config show contoso -c reprieve.yaml',
    )
    .action((tenant: string | undefined, options: CheckOptions) => show(terminal, tenant, options))
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

async function show(terminal: Terminal, named: string | undefined, options: CheckOptions): Promise<void> {
  const loaded = await loadWithOrigins(terminal, options)
  const { tenants } = loaded.settings
  if (named === undefined) {
    const ids = tenants.map(({ id, name }) => ({ id, name }))
    const from = loaded.origins === undefined ? 'from the environment' : tellSources(loaded.origins)
    return terminal.out(
      options.json === true
        ? toDeadJson(JSON.stringify({ from, tenants: ids }))
        : toDeadLine(`Tenants: ${from}.`),
    )
  }
  const { id, name } = getTenant(tenants, named)
  const values = tellTenant(loaded, id)
  if (options.json === true) return terminal.out(toDeadJson(JSON.stringify({ id, name, values })))
  const lines = values.map(({ path, value, from }) => `  ${path}: ${value}  (${from})`)
  await terminal.out([`${name} (${id})`, ...lines].map(toDeadLine).join('\n'))
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
