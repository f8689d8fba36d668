// Makes the backend that each tenant's settings name. What no tenant names is not even loaded.
import { randomUUID } from 'node:crypto'
import type { Protocol } from '../backends/exchange/protocol.js'
import { createWatchOnly } from '../backends/watch-only.js'
import { type BotSettings, toExchangeIdentity, toTenants } from '../config/index.js'
import type { Tenant } from '../domain/tenant.js'
import type { Clock, Log, RestrictionBackend } from '../ports.js'
import { createSavedFile } from '../stores/saved-file.js'
import { toSandboxPath } from './data-folder.js'
import type { WayOut } from './way-out.js'

/** What a backend gets of the process it runs in. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Node's `process.kill`. */
  readonly kill: (pid: number, signal: 'SIGKILL') => void
  /** Of the Node that it is; undefined where nobody looks at that. */
  readonly nodeVersion?: string
}

interface BackendsParts extends Surroundings {
  /** Listens to every read of real organisations. */
  readonly protocol?: Protocol
  readonly clock: Clock
  readonly log: Log
  readonly wayOut: WayOut
}

export interface MadeTenant {
  readonly tenant: Tenant
  readonly backend: RestrictionBackend
  /** It takes a process of PowerShell. */
  readonly isSticky: boolean
}

export interface Backends {
  readonly tenants: readonly MadeTenant[]
  /**
   * Those of other tenants: whose own settings are the same keep what they have, with all that it remembers. `settle` ends
   * those that are of no use any more, which nobody may ask by then.
   */
  change(
    settings: Pick<BotSettings, 'tenants'>,
  ): Promise<{ readonly tenants: readonly MadeTenant[]; settle(): Promise<void> }>
  close(): Promise<void>
}

type Given = ReturnType<typeof toTenants>[number]
type Settings<Kind extends Given['backend']['kind']> = Extract<Given['backend'], { readonly kind: Kind }>

export async function createBackends(settings: BotSettings, parts: BackendsParts): Promise<Backends> {
  let closeDoor = async () => {}
  const exchange = createExchangeDoor(settings, { ...parts, onClose: (close) => (closeDoor = close) })
  let made = new Map<string, Made>()

  /** One line a backend. */
  async function create({ tenant, backend }: Given): Promise<Pick<Made, 'backend' | 'close'>> {
    switch (backend.kind) {
      case 'sandbox':
        return createSandboxBackend(toSandboxPath(settings.dataFolder, tenant.id), parts.clock)
      case 'exchange':
        return exchange(backend, tenant)
      default:
        return backend satisfies never
    }
  }

  async function make(given: Given): Promise<Made> {
    const { tenant, backend: wanted } = given
    const { isWatchOnly, hasAlertsInStep } = tenant
    const key = JSON.stringify([wanted, isWatchOnly, hasAlertsInStep])
    const before = made.get(tenant.id)
    if (before?.key === key) return before
    const { backend, close } = await create(given)
    return { key, close, backend: isWatchOnly === true ? createWatchOnly(backend) : backend }
  }

  async function change(next: Pick<BotSettings, 'tenants'>) {
    const given = toTenants(next)
    const all = await Promise.all(given.map(async (one) => [one.tenant.id, await make(one)] as const))
    const kept = new Set(all.map(([, one]) => one))
    const over = [...made.values()].filter((one) => !kept.has(one))
    made = new Map(all)
    const tenants = given.map(({ tenant, backend: { kind, ...wanted } }, at) => ({
      tenant,
      backend: all[at]?.[1].backend ?? refuseMissing(),
      isSticky: kind === 'exchange' && 'transport' in wanted && wanted.transport === 'powershell',
    }))
    return { tenants, settle: async () => void (await Promise.all(over.map(({ close }) => close()))) }
  }

  const { tenants } = await change(settings)
  return {
    tenants,
    change,
    async close() {
      await Promise.all([...made.values()].map(({ close }) => close()))
      await closeDoor()
    },
  }
}

interface Made {
  /** What it was made from. */
  readonly key: string
  readonly backend: RestrictionBackend
  close(): Promise<void>
}

function refuseMissing(): never {
  throw new Error('there is no backend of this tenant')
}

/** Whoever connects Slack or Teams to an invented tenant wants to see something happen there, and then to be left alone. */
const sandboxScript = { openingSeconds: 10, everySeconds: 3_600 }

async function createSandboxBackend(path: string, clock: Clock): Promise<Pick<Made, 'backend' | 'close'>> {
  const { createSandbox } = await import('../backends/sandbox/index.js')
  const saved = createSavedFile(path)
  const sandbox = createSandbox({ clock, random: Math.random, saved, script: sandboxScript })
  sandbox.start()
  return { backend: sandbox, close: async () => sandbox.stop() }
}

interface DoorParts extends BackendsParts {
  readonly onClose: (close: () => Promise<void>) => void
}

/** All real tenants share one HTTP client, made for the first of them. */
function createExchangeDoor(
  { proxy, noProxy, protected: entities }: BotSettings,
  { onClose, wayOut, ...parts }: DoorParts,
) {
  const load = once(async () => {
    const [{ createExchange }, { createHttpClient }] = await Promise.all([
      import('../backends/exchange/index.js'),
      import('../backends/exchange/http-client.js'),
    ])
    const http = createHttpClient({ createDispatcher: wayOut.createDispatcher })
    onClose(() => http.close())
    return { createExchange, send: http.send }
  })
  return async (
    settings: Settings<'exchange'>,
    { isWatchOnly, hasAlertsInStep }: Tenant,
  ): Promise<Pick<Made, 'backend' | 'close'>> => {
    const { createExchange, send } = await load()
    const exchange = await createExchange({
      identity: toExchangeIdentity(settings),
      isWatchOnly: isWatchOnly === true,
      hasAlertsInStep: hasAlertsInStep === true,
      cloud: settings.cloud,
      way: toWay(settings),
      send,
      proxy,
      noProxy,
      protectedGroups: entities.flatMap(({ group }) => group ?? []),
      createId: randomUUID,
      ...parts,
    })
    return { backend: exchange, close: () => exchange.close() }
  }
}

function toWay({ transport, powershell }: Settings<'exchange'>) {
  if (transport === 'rest') return { transport } as const
  const { path, modulePath, signIn, recycleAfterCalls, recycleAfterMinutes } = powershell
  return {
    transport,
    signIn,
    settings: {
      program: path,
      ...(modulePath === undefined ? {} : { modulePath }),
      mostCalls: recycleAfterCalls,
      longestMinutes: recycleAfterMinutes,
    },
  } as const
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
