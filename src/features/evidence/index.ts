import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { evidenceEvents } from './events.js'
import { gatherEvidence } from './gather.js'
import { noteLate } from './late.js'
import { evidenceLateDuty, gatherDuty } from './tasks.js'

/** What is known about a restricted entity. */
export const evidence = {
  tasks: {
    gather: toTaskRow({
      words: 'gathering evidence',
      pool: 'evidence',
      schema: gatherDuty,
      run: (parts: Parts, { incidentId }, claim) => gatherEvidence(parts, incidentId, claim),
      listEnds: (parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
    'evidence-late': toTaskRow({
      words: 'saying that the evidence is late',
      pool: 'broadcasts',
      schema: evidenceLateDuty,
      run: (parts: Parts, { incidentId }, claim) => noteLate(parts, incidentId, claim),
      listEnds: (parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  events: evidenceEvents,
} satisfies Feature
