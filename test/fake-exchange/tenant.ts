// The fake tenant behind every transport: REST, PowerShell's stub module and Graph all ask it. One file per family of
// cmdlets; each brings a table of its own.
import { type Entity, toEntityKey } from '../../src/domain/entity.js'
import { type FakeCmdlet, FakeCmdletError } from './cmdlet.js'
import { blockedCmdlets } from './cmdlets-blocked.js'
import { changingCmdlets } from './cmdlets-changing.js'
import { policyCmdlets } from './cmdlets-policies.js'
import { readingCmdlets } from './cmdlets-reading.js'
import type { FakeGraphAnswer, FakeGraphRequest } from './graph.js'
import { answerGraph } from './graph.js'
import { alertRoutes } from './graph-alerts.js'
import { changingRoutes } from './graph-changing.js'
import { readingRoutes } from './graph-reading.js'
import { traceRoutes } from './graph-traces.js'
import type { FakeState } from './model.js'
import { keepListed, refuseUnlisted } from './surface.js'

const table: Readonly<Record<string, FakeCmdlet>> = {
  ...blockedCmdlets,
  ...readingCmdlets,
  ...changingCmdlets,
  ...policyCmdlets,
}

export interface FakeTenant {
  readonly state: FakeState
  /** Undefined: there is no such cmdlet for this identity, which Exchange answers with a bare 403. */
  findCmdlet(name: string): FakeCmdlet | undefined
  run(name: string, parameters: Readonly<Record<string, unknown>>): ReturnType<FakeCmdlet>
  /** What Graph answers; a missing permission is 403, what is not there 404. */
  graph(request: FakeGraphRequest): FakeGraphAnswer
  restrict(entity: Entity, reason: string): void
  clear(entity: Entity): void
  countRemovals(entity: Entity): number
}

export function createFakeTenant({ now = Date.now }: { readonly now?: () => number } = {}): FakeTenant {
  const state: FakeState = {
    alerts: [],
    listings: [],
    removals: [],
    accounts: [],
    groups: [],
    apps: [],
    connectors: [],
    relayed: [],
    audit: [],
    auditSessions: new Map(),
    transportRules: [],
    journalRules: [],
    appAudits: [],
    domains: ['contoso.com', 'contoso.onmicrosoft.com'],
    recipients: [],
    distributionGroups: [],
    hasTransportPrincipal: true,
    tracesTakeSeveral: true,
    outboundPolicies: [],
    outboundRules: [],
    protectionAlerts: [],
    unifiedAuditLogIngestionEnabled: true,
    limits: undefined,
    licences: new Set(['P1', 'P2']),
    graphPermissions: new Set(),
    directoryRoles: new Set(),
    allowedCmdlets: undefined,
  }

  function findCmdlet(name: string): FakeCmdlet | undefined {
    const allowed = state.allowedCmdlets
    if (allowed !== undefined && ![...allowed].some((one) => one.toLowerCase() === name.toLowerCase()))
      return undefined
    return Object.entries(table).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1]
  }

  return {
    state,
    findCmdlet,
    run(name, parameters) {
      const cmdlet = findCmdlet(name)
      if (cmdlet === undefined) throw new FakeCmdletError('CommandNotFound', `${name} is not recognized`)
      refuseUnlisted(name, parameters)
      return keepListed(name, cmdlet({ state, now: now(), parameters }))
    },
    graph: (request) =>
      answerGraph([...alertRoutes, ...traceRoutes, ...readingRoutes, ...changingRoutes], {
        state,
        now: now(),
        request,
      }),
    restrict(entity, reason) {
      const at = new Date(now()).toISOString()
      const key = toEntityKey(entity)
      const record =
        entity.kind === 'sender'
          ? {
              SenderAddress: entity.address,
              Reason: reason,
              CreatedDatetime: at,
              ChangedDatetime: at,
              TemporaryBlock: false,
            }
          : {
              ConnectorId: entity.connectorId,
              ConnectorName: entity.name,
              TenantId: '8c3dad1d-b6bc-4f8b-939b-8263372eced6',
              Reason: reason,
              CreatedTime: at,
              ExpirationTime: at,
            }
      state.listings.push({ key, record })
    },
    clear(entity) {
      const at = state.listings.findIndex(({ key }) => key === toEntityKey(entity))
      if (at >= 0) state.listings.splice(at, 1)
    },
    countRemovals: (entity) => state.removals.filter((key) => key === toEntityKey(entity)).length,
  }
}
