// Three replicas on one database, and all that surrounds them, on this machine.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSlackWorkspace, type SlackWorkspace } from '../../playground/slack/workspace.js'
import { createTeamsTenant, type TeamsTenant } from '../../playground/teams/tenant.js'
import { createWire } from '../../playground/wire.js'
import { createSystemClock } from '../../src/run/clock.js'
import { createFakeAccount } from '../fake-exchange/accounts.js'
import { createFakeExchange } from '../fake-exchange/server.js'
import { createFakeTenant, type FakeTenant } from '../fake-exchange/tenant.js'
import { createWay, type Way } from '../stores/postgres/way.js'
import { openDoor } from './door.js'
import { connectorOrigin, createOutside, slackOrigin } from './outside.js'
import { createReplica, type Replica } from './replica.js'
import { exchangeApp, toSecrets, toSettings, toTenantId } from './settings.js'

export interface Removal {
  readonly address: string
  readonly at: number
}

export interface Post {
  readonly replica: string
  readonly platform: 'slack' | 'teams'
  readonly at: number
}

export interface World {
  readonly replicas: readonly Replica[]
  readonly leaseSeconds: number
  readonly slack: SlackWorkspace
  readonly teams: TeamsTenant
  /** By which the replicas reach their database. */
  readonly way: Way
  /** Every call that takes somebody off the list, whatever came of it. */
  readonly removals: readonly Removal[]
  readonly posts: readonly Post[]
  /** What should never happen, as it was noticed. */
  readonly troubles: string[]
  readonly logFolder: string
  /** Somebody new is restricted. @returns the address. */
  restrict(): string
  /** How many have been. */
  restricted(): number
  close(): Promise<void>
}

interface WorldParts {
  /** Of a role that may make everything in this database. */
  readonly databaseUrl: string
  readonly tenants: number
  readonly leaseSeconds: number
  /** Minutes that the clock of the last replica's machine is ahead, or behind. */
  readonly minutesAhead: number
}

const permissions = [
  'User.Read.All',
  'AuditLog.Read.All',
  'UserAuthenticationMethod.ReadWrite.All',
  'IdentityRiskyUser.Read.All',
  'Directory.Read.All',
  'ExchangeMessageTrace.Read.All',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'User-PasswordProfile.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
] as const

export async function createWorld({
  databaseUrl,
  tenants: many,
  leaseSeconds,
  minutesAhead,
}: WorldParts): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'reprieve-chaos-'))
  const troubles: string[] = []
  const removals: Removal[] = []
  const posts: Post[] = []
  const tenants = Array.from({ length: many }, createTenant)
  const replicas: Replica[] = []
  const door = await openDoor(() => replicas.flatMap((replica) => replica.port() ?? []))
  const { slack, teams } = await createChat(door.url)
  const exchange = await createFakeExchange({
    homes: tenants.map((tenant, at) => ({ ...exchangeApp, tenant, tenantId: toTenantId(at) })),
  })
  const way = await createWay(databaseUrl)
  const outside = await createOutside({
    slack,
    teams,
    exchangePort: exchange.port,
    onExchange({ body }) {
      const address = readRemoval(body)
      if (address !== undefined) removals.push({ address, at: Date.now() })
    },
    onPost: (post) => void posts.push({ ...post, at: Date.now() }),
  })
  const own = new URL(way.toUrl(databaseUrl))
  own.searchParams.set('sslmode', 'disable')
  for (const [at, name] of ['one', 'two', 'three'].entries()) {
    const settingsPath = join(folder, `${name}.yaml`)
    const dataFolder = join(folder, name)
    await mkdir(dataFolder)
    const settings = toSettings({ slack, dataFolder, tenants: many, proxy: outside.toProxy(name) })
    await writeFile(settingsPath, JSON.stringify(settings))
    replicas.push(
      createReplica({
        name,
        settingsPath,
        logFolder: folder,
        environment: {
          ...toSecrets(slack, own.href),
          NODE_TLS_REJECT_UNAUTHORIZED: '0',
          NODE_NO_WARNINGS: '1',
          REPRIEVE_TEST_LEASE_SECONDS: String(leaseSeconds),
        },
        aheadMilliseconds: at === 2 ? minutesAhead * 60_000 : 0,
        onEnd: (words) => void troubles.push(words),
      }),
    )
  }
  let restricted = 0

  return {
    replicas,
    leaseSeconds,
    slack,
    teams,
    way,
    removals,
    posts,
    troubles,
    logFolder: folder,
    restrict() {
      restricted += 1
      const address = `p${restricted}@contoso.com`
      const tenant = tenants[restricted % tenants.length]
      tenant?.state.accounts.push(createFakeAccount({ upn: address }))
      tenant?.restrict({ kind: 'sender', address }, 'OutboundSpamLast24Hours=30;OutboundMailLast24Hours=31')
      return address
    },
    restricted: () => restricted,
    async close() {
      for (const replica of replicas) replica.thaw()
      await Promise.all(replicas.map((replica) => replica.kill()))
      await Promise.all([slack.stop(), teams.stop()])
      await Promise.all([door.close(), outside.close(), way.close(), exchange.close()])
      if (troubles.length === 0) await rm(folder, { recursive: true, force: true })
    },
  }
}

function createTenant(): FakeTenant {
  const tenant = createFakeTenant()
  for (const permission of permissions) tenant.state.graphPermissions.add(permission)
  tenant.state.directoryRoles.add('User Administrator')
  return tenant
}

async function createChat(botUrl: string) {
  const clock = createSystemClock()
  const wire = createWire(clock)
  const shared = { clock, realClock: clock, wire, botUrl: () => botUrl }
  const saved = { name: 'nowhere', read: () => undefined, write: async () => {} }
  return {
    slack: await createSlackWorkspace({ ...shared, saved, baseUrl: () => slackOrigin }),
    teams: await createTeamsTenant({ ...shared, saved, baseUrl: () => connectorOrigin }),
  }
}

/** Whom a call takes off the list; undefined when it does something else. */
function readRemoval(body: string): string | undefined {
  if (!body.includes('Remove-BlockedSenderAddress')) return undefined
  return /"SenderAddress":\s*"([^"]+)"/.exec(body)?.[1]
}
