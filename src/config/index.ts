// The door to the settings: one schema for every one of them, in a file or in the environment.
export {
  listAlertChannels,
  toAccess,
  toApproval,
  toExchangeIdentity,
  toSlackSettings,
  toTeamsSettings,
  toTenants,
} from './apply.js'
export {
  type ConsoleSettings,
  type ListedTenant,
  loadConsoleSettings,
  loadDataFolder,
  loadStorePlace,
  loadTenantList,
  type StorePlace,
} from './console.js'
export { describeSettings, toJsonSchema } from './describe.js'
export { createDraft, type Draft } from './draft.js'
export { exampleYaml } from './example.js'
export { readSettings, type Settings } from './playground.js'
export { toPortals } from './portals.js'
export { type Loaded, loadSettings, loadWhole, readMark, readSettingsFile, type Source } from './read.js'
export type { BotSettings } from './schema.js'
export { listSecrets } from './secrets.js'
export { describeDatabase, type StoreSettings, toDatabaseUrl } from './store.js'
export { readStoreAddress } from './store-address.js'
export type { BesideChange, TenantPlace } from './tenants/besides.js'
export { findTenantProblems, listWaiting } from './tenants/changes.js'
export { tenantColumns } from './tenants/columns.js'
export type { NewTenant } from './tenants/edit.js'
export { tellSources, tellTenant } from './tenants/effective.js'
export { mergeChannels } from './tenants/merge.js'
export { listTenantSources, type TenantSource } from './tenants/sources.js'
export { findTwoPersonProblem } from './two-people.js'
export { findWarnings } from './warnings.js'
export { describeWritten, type Written } from './written.js'
