// Every command of the command line, with its help. What a command does is in the files beside this one.
import { Command, Option } from 'commander'
import { exampleYaml, findWarnings, loadSettings, readSettings, toJsonSchema } from '../config.js'
import { writeManifests } from '../manifest/index.js'
import { refuseRealCredentials } from '../playground/credentials.js'
import { readSettingsText, startBot } from '../run-bot.js'
import { askAny } from './ask.js'
import { checkJournal, type ExportFormat, exportJournal, showJournal } from './journal.js'
import { ExitError, exitCodes, type Terminal } from './terminal.js'
import { toText } from './text.js'
import { type UnblockOptions, unblock } from './unblock.js'

interface Common {
  readonly config?: string
}

const exitHelp = `
Exit codes: 0 done, 1 settings or store unusable or something broke, 2 wrong usage, 3 the answer is no.`

export function createProgram(terminal: Terminal, version: string): Command {
  const program = new Command('reprieve')
    .description('Reviews and lifts Exchange Online sending restrictions from Slack and Microsoft Teams.')
    .version(version)
    .addHelpText('after', exitHelp)
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .exitOverride()
    .showSuggestionAfterError()
  addServing(program, terminal, version)
  addIncidents(program, terminal)
  addJournal(program, terminal)
  addSettings(program, terminal)
  addManifest(program, terminal)
  return program
}

function load(terminal: Terminal, { config }: Common) {
  return loadSettings({
    ...(config === undefined ? {} : { path: config }),
    environment: terminal.environment,
    readFile: readSettingsText,
  })
}

function withConfig(command: Command): Command {
  return command.option(
    '-c, --config <file>',
    'settings file (default: REPRIEVE_CONFIG, else the environment alone)',
  )
}

function addServing(program: Command, terminal: Terminal, version: string): void {
  withConfig(program.command('serve').description('Run the bot.'))
    .addHelpText('after', '\nExample:\n  reprieve serve --config reprieve.yaml')
    .action(async (options: Common) => {
      const settings = await load(terminal, options)
      for (const warning of findWarnings(settings)) terminal.err(`Warning: ${warning}`)
      const running = await startBot(settings, {
        pid: terminal.pid,
        version,
        onFatal: (error) => terminal.fail(error),
      })
      terminal.out(`Reprieve is ready: ${running.address}`)
      terminal.onStop(running.stop)
    })
  program
    .command('playground')
    .description(
      'Run the bot on a sandbox tenant, with a local Slack workspace and Teams tenant, on one page.',
    )
    .addHelpText('after', '\nEnvironment: PORT (3978), REPRIEVE_DATA (./data), REPRIEVE_LOG (info).')
    .action(async () => {
      refuseRealCredentials(terminal.environment)
      const { startPlayground } = await import('../run-playground.js')
      const running = await startPlayground(readSettings(terminal.environment), {
        pid: terminal.pid,
        onFatal: (error) => terminal.fail(error),
      })
      terminal.out(`Reprieve's playground is ready: ${running.address}`)
      terminal.onStop(running.stop)
    })
}

function addIncidents(program: Command, terminal: Terminal): void {
  for (const { verb, usage, description } of [
    {
      verb: 'list',
      usage: '[filter...]',
      description: 'What is restricted now; filters as in chat: text, connectors, tenant NAME, page N.',
    },
    {
      verb: 'show',
      usage: '<entity>',
      description: 'Everything known about one sender, connector or incident.',
    },
  ])
    withConfig(program.command(`${verb} ${usage}`).description(description))
      .option('--json', 'the same as JSON')
      .addHelpText(
        'after',
        `\nExample:\n  reprieve ${verb} ${verb === 'list' ? 'contoso --json' : 'laura@contoso.com'}`,
      )
      .action(async (given: string | readonly string[], options: Common & { json?: boolean }) => {
        const text = [verb, ...[given].flat()].join(' ')
        const settings = await load(terminal, options)
        const card = await askAny(settings, { kind: 'command', user: terminal.user, text }, terminal.pid)
        if (card.name === 'notice') throw new ExitError(exitCodes.no, toText(card))
        terminal.out(options.json === true ? JSON.stringify(card.view) : toText(card))
      })
  withConfig(
    program
      .command('unblock <entity>')
      .description('Review & unblock in the terminal: the same steps and the same record as in chat.'),
  )
    .option('--done <rules>', 'recommendations that are done, by id and comma, or "all"', toList)
    .option('--not-needed <rules>', 'recommendations that are not needed', toList)
    .option('--note <text>', 'why it is safe; needed when something is not done')
    .option('--yes', 'do not ask; for scripts')
    .option('--json', 'the end as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  reprieve unblock laura@contoso.com --done all --note "Spoke to Laura, sessions revoked"',
    )
    .action(async (entity: string, options: Common & UnblockOptions) =>
      unblock(terminal, await load(terminal, options), entity, options),
    )
}

