import { listShifts } from '../../domain/shifts.js'
import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature } from '../feature.js'
import { showHandover } from './command.js'
import { handoverData } from './data.js'
import { editHandover, followHandover, isHandover, postHandover } from './publish.js'
import { takeAll } from './take.js'
import { handoverDuty, handoverEditDuty, toHandoverTask } from './tasks.js'
import type { HandoverCards } from './views.js'

/** What goes from one shift to the next, at its hour and for whoever asks. */
export const handover = {
  presses: { 'take-all': { permission: 'claim', run: takeAll } },
  commands: {
    handover: {
      permission: 'read',
      usage: 'handover',
      text: 'What goes to the next shift, and who is on what',
      run: showHandover,
      data: handoverData,
    },
  },
  tasks: {
    handover: toTaskRow({
      words: 'the card at the change of shifts',
      pool: 'broadcasts',
      schema: handoverDuty,
      run: postHandover,
    }),
    'handover-edit': toTaskRow({
      words: 'drawing the card of a hand-over anew',
      pool: 'broadcasts',
      schema: handoverEditDuty,
      run: editHandover,
    }),
  },
  cards: {
    handover: {
      isForThreads: true,
      bounds: { rows: { most: 6, keep: 'first' }, takes: { most: 3, keep: 'first' } },
    },
  } satisfies CardTable<HandoverCards>,
  listStartTasks: ({ allTenants, clock }) =>
    listShifts(allTenants.values()).map((shifts) => toHandoverTask(shifts, clock.now())),
  follow: followHandover,
  hasPosted: isHandover,
} satisfies Feature
