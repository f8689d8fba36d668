// The organisations of the world where people practise: everything that is off by default is on.
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import type { Random } from '../random.js'

export function createPracticeTenants(random: Random): readonly Tenant[] {
  return Array.from({ length: random.pick([1, 1, 2]) }, (_, index) => ({
    id: `tenant${index}`,
    name: `Tenant ${index}`,
    pollSeconds: 60,
    portals: { defender: 'https://security.example' },
    early: { nearLimitPercent: 80, alerts: true },
    hasAlertsInStep: true as const,
    routes: [
      toOpenRoute({ platform: 'slack', channel: `C${index}` }),
      toOpenRoute({ platform: 'teams', channel: `19:${index}` }),
    ],
  }))
}
