import { toTaskRow } from '../../outbox/task-row.js'
import type { CardTable, Feature } from '../feature.js'
import { callDoctor } from './command.js'
import { doctorEvents } from './events.js'
import { listOldStoreTests } from './ourselves.js'
import { runDoctorTask } from './run.js'
import { doctorDuty } from './tasks.js'
import type { DoctorCards } from './views.js'

/** Whether everything that Reprieve needs works, and how to mend what does not. */
export const doctor = {
  commands: {
    doctor: {
      permission: 'examine',
      usage: 'doctor [again]',
      text: 'Checks that everything Reprieve needs works, and says how to mend what does not',
      hint: { text: 'Checks all it needs, and says how to mend what fails' },
      run: callDoctor,
    },
  },
  tasks: {
    doctor: toTaskRow({ words: 'the doctor', pool: 'doctor', schema: doctorDuty, run: runDoctorTask }),
  },
  listOver: listOldStoreTests,
  cards: { doctor: {} } satisfies CardTable<DoctorCards>,
  events: doctorEvents,
} satisfies Feature
