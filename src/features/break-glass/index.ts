import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature } from '../feature.js'
import { breakGlassEvents } from './events.js'
import { tellOfBreakGlass } from './run.js'
import { breakGlassDuty } from './tasks.js'

/** Unblocking without anybody's leave, by whoever owns the machine, and the alarm that it is. */
export const breakGlassFeature = {
  tasks: {
    'break-glass': toTaskRow({ pool: 'broadcasts', schema: breakGlassDuty, run: tellOfBreakGlass }),
  },
  events: breakGlassEvents,
} satisfies Feature
