// reprieve serve | playground
import type { Command } from 'commander'
import { readSettings } from '../../config/index.js'
import { type ConfigOption, load, withConfig } from '../settings.js'
import type { Terminal } from '../terminal.js'

export function addServing(program: Command, terminal: Terminal, version: string): void {
  const onFatal = (error: unknown) => terminal.fail(error)
  withConfig(program.command('serve').description('Run the bot.'))
    .addHelpText('after', '\nStops on SIGTERM.\n\nExample:\n  reprieve serve --config reprieve.yaml')
    .action(async (options: ConfigOption) => {
      const settings = await load(terminal, options)
      const [{ startBot }, { guardFolder }] = await Promise.all([
        import('../../run/bot.js'),
        import('../../run/folder-guard.js'),
      ])
      await guardFolder(settings.dataFolder, terminal)
      const running = await startBot(settings, { ...terminal, version, onFatal })
      terminal.onStop(() => running.stop())
      await terminal.out(`Reprieve is ready: ${running.address}`)
    })
  program
    .command('playground')
    .description(
      'Run the bot on a sandbox tenant, with a local Slack workspace and Teams tenant, on one page.',
    )
    .addHelpText(
      'after',
      '\nEnvironment: PORT (3978), REPRIEVE_DATA (./data), REPRIEVE_LOG (info).\n\nExample:\n  PORT=4000 reprieve playground',
    )
    .action(async () => {
      const { refuseRealCredentials, startPlayground } = await import('../../run/playground.js')
      refuseRealCredentials(terminal.environment)
      const settings = readSettings(terminal.environment)
      const running = await startPlayground(settings, { pid: terminal.pid, user: terminal.user, onFatal })
      terminal.onStop(() => running.stop())
      await terminal.out(`Reprieve's playground is ready: ${running.address}`)
    })
}
