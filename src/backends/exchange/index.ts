// Exchange Online as a backend: cmdlets over one of two ways, Graph beside them.
import type { Clock, CreateId, Log, RestrictionBackend } from '../../ports.js'
import { noAlerts } from '../no-alerts.js'
import { createAlerts } from './alerts/index.js'
import { type Cloud, type CloudName, clouds } from './clouds.js'
import type { Cmdlets } from './cmdlets.js'
import { createContain } from './contain/index.js'
import type { Identity, Tokens } from './credential.js'
import { createSearchDeeds } from './deeds.js'
import { createReadEarlySigns } from './early/index.js'
import { createGather } from './evidence/index.js'
import { createExamine } from './examine/index.js'
import { createGraph } from './graph-client.js'
import type { SendHttp } from './http.js'
import { createTraceMail, usualApartMilliseconds } from './mail-flow/index.js'
import { createTraceSource } from './mail-flow/source.js'
import { createReadPolicies } from './policies/index.js'
import type { PowerShellSettings } from './powershell/settings.js'
import type { Protocol } from './protocol.js'
import { createRestrictions } from './restrictions.js'
import { graphRoutes } from './surface/graph.js'
import { createTokens } from './tokens.js'

/** How cmdlets are run. */
export type Way =
  | { readonly transport: 'rest' }
  | {
      readonly transport: 'powershell'
      /** Undefined: with the certificate when there is one, else with a token. */
      readonly signIn: 'token' | 'certificate' | undefined
      readonly settings: Partial<PowerShellSettings>
    }

export interface ExchangeParts {
  readonly identity: Identity
  readonly cloud: CloudName
  readonly way: Way
  /** All tenants may share one. */
  readonly send: SendHttp
  /** Which `send` goes through, for PowerShell to do the same. */
  readonly proxy: string | undefined
  /** Hosts that are reached straight, with commas between. */
  readonly noProxy?: string | undefined
  readonly clock: Clock
  readonly createId: CreateId
  readonly log: Log
  /** Object ids of groups whose members the settings protect: the evidence says who is in one. */
  readonly protectedGroups?: readonly string[]
  /** From one read of message trace or sign-ins for several senders to the next, in milliseconds; what Microsoft's limits leave room for when undefined. */
  readonly apartMilliseconds?: number
  /** Nothing is changed there: the doctor misses no right to. */
  readonly isWatchOnly?: boolean
  /** Defender's alerts are kept in step there: the doctor misses the right to. */
  readonly hasAlertsInStep?: boolean
  /** Listens to every read. */
  readonly protocol?: Protocol
  /** Of this process: PowerShell is given what it needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Node's `process.kill`. */
  readonly kill: (pid: number, signal: 'SIGKILL') => void
}

export interface Exchange extends RestrictionBackend {
  /** Ends the processes it has started. Nothing may be called afterwards. */
  close(): Promise<void>
}

export async function createExchange(parts: ExchangeParts): Promise<Exchange> {
  const { identity, send, proxy, clock, createId } = parts
  const cloud = clouds[parts.cloud]
  const tokens = createTokens({ identity, cloud, send, clock })
  const asked = await createCmdlets(parts, { cloud, tokens })
  const askedGraph = createGraph({ cloud, tokens, send, clock, createId })
  const cmdlets = parts.protocol?.toCmdlets(asked) ?? asked
  const graph = parts.protocol?.toGraph(askedGraph) ?? askedGraph
  const transport = parts.way.transport
  const restrictions = createRestrictions(cmdlets)
  const isByToken =
    identity.credential.kind === 'secret' ||
    (parts.way.transport === 'powershell' && parts.way.signIn === 'token')
  const { isWatchOnly, hasAlertsInStep, apartMilliseconds = usualApartMilliseconds } = parts
  const { hasGraphTraces } = cloud
  const source = createTraceSource({ cmdlets, graph, clock, hasGraphTraces, apartMilliseconds })
  const examined = {
    isWatchOnly,
    hasAlertsInStep,
    identity,
    cloud,
    tokens,
    cmdlets,
    graph,
    send,
    clock,
    transport,
    proxy,
  }
  return {
    ...restrictions,
    gather: createGather({
      cmdlets,
      graph,
      clock,
      cloud: parts.cloud,
      protectedGroups: parts.protectedGroups ?? [],
      organisationId: identity.tenantId,
      apartMilliseconds: parts.apartMilliseconds,
    }),
    traceMail: createTraceMail({ cmdlets, graph, clock, source, apartMilliseconds }),
    readEarlySigns: createReadEarlySigns({ cmdlets, graph, clock, source }),
    contain: createContain({ cmdlets, graph }),
    alerts: isAlertCloud(parts.cloud) ? createAlerts({ graph }) : noAlerts,
    readPolicies: createReadPolicies({ cmdlets, clock }),
    searchDeeds: createSearchDeeds({ cmdlets, graph, cloud: parts.cloud }),
    examine: createExamine({ ...examined, cloudName: parts.cloud, isByToken, list: restrictions.list }),
    close: () => cmdlets.close(),
  }
}

function isAlertCloud(cloud: CloudName): boolean {
  return !graphRoutes.some(
    ({ features, notIn }) => features.includes('defenderAlerts') && notIn.includes(cloud),
  )
}

async function createCmdlets(
  { identity, way, send, proxy, noProxy, clock, createId, log, environment, kill }: ExchangeParts,
  { cloud, tokens }: { readonly cloud: Cloud; readonly tokens: Tokens },
): Promise<Cmdlets> {
  const shared = { identity, cloud, tokens, clock, createId }
  switch (way.transport) {
    case 'rest': {
      const { createRestCmdlets } = await import('./rest/index.js')
      return createRestCmdlets({ ...shared, send })
    }
    case 'powershell': {
      const { createPowerShellCmdlets } = await import('./powershell/index.js')
      const settings = { ...way.settings, proxy, noProxy }
      return createPowerShellCmdlets({ ...shared, log, environment, kill, signIn: way.signIn, settings })
    }
    default:
      return way satisfies never
  }
}
