import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { watchEvents } from './events.js'
import { examineLists, readPollHealth } from './health.js'
import { findLifted } from './lifted.js'
import { listOverOfWatch } from './over.js'
import { liftedDuty, watchDuty } from './tasks.js'
import { watchTenant } from './watch.js'

/** Reads each tenant's list, and makes incidents of what is new on it. */
export const watch = {
  tasks: {
    watch: toTaskRow({
      words: 'reading the list',
      pool: 'watch',
      schema: watchDuty,
      run: (parts: Parts, { tenantId }, claim) => watchTenant(parts, tenantId, claim),
    }),
    lifted: toTaskRow({
      words: 'finding out who lifted the restriction elsewhere',
      pool: 'policies',
      schema: liftedDuty,
      run: findLifted,
    }),
  },
  events: watchEvents,
  readHealth: readPollHealth,
  examine: examineLists,
  listOver: listOverOfWatch,
} satisfies Feature
