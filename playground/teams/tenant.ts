// A Teams tenant on this machine: one team with a channel, personal chats, and the wire protocol a real bot speaks.
import type { Clock, Route } from '../../src/ports.js'
import type { Saved } from '../../src/stores/saved-file.js'
import { type Changes, createChanges } from '../changes.js'
import { createFaultSwitch, type Faults } from '../faults.js'
import type { PersonKey } from '../people.js'
import { openSavedState } from '../saved.js'
import type { TeamsSight } from '../sight.js'
import type { Wire } from '../wire.js'
import { createActs, type TeamsActs } from './act.js'
import { createConnector } from './connector.js'
import { createLook } from './look.js'
import { type TenantParts, toServiceUrl } from './parts.js'
import { createPosts } from './posts.js'
import { createFreshTenant, savedTenant } from './saved-tenant.js'
import { TENANT } from './team.js'
import { createTrust } from './trust.js'

/** What a bot needs to trust this tenant and to be trusted by it; plain data, so that no SDK leaks in here. */
interface BotAuthentication {
  readonly appId: string
  readonly tenantId: string
  readonly issuer: string
  readonly openIdMetadataUrl: string
  readonly outboundToken: string
}

export interface TeamsTenant extends TeamsActs {
  readonly routes: readonly Route[]
  botAuthentication(): BotAuthentication
  serviceUrl(): string
  readonly tenantId: string
  readonly teamId: string
  readonly teamGroupId: string
  readonly channelId: string
  readonly botId: string
  look(person: PersonKey): TeamsSight
  readonly changes: Changes
  readonly faults: Faults
  stop(): Promise<void>
}

export async function createTeamsTenant(settings: {
  readonly baseUrl: () => string
  /** Where the bot takes requests; at `baseUrl` when undefined. */
  readonly botUrl?: () => string
  readonly clock: Pick<Clock, 'now'>
  readonly realClock: Pick<Clock, 'now'>
  readonly wire: Wire
  readonly saved: Saved
}): Promise<TeamsTenant> {
  const { baseUrl, botUrl = baseUrl, clock, realClock, wire, saved } = settings
  const state = await openSavedState({ saved, schema: savedTenant, fresh: createFreshTenant })
  await state.commit()
  wire.keepSecret(state.value.outboundToken)
  const changes = createChanges()
  const faults = createFaultSwitch()
  const posts = createPosts({ state, clock, changes })
  const parts: TenantParts = { state, clock, posts, faults, wire, baseUrl, botUrl }
  const trust = await createTrust({ state, baseUrl, realClock })
  const { tenantId, teamId, teamGroupId, channelId, botId, appId } = TENANT

  return {
    routes: [trust.route, createConnector(parts)],
    botAuthentication: () => ({
      appId,
      tenantId,
      issuer: trust.issuer,
      openIdMetadataUrl: trust.openIdMetadataUrl(),
      outboundToken: state.value.outboundToken,
    }),
    serviceUrl: () => toServiceUrl(baseUrl()),
    tenantId,
    teamId,
    teamGroupId,
    channelId,
    botId,
    ...createActs(parts, trust),
    look: createLook(posts),
    changes,
    faults,
    async stop() {
      faults.clear()
      await state.commit()
    },
  }
}
