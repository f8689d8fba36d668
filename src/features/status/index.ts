import { outboxEvents } from '../../outbox/events.js'
import type { CardTable, Feature } from '../feature.js'
import { mostRows, showStatus } from './command.js'
import { statusData } from './data.js'
import { examineCards } from './given-up.js'
import { readOwnHealth } from './health.js'
import type { StatusCards } from './views.js'

/** Whether Reprieve itself is well. */
export const status = {
  commands: {
    status: {
      permission: 'read',
      usage: 'status [all] [tenant NAME] [page N]',
      hint: { usage: 'status' },
      text: 'Whether Reprieve itself is well',
      run: showStatus,
      data: statusData,
    },
  },
  cards: {
    status: { isForThreads: true, bounds: { rows: { most: mostRows, keep: 'first' } } },
  } satisfies CardTable<StatusCards>,
  // Nothing else tells of the outbox itself.
  events: outboxEvents,
  readHealth: readOwnHealth,
  examine: examineCards,
} satisfies Feature
