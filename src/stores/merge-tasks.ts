// What becomes of a task that is wished for twice, or failed.
import type { Instant } from '../domain/instant.js'
import type { Task } from '../domain/task.js'
import type { Settled } from './prepare.js'

/** The same wish twice is one task: the newer duty, due when the earlier one was, with the patience of a new task. */
export function mergeTasks(former: Task, newer: Task): Task {
  const dueAt = Math.min(former.dueAt, newer.dueAt)
  const attempts = Math.min(former.attempts, newer.attempts)
  return Object.freeze({ ...newer, dueAt, attempts })
}

/** A task that comes back. */
export function toRetry(
  task: Task,
  { retryAt, isUncounted = false, held }: Settled & { readonly retryAt: Instant },
): Task {
  return Object.freeze({
    ...withoutHeld(task),
    dueAt: retryAt,
    attempts: task.attempts + (isUncounted ? 0 : 1),
    ...(held === undefined ? {} : { held: Object.freeze(held) }),
  })
}

export function withoutHeld(task: Task): Task {
  const { held: _, ...others } = task
  return others
}