function toList(text: string): readonly string[] {
  return text.split(',').map((one) => one.trim())
}

interface JournalOptions extends Common {
  readonly incident?: string
  readonly last?: number
  readonly json?: boolean
  readonly format: ExportFormat
}

function addJournal(program: Command, terminal: Terminal): void {
  const journal = program
    .command('journal')
    .description('The record of who did what, and why it was judged safe.')
  const onData = async (options: Common) => (await load(terminal, options)).dataFolder
  withConfig(journal.command('show').description('Print entries, oldest first.'))
    .option('--incident <id>', 'only of this incident')
    .option('--last <number>', 'only the latest so many', toCount)
    .option('--json', 'one JSON entry a line')
    .action(async (options: JournalOptions) =>
      showJournal(terminal, { ...options, dataFolder: await onData(options) }),
    )
  withConfig(journal.command('verify').description('Check that nothing was changed, removed or put in.'))
    .option('--json', 'the verdict as JSON')
    .action(async (options: JournalOptions) =>
      checkJournal(terminal, { ...options, dataFolder: await onData(options) }),
    )
  withConfig(
    journal
      .command('export')
      .description('Print the journal for other tools, or one incident for the post-mortem.'),
  )
    .option('--incident <id>', 'only of this incident; needed for markdown')
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices(['ndjson', 'csv', 'markdown'])
        .default('ndjson'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  reprieve journal export --incident 4f0c… --format markdown > post-mortem.md',
    )
    .action(async (options: JournalOptions) => {
      if (options.format === 'markdown' && options.incident === undefined)
        throw new ExitError(exitCodes.usage, 'A Markdown report is of one incident: say --incident <id>.')
      await exportJournal(terminal, { ...options, dataFolder: await onData(options) })
    })
}

function toCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1)
    throw new ExitError(exitCodes.usage, `"${text}" is not a number of entries.`)
  return count
}

function addSettings(program: Command, terminal: Terminal): void {
  const config = program.command('config').description('The settings.')
  withConfig(config.command('check').description('Report every problem of the settings at once.'))
    .option('--json', 'the warnings as JSON')
    .action(async (options: Common & { json?: boolean }) => {
      const warnings = findWarnings(await load(terminal, options))
      if (options.json === true) return terminal.out(JSON.stringify({ ok: true, warnings }))
      for (const warning of warnings) terminal.out(`Warning: ${warning}`)
      terminal.out('The settings are usable.')
    })
  config
    .command('schema')
    .description('Print the JSON Schema of the settings file, for editors.')
    .action(() => terminal.out(JSON.stringify(toJsonSchema(), null, 2)))
  config
    .command('example')
    .description('Print a commented settings file to begin with.')
    .action(() => terminal.out(exampleYaml().trimEnd()))
}

interface ManifestOptions {
  readonly folder: string
  readonly host?: string
  readonly socketMode?: boolean
  readonly appId?: string
  readonly appVersion?: string
}

function addManifest(program: Command, terminal: Terminal): void {
  program
    .command('manifest')
    .description('Write what Slack and Teams want uploaded.')
    .option('--folder <folder>', 'where to', 'upload')
    .option('--host <url>', 'public address, such as https://reprieve.example.com')
    .option('--socket-mode', 'Slack without a public address')
    .option('--app-id <id>', 'Microsoft app id of the bot; without it no Teams app is written')
    .option('--app-version <version>', 'version of the Teams app, higher at each update')
    .addHelpText(
      'after',
      '\nExample:\n  reprieve manifest --host https://reprieve.example.com --app-id 11111111-2222-4333-8444-555555555555',
    )
    .action(({ folder, host, socketMode, appId, appVersion }: ManifestOptions) => {
      const written = writeManifests({
        folder,
        ...(host === undefined ? {} : { host }),
        ...(socketMode === undefined ? {} : { socketMode }),
        ...(appId === undefined ? {} : { appId }),
        ...(appVersion === undefined ? {} : { version: appVersion }),
      })
      for (const { path, purpose } of written) terminal.out(`${path}: ${purpose}`)
    })
}
