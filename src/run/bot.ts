// Joins the bot with everything its settings name. What is switched off is not even loaded.
import { randomUUID } from 'node:crypto'
import { type Bot, createBot } from '../bot/index.js'
import {
  type BotSettings,
  type ConsoleSettings,
  findWarnings,
  listSecrets,
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
import { StoreError } from '../errors.js'
import { catalogue, duties, taskKinds } from '../features/index.js'
import { beginStore, requireStore } from '../features/store-identity/identity.js'
import { createLog } from '../log/index.js'
import { createMetrics } from '../metrics/index.js'
import { platformNames } from '../platforms/names.js'
import { createRenderer } from '../platforms/templates/index.js'
import type { Clock, Commit, Log, Platform, Route, Store } from '../ports.js'
import { createFileStore, hasStore } from '../stores/file/index.js'
import { openForReading } from '../stores/file/reading.js'
import { createBackends, type Surroundings } from './backends.js'
import { createSystemClock } from './clock.js'
import { toControlPath, toStoreFolder } from './data-folder.js'
import { createWayOut, type WayOut } from './way-out.js'

export interface RunningBot {
  readonly address: string
  stop(): Promise<void>
}

interface Process extends Surroundings {
  readonly pid: number
  readonly version: string
  /** Ends it: the store can no longer be trusted. */
  readonly onFatal: (error: Error) => void
}

/** @throws ConfigError, StoreError, or the server's own error when the port is taken. */
export async function startBot(
  settings: BotSettings,
  { pid, version, onFatal, environment, kill }: Process,
): Promise<RunningBot> {
  const log = createLog({ level: settings.logLevel, secrets: listSecrets(settings) })
  for (const warning of findWarnings(settings)) log.warn({ warning }, 'settings.warning')
  const clock = createSystemClock()
  const closers = createClosers()
  try {
    const store = await openStore(settings, { clock, log, pid })
    closers.add(() => store.close())
    const wayOut = createWayOut(settings)
    closers.add(() => wayOut.close())
    const backends = await createBackends(settings, { environment, kill, clock, log, wayOut })
    closers.add(() => backends.close())
    await beginStore({ store, clock, createId: randomUUID, log, tenants: listTenants(settings) })
    const bot = createBot({
      ...toParts(settings, { store, clock, log }),
      tenants: backends.tenants,
      platforms: await createPlatforms(settings, { store, clock, log, wayOut }),
      metrics: createMetrics({ version, taskKinds, platforms: platformNames }),
      onFatal,
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
    const path = toControlPath(settings.dataFolder)
    const control = createControl({
      path,
      handlers: bot.handlers,
      callDoctor: bot.callDoctor,
      breakGlass: bot.breakGlass,
      presses: catalogue.presses,
      log,
    })
    closers.add(() => control.close())
    await control.listen().catch((error: unknown) => log.warn({ err: error }, 'control.not-there'))
    return { address: toAddress(settings.server.host, port), stop: () => closers.close() }
  } catch (error) {
    await closers.close().catch((failure: unknown) => log.error({ err: failure }, 'bot.not-closed'))
    throw error
  }
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
  close(): Promise<void>
}

/** What the bot knew last, without running anything: needs no secret, reaches nobody, and begins no store. */
export async function openReadingBot(
  settings: Omit<ConsoleSettings, 'access'>,
  access: Access,
  { pid }: { readonly pid: number },
): Promise<QuietBot> {
  const folder = toStoreFolder(settings.dataFolder)
  if (!(await hasStore(folder)))
    throw new StoreError(
      `There is no store in ${folder}: no bot has run there yet, or it is another folder. Say which with --data, or the settings with --config or REPRIEVE_CONFIG.`,
      false,
    )
  const clock = createSystemClock()
  const log = createLog({ level: 'silent' })
  const reading = await openForReading(folder)
  const open = () => openStore(settings, { clock, log, pid, isBrief: true })
  const store = { ...reading, commit: (commit: Commit) => note(commit, { reading, open }) }
  await requireStore(store, settings)
  const tenants = settings.tenants.map(({ backend, ...tenant }) => ({
    tenant: { ...tenant, routes: [], portals: toPortals(backend.cloud) },
  }))
  const parts = { store, clock, log, createId: randomUUID, random: Math.random, access }
  return {
    bot: createBot({ ...parts, tenants, platforms: [], onFatal: () => undefined }),
    close: () => store.close(),
  }
}

/** A reader changes nothing; that it was refused is a matter for the journal all the same, unless a bot has the folder. */
async function note(
  commit: Commit,
  { reading, open }: { readonly reading: Store; readonly open: () => Promise<Store> },
): ReturnType<Store['commit']> {
  const { events = [], ...others } = commit
  if (events.length === 0 || Object.keys(others).length > 0) return reading.commit(commit)
  const store = await open()
  try {
    return await store.commit({ events })
  } finally {
    await store.close()
  }
}

/** The bot over the same data without running anything, for whoever calls out while none runs: nothing comes in. */
export async function openQuietBot(
  settings: BotSettings,
  { pid, environment, kill }: Surroundings & { readonly pid: number },
): Promise<QuietBot> {
  const clock = createSystemClock()
  const log = createLog({ level: 'silent' })
  const closers = createClosers()
  try {
    const store = await openStore(settings, { clock, log, pid, isBrief: true })
    closers.add(() => store.close())
    const wayOut = createWayOut(settings)
    closers.add(() => wayOut.close())
    const { tenants, close } = await createBackends(settings, { environment, kill, clock, log, wayOut })
    closers.add(close)
    // The doctor writes, and must not make a new folder look like one that has been used.
    await beginStore({ store, clock, createId: randomUUID, log, tenants: listTenants(settings) })
    const platforms = await createPlatforms(settings, { store, clock, log, wayOut })
    const parts = toParts(settings, { store, clock, log })
    const bot = createBot({ ...parts, tenants, platforms, onFatal: () => undefined })
    return { bot, close: () => closers.close() }
  } catch (error) {
    await closers.close()
    throw error
  }
}

interface Shared {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

/** @throws ConfigError when it is another store than the settings say. */
async function openStore(
  settings: Pick<BotSettings, 'dataFolder' | 'storeId'>,
  parts: Omit<Shared, 'store'> & { readonly pid: number; readonly isBrief?: boolean },
): Promise<Store> {
  const store = await createFileStore({
    duties,
    ...parts,
    folder: toStoreFolder(settings.dataFolder),
    createId: randomUUID,
  })
  try {
    await requireStore(store, settings)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

function listTenants(settings: BotSettings) {
  return toTenants(settings).map(({ tenant }) => tenant)
}

function toParts(settings: BotSettings, { store, clock, log }: Shared) {
  return {
    store,
    clock,
    log,
    createId: randomUUID,
    random: Math.random,
    access: toAccess(settings),
    approval: toApproval(settings),
    warnings: findWarnings(settings),
    retentionDays: settings.retentionDays,
    places: settings.cards.places,
  }
}

/** One line a platform. */
async function createPlatforms(
  settings: BotSettings,
  { store, clock, log, wayOut }: Shared & { readonly wayOut: WayOut },
): Promise<readonly Platform[]> {
  const { fetch, dispatcher } = wayOut
  const platforms: Platform[] = []
  const slack = toSlackSettings(settings)
  if (slack !== undefined) {
    const { createSlack } = await import('../platforms/slack/index.js')
    platforms.push(
      createSlack({
        settings: slack,
        render: createRenderer({ platform: 'slack', cards: catalogue.cards }),
        catalogue,
        clock,
        log,
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
        settings: teams,
        render: createRenderer({ platform: 'teams', cards: catalogue.cards }),
        catalogue,
        memory: store,
        clock,
        log,
        fetch,
      }),
    )
  }
  return platforms
}
