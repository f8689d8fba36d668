// Who is who on the stage.
import { toPortals } from '../../src/config/index.js'
import type { Actor } from '../../src/domain/actor.js'
import type { Access } from '../../src/domain/grants.js'
import { toOpenRoute } from '../../src/domain/route.js'
import type { Tenant } from '../../src/domain/tenant.js'

export const contoso: Tenant = {
  id: 'contoso',
  name: 'Contoso',
  pollSeconds: 60,
  portals: toPortals(),
  routes: [
    toOpenRoute({ platform: 'slack', channel: 'C1' }),
    toOpenRoute({ platform: 'teams', channel: '19:ops' }),
  ],
}

function createPerson(platform: Actor['platform'], id: string, name: string): Actor {
  const home = platform === 'slack' ? 'T1' : 'tenant-1'
  return {
    platform,
    id,
    name,
    home,
    isMember: true,
    addresses: [`${name.toLowerCase()}@contoso.com`],
    groups: [],
    ...(platform === 'teams' ? { entraId: { objectId: id, directoryId: home } } : {}),
  }
}

/** Approver on Slack. */
export const maya = createPerson('slack', 'U1', 'Maya')
/** Approver on Teams. */
export const tom = createPerson('teams', 'aad-2', 'Tom')
/** Operator on Slack: may review, may not unblock. */
export const olga = createPerson('slack', 'U3', 'Olga')
/** Viewer on Teams. */
export const vera = createPerson('teams', 'aad-4', 'Vera')
/** Approver on Slack, and often the one who is restricted. */
export const laura = createPerson('slack', 'U5', 'Laura')
/** At home here, with no role. */
export const nobody = createPerson('slack', 'U6', 'Norman')
/** From a workspace that shares the channel. */
export const stranger: Actor = { ...createPerson('slack', 'U9', 'Oscar'), home: 'T9' }

export const access: Access = {
  homes: new Set(['slack:T1', 'teams:tenant-1']),
  people: new Map([
    ['slack:U1', { role: 'approver', addresses: [] }],
    ['teams:aad-2', { role: 'approver', addresses: [] }],
    ['slack:U3', { role: 'operator', addresses: [] }],
    ['teams:aad-4', { role: 'viewer', addresses: [] }],
    ['slack:U5', { role: 'approver', addresses: [] }],
  ]),
  groups: new Map(),
}
