// Another reading of the settings on its way into the running bot.
import type { Bot } from '../bot/index.js'
import {
  type BotSettings,
  findTenantProblems,
  findWarnings,
  type Loaded,
  listAlertChannels,
  listSecrets,
  listWaiting,
  tellSources,
  toAccess,
} from '../config/index.js'
import type { SettingsStanding } from '../domain/settings-standing.js'
import { ConfigError } from '../errors.js'
import type { Clock, Log } from '../ports.js'
import type { Backends } from './backends.js'

interface TakingParts {
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** @throws ConfigError */
  load(): Promise<Loaded>
}

interface Running {
  readonly bot: Pick<Bot, 'changeTenants'>
  readonly backends: Pick<Backends, 'change'>
  /** Those of the platforms, which look there when they need them. */
  readonly alertChannels: Readonly<Record<'slack' | 'teams', string[]>>
  readonly secrets: Set<string>
}

export interface Taking {
  readStanding(): SettingsStanding
  /** Those in use. */
  listTenantIds(): readonly string[]
  /** Takes what is written now, or says why not. Rejects when it could not be saved. */
  take(running: Running, given: { readonly isForced: boolean }): Promise<void>
}

export function createTaking(first: Loaded, { clock, log, load }: TakingParts): Taking {
  let { settings } = first
  let standing: SettingsStanding = { takenAt: clock.now(), from: tellFrom(first), problems: [], waiting: [] }

  function refuse(problems: readonly string[]): void {
    standing = { ...standing, problems }
    log.error({ problems }, 'settings.refused')
  }

  async function read(isForced: boolean): Promise<Loaded | undefined> {
    try {
      const loaded = await load()
      const problems = findTenantProblems(settings, loaded.settings, { isForced })
      if (problems.length === 0) return loaded
      refuse(problems)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      refuse(error.problems)
    }
    return undefined
  }

  return {
    readStanding: () => standing,
    listTenantIds: () => settings.tenants.map(({ id }) => id),
    async take(running, { isForced }) {
      const loaded = await read(isForced)
      if (loaded === undefined) return
      const waiting = listWaiting(first.settings, loaded.settings)
      const next = { ...settings, tenants: loaded.settings.tenants }
      const isOther = JSON.stringify(next.tenants) !== JSON.stringify(settings.tenants)
      if (isOther) await change(running, next)
      settings = next
      standing = { takenAt: clock.now(), from: tellFrom(loaded), problems: [], waiting }
      if (waiting.length > 0) log.warn({ waiting }, 'settings.wait-for-restart')
      log.info({ tenants: next.tenants.length, from: standing.from, isOther }, 'settings.taken')
    },
  }
}

async function change({ bot, backends, alertChannels, secrets }: Running, next: BotSettings): Promise<void> {
  for (const secret of listSecrets(next)) secrets.add(secret)
  const { tenants, settle } = await backends.change(next)
  const channels = listAlertChannels(next)
  for (const platform of ['slack', 'teams'] as const)
    alertChannels[platform].splice(0, Number.POSITIVE_INFINITY, ...channels[platform])
  await bot.changeTenants({ tenants, access: toAccess(next), warnings: findWarnings(next) })
  await settle()
}

function tellFrom({ origins }: Loaded): string {
  return origins === undefined ? '' : tellSources(origins)
}
