// Reads an organisation once, everything that is ever read of one, and keeps of it what names nobody. Changes nothing, and
// needs neither store nor chat.
import { createProtocol } from '../backends/exchange/protocol.js'
import type { BotSettings } from '../config/index.js'
import type { Entity } from '../domain/entity.js'
import { hourMilliseconds } from '../domain/instant.js'
import type { LiveReport } from '../domain/protocol.js'
import { BackendError, ConfigError } from '../errors.js'
import { getTenant } from '../features/entrance/get-tenant.js'
import { createLog } from '../log/index.js'
import type { RestrictionBackend } from '../ports.js'
import { createBackends, type Surroundings } from './backends.js'
import { createSystemClock } from './clock.js'
import { createWayOut } from './way-out.js'

interface Wish {
  /** As people name it; undefined when there is one only. */
  readonly tenant: string | undefined
  /** Whose evidence is read when nobody is restricted. */
  readonly address: string | undefined
}

/** @throws ConfigError when the tenant is not a real one, or several are. @throws RefusedError when none is called so. */
export async function readLive(
  settings: BotSettings,
  { tenant: wanted, address }: Wish,
  surroundings: Surroundings,
): Promise<LiveReport> {
  const chosen = findTenant(settings, wanted)
  const clock = createSystemClock()
  const protocol = createProtocol(clock)
  const log = createLog({ level: 'silent' })
  const only = { ...settings, tenants: [chosen] }
  const wayOut = createWayOut(settings)
  const backends = await createBackends(only, { ...surroundings, clock, log, protocol, wayOut })
  try {
    const [given] = backends.tenants
    if (given === undefined) throw new Error('there is no backend of this tenant')
    const problems = await readEverything(given.backend, address, clock.now())
    const { backend } = chosen
    const way =
      backend.kind === 'exchange' ? { cloud: backend.cloud, transport: backend.transport } : undefined
    return { ...way, problems, calls: protocol.list() }
  } finally {
    await backends.close()
    await wayOut.close()
  }
}

function findTenant({ tenants }: BotSettings, wanted: string | undefined): BotSettings['tenants'][number] {
  const named = wanted === undefined ? tenants : [getTenant(tenants, wanted)]
  const found = named.filter(({ backend }) => backend.kind === 'exchange')
  const [tenant, ...others] = found
  if (tenant === undefined)
    throw new ConfigError([
      'Only an organisation with the backend exchange can be read live, and there is none such. Connect one first: docs/connect-exchange.md.',
    ])
  if (others.length > 0)
    throw new ConfigError([
      `There are several: say with --tenant which one is read (${found.map(({ id }) => id).join(', ')}).`,
    ])
  return tenant
}

/** What could not be read, as the codes of errors: their words may name somebody. */
export async function readEverything(
  backend: RestrictionBackend,
  address: string | undefined,
  now: number,
): Promise<readonly string[]> {
  const problems: string[] = []
  const signal = new AbortController().signal
  async function read<Value>(what: string, ask: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      problems.push(`${what}: ${error.code}`)
      return undefined
    }
  }

  const listed = await read('the list', () => backend.list(signal))
  const entities = [
    ...(address === undefined ? [] : [{ kind: 'sender', address } as const]),
    ...pickKinds(listed?.restrictions ?? []),
  ]
  if (entities.length === 0)
    problems.push('evidence: nobody is restricted; name a mailbox with --entity to read its evidence')
  for (const entity of entities) {
    await read('evidence', () => backend.gather(entity, signal))
    await read('message trace', () => backend.traceMail(entity, now - 24 * hourMilliseconds, signal))
    await read('one entry', () => backend.find(entity, signal))
  }
  await read('policies', () => backend.readPolicies(signal))
  const window = { from: now - 24 * hourMilliseconds, to: now }
  await read('the audit log', () => backend.searchDeeds({ what: 'policies', ...window }, signal))
  return problems
}

/** One of each kind is enough. */
function pickKinds(restrictions: readonly { readonly entity: Entity }[]): readonly Entity[] {
  const kinds = ['sender', 'connector'] as const
  return kinds.flatMap((kind) => restrictions.find(({ entity }) => entity.kind === kind)?.entity ?? [])
}
