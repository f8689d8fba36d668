// Joins the bot with everything its settings name. What is switched off is not even loaded.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Bot, createBot } from '../bot/index.js'
import {
  type BotSettings,
  type ConsoleSettings,
  findWarnings,
  type Loaded,
  listAlertChannels,
  listSecrets,
  loadWhole,
  readMark,
  type Source,
  type StorePlace,
  toAccess,
  toApproval,
  toPortals,
  toSlackSettings,
  toTeamsSettings,
  toTenants,
} from '../config/index.js'
import type { Access } from '../domain/grants.js'
import { createControl } from '../doors/control.js'
import { createHttpServer } from '../doors/http.js'
import { catalogue, taskKinds } from '../features/index.js'
import { createPeers } from '../features/replicas/roster.js'
import { beginStore, requireStore } from '../features/store-identity/identity.js'
import { createLog } from '../log/index.js'
import { createMetrics } from '../metrics/index.js'
import { platformNames } from '../platforms/names.js'
import { createRenderer, listSamples } from '../platforms/templates/index.js'
import type { Clock, Commit, Log, Memory, Platform, Route, Store } from '../ports.js'
import { createBackends, type Surroundings } from './backends.js'
import { toControlPath } from './data-folder.js'
import { createHeartbeat } from './heartbeat.js'
import { createPagers } from './pagers.js'
import { retireRunning } from './retire-running.js'
import { createTaking, type Taking } from './settings-taken.js'
import { type SettingsWatch, watchSettings } from './settings-watch.js'
import { describePlace, type OpenedStore, openReadingStore, openStore } from './store.js'
import { warmUpLater } from './warm-up.js'
import { createWayOut, type WayOut } from './way-out.js'

/** For tests that kill processes and cannot wait six minutes: no setting, and nobody else's business. */
const leaseVariable = 'REPRIEVE_TEST_LEASE_SECONDS'

export interface RunningBot {
  readonly address: string
  /** Takes up what is written in the settings now. Never rejects. */
  reload(): Promise<void>
  stop(): Promise<void>
}

interface Process extends Surroundings {
  readonly pid: number
  readonly version: string
  /** Ends it: the store can no longer be trusted. */
  readonly onFatal: (error: Error) => void
  /** Where the settings came from, to be looked at again; never when undefined. */
  readonly written?: Written
}

interface Written {
  readonly loaded: Loaded
  readonly source: Source
}

/** @throws ConfigError, StoreError, or the server's own error when the port is taken. */
export async function startBot(
  settings: BotSettings,
  { pid, version, onFatal, environment, kill, nodeVersion, written }: Process,
): Promise<RunningBot> {
  const secrets = new Set(listSecrets(settings))
  const log = createLog({ level: settings.logLevel, secrets })
  for (const warning of findWarnings(settings)) log.warn({ warning }, 'settings.warning')
  const closers = createClosers()
  try {
    const { store, clock, close } = await openOwnStore(settings, { log, pid })
    closers.add(close)
    const wayOut = createWayOut(settings)
    closers.add(() => wayOut.close())
    const backends = await createBackends(settings, { environment, kill, clock, log, wayOut })
    closers.add(() => backends.close())
    await beginStore({ store, clock, createId: randomUUID, log, tenants: listTenants(settings) })
    const taking =
      written && createTaking(written.loaded, { clock, log, load: () => loadWhole(written.source) })
    const alertChannels = toAlertChannels(settings)
    const platforms = await createPlatforms(settings, { store, clock, log, wayOut }, alertChannels)
    const bot = createBot({
      ...toParts(settings, { store, clock, log, nodeVersion }),
      tenants: backends.tenants,
      ...(taking === undefined ? {} : { readSettings: taking.readStanding }),
      platforms,
      pagers: await createPagers(settings, { fetch: wayOut.fetch, clock }),
      ...(settings.heartbeat === undefined ? {} : { heartbeat: createHeartbeat(settings.heartbeat, wayOut) }),
      metrics: createMetrics({ version, taskKinds, platforms: platformNames }),
      replica: { machine: hostname(), version },
      onFatal,
      leaseMilliseconds: toLease(environment),
    })
    const { host, metricsPort } = settings.server
    const isApart = (route: Route) => metricsPort !== undefined && route.path === '/metrics'
    const server = createHttpServer(
      bot.routes.filter((route) => !isApart(route)),
      log,
    )
    const port = await server.listen(settings.server)
    closers.add(() => server.close())
    if (metricsPort !== undefined) {
      const apart = createHttpServer(bot.routes.filter(isApart), log)
      await apart.listen({ host, port: metricsPort })
      closers.add(() => apart.close())
    }
    closers.add(() => bot.stop())
    await bot.start()
    const watch =
      written &&
      taking &&
      watchWritten(written, taking, { bot, backends, alertChannels, secrets, clock, log })
    closers.add(async () => watch?.close())
    const path = toControlPath(settings.dataFolder)
    const control = createControl({
      path,
      retire: (wish) =>
        retireRunning({ store, clock, ...(watch && taking ? { follow: { watch, taking } } : {}) }, wish),
      handlers: bot.handlers,
      callDoctor: bot.callDoctor,
      breakGlass: bot.breakGlass,
      presses: catalogue.presses,
      log,
    })
    closers.add(() => control.close())
    await control.listen().catch((error: unknown) => log.warn({ err: error }, 'control.not-there'))
    const stayCold = warmUpLater(platforms, { clock, log })
    closers.add(async () => stayCold())
    const reload = async () => (watch === undefined ? log.warn({}, 'settings.no-file') : watch.force())
    return { address: toAddress(settings.server.host, port), reload, stop: () => closers.close() }
  } catch (error) {
    await closers.close().catch((failure: unknown) => log.error({ err: failure }, 'bot.not-closed'))
    throw error
  }
}

