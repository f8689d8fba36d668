// The door to the settings: one schema for every one of them, in a file or in the environment.
export { toAccess, toExchangeIdentity, toSlackSettings, toTeamsSettings, toTenants } from './config/apply.js'
export { type ConsoleSettings, loadConsoleSettings, loadDataFolder } from './config/console.js'
export { describeSettings, toJsonSchema } from './config/describe.js'
export { exampleYaml } from './config/example.js'
export { readSettings, type Settings } from './config/playground.js'
export { loadSettings, readSettingsFile } from './config/read.js'
export type { BotSettings } from './config/schema.js'
export { findWarnings } from './config/warnings.js'
