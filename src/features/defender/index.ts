import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { defenderEvents } from './events.js'
import { followOpened, followSteps, listAtStart } from './follow.js'
import { keepInStep } from './run.js'
import { alertDuty } from './tasks.js'
import { toClosedLine, toDefenderRows } from './words.js'

/** Whoever works in Defender and whoever works here see the same of one restriction, where the settings ask for it. */
export const defender = {
  tasks: {
    'defender-alert': toTaskRow({
      words: 'the alert in Defender',
      pool: 'evidence',
      schema: alertDuty,
      run: keepInStep,
      listEnds: async (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  events: defenderEvents,
  lines: { 'defender-closed': toClosedLine },
  followOpening: followOpened,
  follow: followSteps,
  listStartTasks: listAtStart,
  toProgress: toDefenderRows,
} satisfies Feature
