import { z } from 'zod'
import type { Instant } from '../../domain/instant.js'
import { type Task, toTask } from '../../domain/task.js'

export const forgetDuty = z.object({ kind: z.literal('forget') })

/** There is one: another one is the same, due when the earlier was. */
export function toForgetTask(dueAt: Instant): Task {
  return toTask({ key: 'forget', lane: 'forget', dueAt, duty: { kind: 'forget' } })
}
