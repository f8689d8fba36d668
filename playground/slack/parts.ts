import type { Clock } from '../../src/ports.js'
import type { FaultSwitch } from '../faults.js'
import type { SavedState } from '../saved.js'
import type { Wire } from '../wire.js'
import type { Homes } from './homes.js'
import type { Messages } from './messages.js'
import type { SavedWorkspace } from './saved-workspace.js'
import type { Tickets } from './tickets.js'
import type { Views } from './views.js'

/** What every room of the workspace shares. */
export interface WorkspaceParts {
  readonly state: SavedState<SavedWorkspace>
  readonly clock: Pick<Clock, 'now'>
  readonly messages: Messages
  readonly views: Views
  readonly homes: Homes
  readonly tickets: Tickets
  readonly faults: FaultSwitch
  readonly wire: Wire
  /** Where the shared server answers, known once it listens; without a slash at its end. */
  readonly baseUrl: () => string
  /** Where the bot takes requests; without a slash at its end. */
  readonly botUrl: () => string
}
