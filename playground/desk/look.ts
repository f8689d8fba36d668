// What the control desk shows.
import { type Entity, toEntityKey } from '../../src/domain/entity.js'
import type { DeskEntrySight, DeskSight } from '../sight.js'
import type { DeskParts } from './acts.js'
import { askHealth } from './health.js'
import type { DeskEntry, DeskTenant } from './port.js'
import { listStormed } from './storm.js'
import { findWorkspaceFault, workspaceFaults } from './workspace-faults.js'

/** @returns a function that takes the wire's revision the page knows already. */
export function createDeskLook(parts: DeskParts): (revision: number) => Promise<DeskSight> {
  const { tenant, clock, wire, slackFaults, teamsFaults, baseUrl } = parts
  return async (revision) => {
    const health = await askHealth(baseUrl())
    return {
      now: clock.now(),
      rate: clock.rate(),
      entries: tenant.directory.map((entry) => toEntrySight(entry, tenant)),
      stormed: listStormed(tenant).length,
      alertOn: tenant.isAlertOn(),
      reasons: tenant.reasons,
      broken: [
        { side: 'exchange', name: 'Exchange Online', current: tenant.fault(), choices: tenant.faults },
        {
          side: 'slack',
          name: 'Slack',
          current: findWorkspaceFault(slackFaults),
          choices: workspaceFaults,
        },
        {
          side: 'teams',
          name: 'Microsoft Teams',
          current: findWorkspaceFault(teamsFaults),
          choices: workspaceFaults,
        },
      ],
      health,
      wire: wire.since(revision),
    }
  }
}

function toEntrySight({ entity, name, about }: DeskEntry, tenant: DeskTenant): DeskEntrySight {
  return {
    key: toEntityKey(entity),
    kind: entity.kind,
    name,
    id: toId(entity),
    about,
    listed: tenant.isListed(entity),
  }
}

function toId(entity: Entity): string {
  return entity.kind === 'sender' ? entity.address : entity.connectorId
}
