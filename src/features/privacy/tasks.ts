import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const eraseDuty = z.object({ kind: z.literal('erase') })

/** There is one: another one is the same, due when the earlier was. */
export function toEraseTask(dueAt: Instant): Task {
  return toTask({ key: 'erase', lane: 'erase', dueAt, duty: { kind: 'erase' } })
}
