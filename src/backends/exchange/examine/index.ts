// Whether everything works that Reprieve needs of Exchange and Graph, one line each. Changes nothing.
import type { Clock, RestrictionBackend } from '../../../ports.js'
import type { Cloud, CloudName } from '../clouds.js'
import type { Cmdlets } from '../cmdlets.js'
import type { Identity, Tokens } from '../credential.js'
import type { Graph } from '../graph.js'
import type { SendHttp } from '../http.js'
import { checkCmdlets, checkList } from './cmdlets.js'
import { checkCredential } from './credential.js'
import { checkGraph } from './graph.js'
import { checkSignInHost } from './sign-in-host.js'
import { checkTokens } from './tokens.js'
import { checkTraces } from './traces.js'
import { describeProxy, describeTransport, type Transport } from './transport.js'

export interface ExamineParts {
  readonly identity: Identity
  readonly cloud: Cloud
  readonly tokens: Tokens
  readonly cmdlets: Cmdlets
  readonly graph: Graph
  readonly send: SendHttp
  readonly clock: Clock
  readonly list: RestrictionBackend['list']
  readonly transport: Transport
  /** Whether PowerShell is handed a token. */
  readonly isByToken: boolean
  /** The worldwide one when undefined. */
  readonly cloudName?: CloudName
  /** Nothing is changed there. */
  readonly isWatchOnly?: boolean | undefined
  /** Defender's alerts are kept in step there. */
  readonly hasAlertsInStep?: boolean | undefined
  /** The proxy's URL; undefined when there is none. */
  readonly proxy?: string | undefined
}

export function createExamine(parts: ExamineParts): RestrictionBackend['examine'] {
  const {
    isWatchOnly = false,
    hasAlertsInStep = false,
    identity,
    cloud,
    tokens,
    cmdlets,
    graph,
    clock,
    transport,
    proxy,
    list: restrictions,
  } = parts
  const extent = { isWatchOnly, hasAlertsInStep, cloudName: parts.cloudName ?? 'worldwide' } as const
  return async (signal) => {
    const [host, given, list, allowed, permissions, traces] = await Promise.all([
      checkSignInHost(parts, signal),
      checkTokens(tokens, signal),
      checkList(restrictions, signal),
      checkCmdlets(cmdlets, extent, signal),
      checkGraph(graph, extent, signal),
      checkTraces({ graph, clock, hasGraphTraces: cloud.hasGraphTraces }, signal),
    ])
    return [
      describeTransport(transport, parts.isByToken),
      describeProxy(proxy),
      ...host,
      checkCredential(identity.credential, clock.now()),
      ...given,
      ...list,
      ...allowed,
      ...permissions,
      ...traces,
    ]
  }
}
