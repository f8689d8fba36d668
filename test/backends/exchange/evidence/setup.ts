// Evidence about Laura in a fake tenant where everything is permitted and licensed, on a clock that a test moves.
import type { CloudName } from '../../../../src/backends/exchange/clouds.js'
import { createGather } from '../../../../src/backends/exchange/evidence/index.js'
import type { Connector, Entity } from '../../../../src/domain/entity.js'
import {
  type ConnectorEvidence,
  evidenceSchema,
  type Fact,
  type SenderEvidence,
} from '../../../../src/domain/evidence.js'
import { dayMilliseconds, hourMilliseconds } from '../../../../src/domain/instant.js'
import { BackendError } from '../../../../src/errors.js'
import { createManualClock } from '../../../clock.js'
import { createFakeAccount } from '../../../fake-exchange/accounts.js'
import { defaultOutboundPolicy } from '../../../fake-exchange/cmdlets-outbound.js'
import { createInProcess } from '../../../fake-exchange/in-process.js'
import type { FakeAccount, FakeConnector } from '../../../fake-exchange/model.js'
import { createFakeTenant } from '../../../fake-exchange/tenant.js'

/** A Sunday, deep in the night. */
export const now = Date.UTC(2026, 10, 22, 3, 14)
export const hoursAgo = (hours: number) => new Date(now - hours * hourMilliseconds).toISOString()
export const daysAgo = (days: number) => new Date(now - days * dayMilliseconds).toISOString()

export const never = new AbortController().signal
export const laura: Entity = { kind: 'sender', address: 'laura@contoso.com' }
export const relay: Connector = {
  kind: 'connector',
  connectorId: 'd7c0a3f2-6a1e-4a52-9d35-5b1f0c7e2a01',
  name: 'Head office relay',
}

const permissions = [
  'User.Read.All',
  'UserAuthenticationMethod.Read.All',
  'AuditLog.Read.All',
  'IdentityRiskyUser.Read.All',
  'Directory.Read.All',
  'RoleManagement.Read.Directory',
  'GroupMember.Read.All',
  'Application.Read.All',
]

export function createSetup(
  account: Partial<FakeAccount> = {},
  protectedGroups: readonly string[] = [],
  cloud: CloudName = 'worldwide',
) {
  const clock = createManualClock(now)
  const tenant = createFakeTenant({ now: clock.now })
  const { state } = tenant
  const user = createFakeAccount({ upn: 'laura@contoso.com', ...account })
  state.accounts.push(user)
  state.outboundPolicies.push({ ...defaultOutboundPolicy })
  state.limits = { Threshold: 22_059, ObservedValue: 1_812, EnforcementEnabled: true, Verdict: 'Pass' }
  for (const permission of permissions) state.graphPermissions.add(permission)
  const { cmdlets, graph, ...inProcess } = createInProcess(tenant)
  const gather = createGather({ cmdlets, graph, clock, protectedGroups, cloud })

  /** Time passes as long as it is waited for. */
  async function patiently<Value>(promise: Promise<Value>): Promise<Value> {
    let isOver = false
    const end = () => {
      isOver = true
    }
    promise.then(end, end)
    await clock.advance(0)
    while (!isOver) await clock.advance(1_000)
    return promise
  }

  return {
    ...inProcess,
    /** Calls for the mail of the day; those for the months before are others. */
    countDayTraces: () =>
      inProcess.runs.filter(({ cmdlet, parameters }) => {
        const from = parameters.StartDate
        return (
          cmdlet === 'Get-MessageTraceV2' &&
          typeof from === 'string' &&
          Date.parse(from) > now - 3 * dayMilliseconds
        )
      }).length,
    clock,
    state,
    user,
    gather,
    patiently,
    cmdlets,
    graph,
    async gatherSender(entity = laura): Promise<SenderEvidence> {
      const evidence = evidenceSchema.parse(await patiently(gather(entity, never)))
      if (evidence.kind !== 'sender') throw new Error('not about a sender')
      return evidence
    },
    async gatherConnector(entity = relay): Promise<ConnectorEvidence> {
      const evidence = evidenceSchema.parse(await patiently(gather(entity, never)))
      if (evidence.kind !== 'connector') throw new Error('not about a connector')
      return evidence
    },
  }
}

export function createConnector(facts: Partial<FakeConnector> = {}): FakeConnector {
  return {
    guid: relay.connectorId,
    name: relay.name,
    type: 'OnPremises',
    enabled: true,
    senderIpAddresses: ['192.0.2.10'],
    senderDomains: ['contoso.com'],
    requireTls: true,
    ...facts,
  }
}

export const known = <const Value>(value: Value) => ({ known: true, value }) as const
export const unknown = (why: string) => ({ known: false, why }) as const

/** The facts that are not known, by name. */
export function listUnknown(evidence: SenderEvidence | ConnectorEvidence): readonly string[] {
  const { kind: _, gatheredAt: __, ...read } = evidence
  const { owner: ___, reread: ____, ...facts } = { owner: undefined, reread: undefined, ...read }
  return Object.entries<Fact<unknown> | undefined>(facts)
    .filter(([, fact]) => fact?.known === false)
    .map(([name]) => name)
}

/** What a gathering was rejected with. */
export async function catchFailure(promise: Promise<unknown>): Promise<BackendError> {
  const answer: unknown = await promise.catch((error: unknown) => error)
  if (answer instanceof BackendError) return answer
  throw new Error('not rejected with a BackendError', { cause: answer })
}
