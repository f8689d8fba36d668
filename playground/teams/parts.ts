import type { Clock } from '../../src/ports.js'
import type { FaultSwitch } from '../faults.js'
import type { SavedState } from '../saved.js'
import type { Wire } from '../wire.js'
import type { Posts } from './posts.js'
import type { SavedTenant } from './saved-tenant.js'

/** What every room of the tenant shares. */
export interface TenantParts {
  readonly state: SavedState<SavedTenant>
  readonly clock: Pick<Clock, 'now'>
  readonly posts: Posts
  readonly faults: FaultSwitch
  readonly wire: Wire
  /** Where the shared server answers, known once it listens; without a slash at its end. */
  readonly baseUrl: () => string
  /** Where the bot takes requests; without a slash at its end. */
  readonly botUrl: () => string
}

export const CONNECTOR_PATH = '/playground/teams/connector/'

export const toServiceUrl = (baseUrl: string): string => `${baseUrl}${CONNECTOR_PATH}`
