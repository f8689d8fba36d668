// Which task waits, which runs, and who may end it.
import type { Instant } from '../../domain/instant.js'
import type { Task } from '../../domain/task.js'
import { StaleError } from '../../errors.js'
import type { Claim, CreateId, Store } from '../../ports.js'
import type { Draft, LiveState } from './state.js'

type ClaimRequest = Parameters<Store['claimTasks']>[0]

/** The same wish twice is one task: the newer duty, due when the earlier one was, with the patience of a new task. */
export function addTask(waiting: Map<string, Task>, task: Task): void {
  const former = waiting.get(task.key)
  waiting.set(task.key, former === undefined ? task : merge(former, task))
}

function merge(former: Task, newer: Task): Task {
  const dueAt = Math.min(former.dueAt, newer.dueAt)
  const attempts = Math.min(former.attempts, newer.attempts)
  return Object.freeze({ ...newer, dueAt, attempts })
}

/** @throws StaleError when the task has been settled, or given to somebody else after the lease ran out. */
export function checkClaim(draft: Draft, token: string): void {
  if (!draft.running.has(token)) throw new StaleError('This task has been finished or taken over meanwhile.')
}

export function settleTask(draft: Draft, token: string, retryAt: Instant | undefined): void {
  const claim = draft.running.get(token)
  if (claim === undefined) return
  draft.running.delete(token)
  if (retryAt === undefined) return
  const { task } = claim
  const newer = draft.waiting.get(task.key)
  const retry = Object.freeze({ ...task, dueAt: retryAt, attempts: task.attempts + 1 })
  draft.waiting.set(task.key, newer === undefined ? retry : merge(retry, newer))
}

export function claimTasks(draft: Draft, request: ClaimRequest, createId: CreateId): readonly Claim[] {
  const leaseExpiresAt = request.now + request.leaseMilliseconds
  return chooseTasks(draft, request).map((chosen) => {
    const token = createId()
    const claim = Object.freeze({ token, task: takeTask(draft, chosen), leaseExpiresAt })
    draft.running.set(token, claim)
    return claim
  })
}

/** A task that may be given out; `token` when its last holder's lease has run out. */
interface Candidate {
  readonly task: Task
  readonly token?: string
}

function chooseTasks(draft: Draft, { now, limit }: ClaimRequest): readonly Candidate[] {
  const busy = new Set<string>()
  const due: Candidate[] = []
  for (const [token, { task, leaseExpiresAt }] of draft.running) {
    if (leaseExpiresAt > now) busy.add(task.lane)
    else due.push({ task, token })
  }
  for (const task of draft.waiting.values()) if (task.dueAt <= now) due.push({ task })
  const chosen: Candidate[] = []
  for (const candidate of due.sort((one, other) => one.task.dueAt - other.task.dueAt)) {
    if (chosen.length >= limit) break
    if (busy.has(candidate.task.lane)) continue
    busy.add(candidate.task.lane)
    chosen.push(candidate)
  }
  return chosen
}

/** An abandoned task and a waiting one under the same key become one again. */
function takeTask(draft: Draft, { task, token }: Candidate): Task {
  if (token === undefined) {
    draft.waiting.delete(task.key)
    return task
  }
  draft.running.delete(token)
  const newer = draft.waiting.get(task.key)
  if (newer === undefined) return task
  draft.waiting.delete(task.key)
  return merge(task, newer)
}

export function readBacklog(state: LiveState, now: Instant) {
  let due = 0
  let nextDueAt: Instant | undefined
  const count = (dueAt: Instant) => {
    if (dueAt <= now) due += 1
    nextDueAt = Math.min(dueAt, nextDueAt ?? dueAt)
  }
  for (const task of state.waiting.values()) count(task.dueAt)
  for (const { task, leaseExpiresAt } of state.running.values()) if (leaseExpiresAt <= now) count(task.dueAt)
  return { due, nextDueAt }
}
