// reprieve manifest
import type { Command } from 'commander'
import type { Terminal } from '../terminal.js'

interface ManifestOptions {
  readonly folder: string
  readonly host?: string
  readonly socketMode?: boolean
  readonly appId?: string
  readonly appVersion?: string
  readonly json?: boolean
}

export function addManifest(program: Command, terminal: Terminal): void {
  program
    .command('manifest')
    .description('Write what Slack and Teams want uploaded.')
    .option('--folder <folder>', 'where to', 'upload')
    .option('--host <url>', 'public address, such as https://reprieve.example.com')
    .option('--socket-mode', 'Slack without a public address')
    .option('--app-id <id>', 'Microsoft app id of the bot; without it no Teams app is written')
    .option('--app-version <version>', 'version of the Teams app, higher at each update')
    .option('--json', 'paths and purposes as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  reprieve manifest --socket-mode\n  reprieve manifest --host https://reprieve.example.com --app-id 11111111-2222-4333-8444-555555555555',
    )
    .action(async ({ folder, host, socketMode, appId, appVersion, json }: ManifestOptions) => {
      const [{ commandHints }, { writeManifests }] = await Promise.all([
        import('../../features/index.js'),
        import('../../manifest/index.js'),
      ])
      const written = writeManifests(
        {
          folder,
          ...(host === undefined ? {} : { host }),
          ...(socketMode === undefined ? {} : { socketMode }),
          ...(appId === undefined ? {} : { appId }),
          ...(appVersion === undefined ? {} : { version: appVersion }),
        },
        commandHints,
      )
      if (json === true) return terminal.out(JSON.stringify(written))
      await terminal.out(written.map(({ path, purpose }) => `${path}: ${purpose}`).join('\n'))
    })
}