type Watched = Parameters<Taking['take']>[0] & Pick<Shared, 'clock' | 'log'>

function watchWritten({ loaded, source }: Written, taking: Taking, running: Watched): SettingsWatch {
  const { clock, log } = running
  const take: Parameters<typeof watchSettings>[0]['take'] = (given) => taking.take(running, given)
  return watchSettings({ clock, log, read: () => readMark(source), take }, loaded.origins?.mark ?? '')
}

/** Lists that change with the tenants. */
function toAlertChannels(settings: Pick<BotSettings, 'tenants'>) {
  const { slack, teams } = listAlertChannels(settings)
  return { slack: [...slack], teams: [...teams] }
}

function toLease(environment: Process['environment']): number | undefined {
  const seconds = Number(environment[leaseVariable] ?? '')
  return seconds > 0 ? seconds * 1_000 : undefined
}

/** What was opened last is closed first. */
function createClosers() {
  const closers: (() => Promise<void>)[] = []
  return {
    add: (close: () => Promise<void>) => void closers.unshift(close),
    async close(): Promise<void> {
      for (const close of closers.splice(0)) await close()
    },
  }
}

function toAddress(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`
}

interface QuietBot {
  readonly bot: Bot
  readonly store: Store
  readonly clock: Clock
  close(): Promise<void>
}

/** What the bot knew last, without running anything: needs no secret, reaches nobody, and begins no store. */
export async function openReadingBot(
  settings: Omit<ConsoleSettings, 'access'>,
  access: Access,
  { pid }: { readonly pid: number },
): Promise<QuietBot> {
  const log = createLog({ level: 'silent' })
  const { store: reading, clock, close } = await openReadingStore(settings)
  const open = () => openOwnStore(settings, { log, pid, isBrief: true })
  const store = { ...reading, commit: (commit: Commit) => note(commit, { reading, open }) }
  await requireOwn(store, settings)
  const tenants = settings.tenants.map(({ backend, ...tenant }) => ({
    tenant: { ...tenant, routes: [], portals: toPortals(backend.cloud) },
  }))
  const parts = { store, clock, log, createId: randomUUID, random: Math.random, access }
  const bot = createBot({ ...parts, tenants, platforms: [], onFatal: () => undefined })
  return { bot, store, clock, close }
}

/** A reader changes nothing; that it was refused is a matter for the journal all the same, unless a bot has the folder. */
async function note(
  commit: Commit,
  { reading, open }: { readonly reading: Store; readonly open: () => Promise<OpenedStore> },
): ReturnType<Store['commit']> {
  const { events = [], ...others } = commit
  if (events.length === 0 || Object.keys(others).length > 0) return reading.commit(commit)
  const { store, close } = await open()
  try {
    return await store.commit({ events })
  } finally {
    await close()
  }
}

/** The bot over the same data without running anything, for whoever calls out while none runs: nothing comes in. */
export async function openQuietBot(
  settings: BotSettings,
  { pid, environment, kill, nodeVersion }: Surroundings & { readonly pid: number },
): Promise<QuietBot> {
  const log = createLog({ level: 'silent' })
  const closers = createClosers()
  try {
    const { store, clock, close: closeStore } = await openOwnStore(settings, { log, pid, isBrief: true })
    closers.add(closeStore)
    const wayOut = createWayOut(settings)
    closers.add(() => wayOut.close())
    const { tenants, close } = await createBackends(settings, { environment, kill, clock, log, wayOut })
    closers.add(close)
    // The doctor writes, and must not make a new folder look like one that has been used.
    await beginStore({ store, clock, createId: randomUUID, log, tenants: listTenants(settings) })
    const platforms = await createPlatforms(settings, { store, clock, log, wayOut })
    const pagers = await createPagers(settings, { fetch: wayOut.fetch, clock })
    const parts = toParts(settings, { store, clock, log, nodeVersion })
    const bot = createBot({ ...parts, tenants, platforms, pagers, onFatal: () => undefined })
    return { bot, store, clock, close: () => closers.close() }
  } catch (error) {
    await closers.close()
    throw error
  }
}

interface Shared {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly nodeVersion?: string | undefined
}

type Own = StorePlace & Pick<BotSettings, 'storeId'>

/** @throws ConfigError when it is another store than the settings say. */
async function openOwnStore(settings: Own, opening: Parameters<typeof openStore>[1]): Promise<OpenedStore> {
  const opened = await openStore(settings, opening)
  try {
    await requireOwn(opened.store, settings)
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

function requireOwn(store: Store, settings: Own): Promise<void> {
  const { storeId, store: database } = settings
  return requireStore(store, { storeId, place: describePlace(settings), isDatabase: database !== undefined })
}

function listTenants(settings: BotSettings) {
  return toTenants(settings).map(({ tenant }) => tenant)
}

function toParts(settings: BotSettings, { store, clock, log, nodeVersion }: Shared) {
  return {
    store,
    clock,
    log,
    createId: randomUUID,
    random: Math.random,
    access: toAccess(settings),
    approval: toApproval(settings),
    warnings: findWarnings(settings),
    ...(nodeVersion === undefined ? {} : { nodeVersion }),
    retentionDays: settings.retentionDays,
    places: settings.cards.places,
  }
}

interface PlatformParts {
  readonly store: Memory & Pick<Store, 'isShared' | 'listKeys'>
  readonly clock: Clock
  readonly log: Log
  readonly wayOut: WayOut
  /** Whether a look at Slack asks it about every card; true when undefined. */
  readonly looksAtCards?: boolean
}

/** One line a platform. */
export async function createPlatforms(
  settings: Pick<BotSettings, 'slack' | 'teams' | 'access' | 'tenants'>,
  { store, clock, log, wayOut, looksAtCards = true }: PlatformParts,
  alertChannels = toAlertChannels(settings),
): Promise<readonly Platform[]> {
  const { fetch, dispatcher } = wayOut
  const peers = createPeers({ store, clock })
  const platforms: Platform[] = []
  const slack = toSlackSettings(settings)
  if (slack !== undefined) {
    const { createSlack } = await import('../platforms/slack/index.js')
    platforms.push(
      createSlack({
        settings: { ...slack, alertChannels: alertChannels.slack },
        render: createRenderer({ platform: 'slack', cards: catalogue.cards }),
        catalogue,
        clock,
        log,
        shared: { memory: store, peers },
        ...(looksAtCards
          ? { samples: { list: () => listSamples({ platform: 'slack', cards: catalogue.cards }) } }
          : {}),
        fetch,
        ...(dispatcher === undefined ? {} : { dispatcher }),
      }),
    )
  }
  const teams = toTeamsSettings(settings)
  if (teams !== undefined) {
    const { createTeams } = await import('../platforms/teams/index.js')
    platforms.push(
      createTeams({
        settings: { ...teams, alertChannels: alertChannels.teams },
        render: createRenderer({ platform: 'teams', cards: catalogue.cards }),
        catalogue,
        memory: store,
        peers,
        clock,
        log,
        fetch,
      }),
    )
  }
  return platforms
}
