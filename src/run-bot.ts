// Joins the bot with everything its settings name. What is switched off is not even loaded.
import { randomUUID } from 'node:crypto'
import { type Bot, createBot } from './bot.js'
import { createSystemClock } from './clock.js'
import {
  type BotSettings,
  findWarnings,
  toAccess,
  toSlackSettings,
  toTeamsSettings,
  toTenants,
} from './config.js'
import { createControl } from './control.js'
import { toControlPath, toSandboxPath, toStoreFolder } from './data-folder.js'
import { ConfigError } from './errors.js'
import { createHttpServer } from './http.js'
import { createLog } from './log.js'
import { createMetrics } from './metrics.js'
import { createRenderer } from './platforms/templates.js'
import type { Clock, Log, Platform, RestrictionBackend, Store } from './ports.js'
import { createSavedFile } from './saved-file.js'
import { createFileStore } from './stores/file/index.js'

export interface RunningBot {
  readonly address: string
  stop(): Promise<void>
}

interface Process {
  readonly pid: number
  readonly version: string
  /** Ends it: the store can no longer be trusted. */
  readonly onFatal: (error: Error) => void
}

/** @throws ConfigError, StoreError, or the server's own error when the port is taken. */
export async function startBot(
  settings: BotSettings,
  { pid, version, onFatal }: Process,
): Promise<RunningBot> {
  const log = createLog({ level: settings.logLevel, secrets: listSecrets(settings) })
  for (const warning of findWarnings(settings)) log.warn({ warning }, 'settings.warning')
  const clock = createSystemClock()
  const closers = createClosers()
  try {
    const store = await openStore(settings, { clock, log, pid })
    closers.add(() => store.close())
    const bot = createBot({
      ...(await createParts(settings, { store, clock, log })),
      platforms: await createPlatforms(settings, { store, clock, log }),
      metrics: createMetrics({ version }),
      onFatal,
    })
    const server = createHttpServer(bot.routes, log)
    const port = await server.listen(settings.server)
    closers.add(() => server.close())
    closers.add(() => bot.stop())
    await bot.start()
    const path = toControlPath(settings.dataFolder)
    const control = createControl({ path, handlers: bot.handlers, callDoctor: bot.callDoctor, log })
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

/**
 * The bot over the same data without running anything: for reading while no bot runs. `withPlatforms` for whoever calls
 * out: nothing comes in.
 */
export async function openQuietBot(
  settings: BotSettings,
  { pid, withPlatforms }: { readonly pid: number; readonly withPlatforms: boolean },
): Promise<{ readonly bot: Bot; close(): Promise<void> }> {
  const clock = createSystemClock()
  const log = createLog({ level: 'silent' })
  const store = await openStore(settings, { clock, log, pid })
  try {
    const parts = await createParts(settings, { store, clock, log })
    const platforms = withPlatforms ? await createPlatforms(settings, { store, clock, log }) : []
    const bot = createBot({ ...parts, platforms, onFatal: () => undefined })
    return { bot, close: () => store.close() }
  } catch (error) {
    await store.close()
    throw error
  }
}

interface Surroundings {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

function openStore(settings: BotSettings, parts: Omit<Surroundings, 'store'> & { readonly pid: number }) {
  return createFileStore({ ...parts, folder: toStoreFolder(settings.dataFolder), createId: randomUUID })
}

async function createParts(settings: BotSettings, { store, clock, log }: Surroundings) {
  const tenants = toTenants(settings).map(async ({ tenant, backend }) => ({
    tenant,
    backend: await createBackend(backend, { tenantId: tenant.id, dataFolder: settings.dataFolder, clock }),
  }))
  return {
    store,
    clock,
    log,
    createId: randomUUID,
    random: Math.random,
    access: toAccess(settings),
    warnings: findWarnings(settings),
    tenants: await Promise.all(tenants),
  }
}

interface BackendParts {
  readonly tenantId: string
  readonly dataFolder: string
  readonly clock: Clock
}

/** Whoever connects Slack or Teams to an invented tenant wants to see something happen there, and then to be left alone. */
const sandboxScript = { openingSeconds: 10, everySeconds: 3_600 }

/** One line a backend. */
async function createBackend(
  backend: ReturnType<typeof toTenants>[number]['backend'],
  { tenantId, dataFolder, clock }: BackendParts,
): Promise<RestrictionBackend> {
  switch (backend.kind) {
    case 'sandbox': {
      const { createSandbox } = await import('./backends/sandbox/index.js')
      const saved = createSavedFile(toSandboxPath(dataFolder, tenantId))
      const sandbox = createSandbox({ clock, random: Math.random, saved, script: sandboxScript })
      sandbox.start()
      return sandbox
    }
    case 'exchange':
      throw new ConfigError(['tenants: the Exchange Online backend is not joined yet. Use the sandbox'])
    default:
      return backend satisfies never
  }
}

/** One line a platform. */
async function createPlatforms(
  settings: BotSettings,
  { store, clock, log }: Surroundings,
): Promise<readonly Platform[]> {
  const platforms: Platform[] = []
  const slack = toSlackSettings(settings)
  if (slack !== undefined) {
    const { createSlack } = await import('./platforms/slack/index.js')
    platforms.push(
      createSlack({ settings: slack, render: createRenderer({ platform: 'slack' }), clock, log }),
    )
  }
  const teams = toTeamsSettings(settings)
  if (teams !== undefined) {
    const { createTeams } = await import('./platforms/teams/index.js')
    platforms.push(
      createTeams({
        settings: teams,
        render: createRenderer({ platform: 'teams' }),
        memory: store,
        clock,
        log,
      }),
    )
  }
  return platforms
}

/** Every secret of the settings, to keep their values out of the log whatever carries them there. */
function listSecrets({ slack, teams, tenants, proxy }: BotSettings): readonly string[] {
  const backends = tenants.flatMap(({ backend }) => (backend.kind === 'exchange' ? [backend] : []))
  return [
    slack?.botToken,
    slack?.signingSecret,
    slack?.appToken,
    teams?.appPassword,
    teams?.certificate?.privateKey,
    proxy,
    ...backends.flatMap(({ certificate, clientSecret }) => [certificate, clientSecret]),
  ].filter((secret) => secret !== undefined)
}
