import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { askForContainment, confirmContainment, openContainment } from './ask.js'
import { containmentEvents } from './events.js'
import { runContainment } from './run.js'
import { containDuty } from './tasks.js'
import type { ContainmentCards } from './views.js'
import { toContainedProgress } from './words.js'

/** Takes an account back, and gives back what was changed on it. */
export const containment = {
  presses: {
    containment: { permission: 'contain', again: 'containment', run: openContainment },
    /** Asks about one step. */
    contain: { permission: 'contain', again: 'containment', run: askForContainment },
    /** The Yes to it. */
    'contain-now': { permission: 'contain', again: 'containment', asksAnew: true, run: confirmContainment },
  },
  tasks: {
    contain: toTaskRow({
      pool: 'people',
      schema: containDuty,
      run: runContainment,
      listEnds: (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
  },
  cards: {
    containment: {
      again: 'containment',
      bounds: {
        offers: { most: 12, keep: 'first' },
        rules: { most: 10, keep: 'first' },
        gaps: { most: 8, keep: 'first' },
        contained: { most: 15, keep: 'last' },
      },
    },
    'contain-confirm': { again: 'containment', bounds: { targets: { most: 10, keep: 'first' } } },
  } satisfies CardTable<ContainmentCards>,
  events: containmentEvents,
  toProgress: toContainedProgress,
} satisfies Feature
