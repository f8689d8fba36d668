import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { unblockEvents } from './events.js'
import { toUnblockProgress } from './progress.js'
import { runUnblock } from './run.js'
import { unblockDuty, verifyDuty } from './tasks.js'
import { verifyUnblock } from './verify.js'

const listEnds = (parts: Parts, { incidentId }: { readonly incidentId: string }) =>
  listIncidentEnds(parts, [incidentId])

/** The call to Exchange after the Yes, and the looks until it is gone from the list. */
export const unblock = {
  tasks: {
    unblock: toTaskRow({
      words: 'an unblock',
      pool: 'people',
      schema: unblockDuty,
      run: (parts: Parts, { incidentId }, claim) => runUnblock(parts, incidentId, claim),
      listEnds,
    }),
    verify: toTaskRow({
      words: 'looking whether the entry has left the list',
      pool: 'verify',
      schema: verifyDuty,
      run: verifyUnblock,
      listEnds,
    }),
  },
  events: unblockEvents,
  toProgress: toUnblockProgress,
} satisfies Feature
