import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature } from '../feature.js'
import { privacyEvents } from './events.js'
import { eraseOld } from './run.js'
import { eraseDuty } from './tasks.js'

/** Evidence, notes and the like are erased in time; who did what, and when, stays. */
export const privacy = {
  tasks: {
    erase: toTaskRow({
      words: 'erasing what has been kept for long enough',
      pool: 'doctor',
      schema: eraseDuty,
      run: eraseOld,
    }),
  },
  events: privacyEvents,
} satisfies Feature
