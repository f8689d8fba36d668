// How a command gets at the settings.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import {
  type BotSettings,
  type ConsoleSettings,
  describeWritten,
  type ListedTenant,
  type Loaded,
  loadConsoleSettings,
  loadDataFolder,
  loadSettings,
  loadStorePlace,
  loadTenantList,
  loadWhole,
  type StorePlace,
  toAccess,
  type Written,
} from '../config/index.js'
import { consoleHome } from '../domain/actor.js'
import type { Access } from '../domain/grants.js'
import { ConfigError } from '../errors.js'
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

/** The settings with the places that they came from. @throws ConfigError with every problem at once. */
export function loadWithOrigins(terminal: Terminal, option: ConfigOption): Promise<Loaded> {
  return loadWhole(toSource(terminal, option)).catch((error: unknown) => tellFile(terminal, option, error))
}

/** @throws ConfigError with every problem at once. */
export function load(terminal: Terminal, option: ConfigOption): Promise<BotSettings> {
  return loadSettings(toSource(terminal, option)).catch((error: unknown) => tellFile(terminal, option, error))
}

/** Whoever has set it up by "init" has a file, and is told of variables when they do not name it. */
function tellFile({ environment }: Terminal, { config }: ConfigOption, error: unknown): never {
  if (!(error instanceof ConfigError) || (config ?? environment.REPRIEVE_CONFIG) !== undefined) throw error
  const remedy = existsSync('reprieve.yaml')
    ? 'reprieve.yaml is here: say --config reprieve.yaml, or set REPRIEVE_CONFIG'
    : 'Say --config or set REPRIEVE_CONFIG where there is one, else begin with "reprieve init"'
  throw new ConfigError([...error.problems, `No settings file was named. ${remedy}.`])
}

export function toSource({ environment }: Terminal, { config }: ConfigOption) {
  return {
    ...(config === undefined ? {} : { path: config }),
    environment,
    readFile: (path: string) => readFile(path, 'utf8'),
    listFolder: (path: string) => readdir(path),
  }
}

/** What stands in them, usable or not. @throws ConfigError when the file cannot be read. */
export function describeSettingsFile(terminal: Terminal, option: ConfigOption): Promise<Written> {
  return describeWritten(toSource(terminal, option))
}

/** @throws ConfigError when the settings do not tell. */
export function listTenants(terminal: Terminal, option: ConfigOption): Promise<readonly ListedTenant[]> {
  return loadTenantList(toSource(terminal, option))
}

export interface DataOption extends ConfigOption {
  readonly data?: string
}

/** For commands that need the data folder and no secret. */
export function withData(command: Command): Command {
  return withConfig(command).option(
    '--data <folder>',
    'data folder, such as a backup or that of a playground; needs no settings',
  )
}

export interface TenantOption {
  readonly tenant?: string
}

/** For commands about one thing that several organisations may have. */
export function withTenant(command: Command): Command {
  return command.option('--tenant <name>', 'of this organisation, by id, name or a part only one has')
}

/** @throws ConfigError when neither the option nor the settings tell. */
export async function findDataFolder(terminal: Terminal, option: DataOption): Promise<string> {
  return option.data ?? loadDataFolder(toSource(terminal, option))
}

/** Where everything is kept. @throws ConfigError when neither the option nor the settings tell. */
export async function findStorePlace(terminal: Terminal, option: DataOption): Promise<StorePlace> {
  return option.data === undefined ? loadStorePlace(toSource(terminal, option)) : { dataFolder: option.data }
}

interface Reading {
  readonly settings: Omit<ConsoleSettings, 'access'>
  readonly access: Access
}

/**
 * What it takes to read a folder while no bot runs. Where no settings say who may, whoever can open the files may read
 * what is in them.
 */
export async function loadReading(terminal: Terminal, option: DataOption): Promise<Reading> {
  const { data, config } = option
  if (data !== undefined && config === undefined && !terminal.environment.REPRIEVE_CONFIG)
    return { settings: { dataFolder: data, tenants: [] }, access: toOwnerAccess(terminal.user) }
  const settings = await loadConsoleSettings(toSource(terminal, option))
  if (data === undefined) return { settings, access: toAccess(settings) }
  // The id belongs to the folder of the settings, not to a backup beside it.
  return { settings: { tenants: settings.tenants, dataFolder: data }, access: toAccess(settings) }
}

function toOwnerAccess(user: string): Access {
  return {
    homes: new Set([`console:${consoleHome}`]),
    people: new Map([[`console:${user}`, { role: 'viewer', addresses: [] }]]),
    groups: new Map(),
  }
}
