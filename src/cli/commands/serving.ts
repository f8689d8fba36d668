// reprieve serve | playground
import type { Command } from 'commander'
import { readSettings } from '../../config/index.js'
import { type ConfigOption, loadWithOrigins, toSource, withConfig } from '../settings.js'
import type { Terminal } from '../terminal.js'

export function addServing(program: Command, terminal: Terminal, version: string): void {
  const onFatal = (error: unknown) => terminal.fail(error)
  withConfig(program.command('serve').description('Run the bot.'))
    .addHelpText(
      'after',
      '\nStops on SIGTERM. Takes up other tenants in the settings by itself, and at once on SIGHUP.\n\nExample:\n  reprieve serve --config reprieve.yaml',
    )
    .action(async (options: ConfigOption) => {
      const loaded = await loadWithOrigins(terminal, options)
      const { settings } = loaded
      const [{ startBot }, { guardFolder }] = await Promise.all([
        import('../../run/bot.js'),
        import('../../run/folder-guard.js'),
      ])
      await guardFolder(settings.dataFolder, terminal)
      const written = loaded.origins && { loaded, source: toSource(terminal, options) }
      const running = await startBot(settings, {
        ...terminal,
        version,
        onFatal,
        ...(written === undefined ? {} : { written }),
      })
      terminal.onStop(() => running.stop())
      terminal.onReload(() => running.reload())
      await terminal.out(`Reprieve is ready: ${running.address}`)
    })
  program
    .command('playground')
    .description(
      'Run the bot on a sandbox tenant, with a local Slack workspace and Teams tenant, on one page.',
    )
    .addHelpText(
      'after',
      '\nEnvironment: PORT (3978), REPRIEVE_DATA (./data), REPRIEVE_LOG (error).\n\nExample:\n  PORT=4000 reprieve playground',
    )
    .action(async () => {
      const { refuseRealCredentials, startPlayground } = await import('../../run/playground.js')
      refuseRealCredentials(terminal.environment)
      const settings = readSettings(terminal.environment)
      const running = await startPlayground(settings, { pid: terminal.pid, user: terminal.user, onFatal })
      terminal.onStop(() => running.stop())
      await terminal.out(
        `Reprieve's playground is ready: ${running.address} Open it in a browser; Ctrl+C ends it.`,
      )
    })
}
