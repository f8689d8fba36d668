import { listIncidentEnds } from '../../outbox/give-up.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature, Parts } from '../feature.js'
import { askForContainment, confirmContainment, openContainment } from './ask.js'
import { containmentEvents } from './events.js'
import { askToKeep, confirmKeep, remindOfOutstanding } from './keep.js'
import { runContainment } from './run.js'
import { confirmSet, openLive } from './set.js'
import { containDuty, outstandingDuty } from './tasks.js'
import type { ContainmentCards } from './views.js'
import { listContainmentButtons, toContainedProgress, toOutstandingLine } from './words.js'

/** Takes an account back, and gives back what was changed on it. */
export const containment = {
  presses: {
    containment: { permission: 'contain', again: 'containment', run: openContainment },
    /** The one Yes to all that is ticked. */
    'contain-set': { permission: 'contain', again: 'contain-live', asksAnew: true, run: confirmSet },
    /** How far that has got. */
    'contain-live': { permission: 'contain', again: 'contain-live', run: openLive },
    /** Asks why what is left should stay. */
    keep: { permission: 'give-back', again: 'keep', run: askToKeep },
    /** With the reason. */
    'keep-now': { permission: 'give-back', asksAnew: true, run: confirmKeep },
    /** Asks about one step alone, and about giving back. */
    contain: { permission: 'contain', again: 'containment', run: askForContainment },
    /** The Yes to it. */
    'contain-now': { permission: 'contain', again: 'containment', asksAnew: true, run: confirmContainment },
  },
  tasks: {
    outstanding: toTaskRow({
      words: 'a reminder of steps that were not given back',
      pool: 'broadcasts',
      schema: outstandingDuty,
      run: remindOfOutstanding,
      listEnds: async (parts: Parts, { incidentId }) => listIncidentEnds(parts, [incidentId]),
    }),
    contain: toTaskRow({
      words: 'a step on the account',
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
        groups: { most: 3, keep: 'first' },
        gaps: { most: 8, keep: 'first' },
        contained: { most: 15, keep: 'last' },
      },
    },
    'keep-so': { again: 'keep' },
    'contain-live': { again: 'contain-live', isLive: true, bounds: { rows: { most: 20, keep: 'last' } } },
    'contain-confirm': { again: 'containment', bounds: { targets: { most: 10, keep: 'first' } } },
  } satisfies CardTable<ContainmentCards>,
  events: containmentEvents,
  toProgress: toContainedProgress,
  listButtons: listContainmentButtons,
  lines: { outstanding: toOutstandingLine },
} satisfies Feature
