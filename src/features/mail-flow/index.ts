import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { mailFlowEvents } from './events.js'
import { followUnblock } from './follow.js'
import { mailFlowLines } from './lines.js'
import { traceMail } from './run.js'
import { traceDuty } from './tasks.js'

/** Whether mail flows after the unblock, as message trace shows it. */
export const mailFlow = {
  tasks: {
    trace: toTaskRow({
      words: 'looking whether mail flows',
      pool: 'traces',
      schema: traceDuty,
      run: (parts: Parts, { incidentId }, claim) => traceMail(parts, incidentId, claim),
      listEnds: (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  events: mailFlowEvents,
  lines: mailFlowLines,
  follow: followUnblock,
} satisfies Feature
