import { toTaskRow } from '../../outbox/task-row.js'
import type { Feature } from '../feature.js'
import { breakGlassEvents } from './events.js'
import { tellGroupOfBreakGlass, tellOfBreakGlass } from './run.js'
import { breakGlassDuty, breakGlassGroupDuty } from './tasks.js'

/** Unblocking without anybody's leave, by whoever owns the machine, and the alarm that it is. */
export const breakGlassFeature = {
  tasks: {
    'break-glass': toTaskRow({
      words: 'telling an approver of an unblock by break-glass',
      pool: 'broadcasts',
      schema: breakGlassDuty,
      run: tellOfBreakGlass,
    }),
    'break-glass-group': toTaskRow({
      words: 'telling a group of an unblock by break-glass',
      pool: 'broadcasts',
      schema: breakGlassGroupDuty,
      run: tellGroupOfBreakGlass,
    }),
  },
  events: breakGlassEvents,
} satisfies Feature
