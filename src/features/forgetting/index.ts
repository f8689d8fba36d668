import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature } from '../feature.js'
import { forgetOver } from './run.js'
import { forgetDuty } from './tasks.js'

/** What nobody needs any more is forgotten. */
export const forgetting = {
  tasks: {
    forget: toTaskRow({
      words: 'forgetting what nobody needs any more',
      pool: 'doctor',
      schema: forgetDuty,
      run: forgetOver,
    }),
  },
} satisfies Feature
