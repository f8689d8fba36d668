// How a command gets at the settings.
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type BotSettings, loadSettings } from '../config.js'
import type { Terminal } from './terminal.js'

export interface ConfigOption {
  readonly config?: string
}

export function withConfig(command: Command): Command {
  return command.option(
    '-c, --config <file>',
    'settings file (default: REPRIEVE_CONFIG, else the environment alone)',
  )
}

/** @throws ConfigError with every problem at once. */
export function load(terminal: Terminal, { config }: ConfigOption): Promise<BotSettings> {
  return loadSettings({
    ...(config === undefined ? {} : { path: config }),
    environment: terminal.environment,
    readFile: (path) => readFile(path, 'utf8'),
  })
}
