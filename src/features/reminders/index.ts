import { toEntityName } from '../../domain/entity.js'
import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature, Parts } from '../feature.js'
import { toLine } from '../incident/line.js'
import { reminderEvents } from './events.js'
import { followReminders, remind } from './run.js'
import { remindDuty } from './tasks.js'

/** What waits for somebody who was told of it once is said again. What was changed on an account: containment. */
export const reminders = {
  tasks: {
    remind: toTaskRow({
      words: 'a reminder',
      pool: 'broadcasts',
      schema: remindDuty,
      run: remind,
      listEnds: async (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  lines: {
    'remind-approval': ({ entity }, { mentions }) => ({
      name: 'line',
      view: {
        icon: '⏰',
        text: `The review of ${toEntityName(entity)} still waits: Approve or Send back on the card.`,
        mentions,
      },
    }),
    'remind-stuck': toLine(
      '⏰',
      (name) =>
        `${name} is still restricted, and nobody is on it. The text for Microsoft Support is on the card.`,
    ),
  },
  events: reminderEvents,
  follow: followReminders,
} satisfies Feature
