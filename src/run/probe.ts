// Looks at one part of settings that nobody runs yet: whether a token is one, an organisation answers, a channel is there.
// Reads only, keeps nothing, and needs neither data folder nor database.
import { randomUUID } from 'node:crypto'
import type { SendHttp } from '../backends/exchange/http.js'
import { withDeadline } from '../concurrency/within.js'
import { type BotSettings, toExchangeIdentity } from '../config/index.js'
import type { PlatformName } from '../domain/actor.js'
import type { Check } from '../domain/check.js'
import { BackendError, ConfigError, PlatformError } from '../errors.js'
import { createLog } from '../log/index.js'
import type { FoundTeam } from '../platforms/slack/team.js'
import { createBackends, type Surroundings } from './backends.js'
import { createPlatforms } from './bot.js'
import { createSystemClock } from './clock.js'
import { createWayOut, type ProxySettings } from './way-out.js'

type ExchangeSettings = Extract<BotSettings['tenants'][number]['backend'], { readonly kind: 'exchange' }>

export interface Probe {
  examinePlatform(name: PlatformName): Promise<readonly Check[]>
  examineTenant(id: string): Promise<readonly Check[]>
  /** Who has this mailbox there, as the platform calls them; undefined when nobody, or when it cannot be told. */
  findPerson(name: PlatformName, address: string): Promise<string | undefined>
  /** The account in Entra of the first organisation that knows the address. */
  findAccount(address: string): Promise<string | undefined>
}

/** PowerShell has to connect first. */
const longestMilliseconds = 75_000

/** @throws ConfigError when a part of the settings is not usable by itself. */
export async function withProbe<Value>(
  settings: BotSettings,
  surroundings: Surroundings,
  use: (probe: Probe) => Promise<Value>,
): Promise<Value> {
  const clock = createSystemClock()
  const log = createLog({ level: 'silent' })
  const wayOut = createWayOut(settings)

  /** Nothing but what is looked at is made: another part may be the one that cannot. */
  async function withTenants<Given>(
    tenants: BotSettings['tenants'],
    ask: (backends: Awaited<ReturnType<typeof createBackends>>['tenants']) => Promise<Given>,
  ): Promise<Given> {
    const given = { ...settings, tenants: [...tenants] }
    const backends = await createBackends(given, { ...surroundings, clock, log, wayOut })
    try {
      return await ask(backends.tenants)
    } finally {
      await backends.close()
    }
  }

  async function findPlatform(name: PlatformName) {
    const { slack, teams, access, tenants } = settings
    // Where the bot was added to is known to the one that runs alone: of Teams no channel is looked at.
    const only = name === 'slack' ? { access, tenants, slack } : { access, tenants: [], teams }
    const [platform] = await createPlatforms(only, {
      store: nothingKept,
      clock,
      log,
      wayOut,
      // Whether Slack takes every card has nothing to do with what is answered here, and takes many calls.
      looksAtCards: false,
    })
    return platform
  }

  const probe: Probe = {
    examinePlatform: (name) =>
      toChecks(async () => {
        const platform = await findPlatform(name)
        return platform === undefined ? [] : withDeadline(clock, longestMilliseconds, platform.examine)
      }),
    examineTenant: (id) =>
      toChecks(() =>
        withTenants(
          // The invented one has nothing to be looked at, and would begin to live.
          settings.tenants.filter(
            ({ backend, ...tenant }) => tenant.id === id && backend.kind === 'exchange',
          ),
          async ([given]) =>
            given === undefined ? [] : withDeadline(clock, longestMilliseconds, given.backend.examine),
        ),
      ),
    async findPerson(name, address) {
      const owner = { entraId: undefined, addresses: [address] }
      return (await findPlatform(name))?.findPerson(owner).catch(toNobody)
    },
    async findAccount(address) {
      for (const { backend } of settings.tenants) {
        if (backend.kind !== 'exchange') continue
        const found = await withHttp(settings, async (asking) => {
          const { findAccountId } = await import('../backends/exchange/look-up.js')
          const identity = toExchangeIdentity(backend)
          return findAccountId({
            identity,
            cloud: backend.cloud,
            address,
            clock,
            createId: randomUUID,
            ...asking,
          })
        }).catch(toNobody)
        if (found !== undefined) return found
      }
      return undefined
    },
  }
  try {
    return await use(probe)
  } finally {
    await wayOut.close()
  }
}

/** Whoever cannot be asked is asked for the id itself. */
function toNobody(): undefined {
  return undefined
}

async function toChecks(examine: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await examine()
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map((found) => ({ name: 'Settings', result: 'problem', found, remedy: '' }))
    if (!(error instanceof BackendError || error instanceof PlatformError)) throw error
    const remedy = 'Check the network and the proxy of this machine.'
    return [{ name: 'Checks', result: 'problem', found: error.message, remedy }]
  }
}

/** A memory that is empty and stays so. */
const nothingKept = {
  isShared: false,
  recall: async () => undefined,
  remember: async () => {},
  listKeys: async () => [],
}

/** Of which workspace the token is, or why it cannot be told. */
export async function findSlackTeam(botToken: string, proxy: ProxySettings): Promise<FoundTeam> {
  const { findTeam } = await import('../platforms/slack/team.js')
  const wayOut = createWayOut(proxy)
  try {
    const log = createLog({ level: 'silent' })
    return await findTeam({ botToken, fetch: wayOut.fetch, clock: createSystemClock(), log })
  } finally {
    await wayOut.close()
  }
}

/** The directory that a domain belongs to; undefined when nobody knows it or nobody can be asked. */
export function findDirectory(
  { domain, cloud }: { readonly domain: string; readonly cloud: ExchangeSettings['cloud'] },
  proxy: ProxySettings,
): Promise<string | undefined> {
  return withHttp(proxy, async (asking) => {
    const { findTenantId } = await import('../backends/exchange/look-up.js')
    return findTenantId({ domain, cloud, ...asking })
  }).catch(toNobody)
}

const lookUpMilliseconds = 20_000

interface Asking {
  readonly send: SendHttp
  readonly signal: AbortSignal
}

async function withHttp<Value>(
  proxy: ProxySettings,
  ask: (asking: Asking) => Promise<Value>,
): Promise<Value> {
  const { createHttpClient } = await import('../backends/exchange/http-client.js')
  const wayOut = createWayOut(proxy)
  const http = createHttpClient({ createDispatcher: wayOut.createDispatcher })
  try {
    return await ask({ send: http.send, signal: AbortSignal.timeout(lookUpMilliseconds) })
  } finally {
    await http.close()
    await wayOut.close()
  }
}
