// Which task waits, which runs, and who may end it.
import type { Instant } from '../../domain/instant.js'
import { moveTask, type Task } from '../../domain/task.js'
import { StaleError } from '../../errors.js'
import type { Claim, CreateId, PoolRequest, Store } from '../../ports.js'
import { mergeTasks, toRetry, withoutHeld } from '../merge-tasks.js'
import type { Settled } from '../prepare.js'
import type { Draft, LiveState } from './state.js'

type ClaimRequest = Parameters<Store['claimTasks']>[0]

export function addTask(waiting: Map<string, Task>, task: Task): void {
  const former = waiting.get(task.key)
  waiting.set(task.key, former === undefined ? task : mergeTasks(former, task))
}

/** @throws StaleError when the task has been settled, or given to somebody else after the lease ran out. */
export function checkClaim(draft: Draft, token: string): void {
  if (!draft.running.has(token)) throw new StaleError('This task has been finished or taken over meanwhile.')
}

export function settleTask(draft: Draft, settled: Settled): void {
  const { token, retryAt } = settled
  const claim = draft.running.get(token)
  if (claim === undefined) return
  draft.running.delete(token)
  if (retryAt === undefined) return
  const { task } = claim
  const newer = draft.waiting.get(task.key)
  const retry = toRetry(task, { ...settled, retryAt })
  draft.waiting.set(task.key, newer === undefined ? retry : mergeTasks(retry, newer))
}

export function hastenTask(
  waiting: Map<string, Task>,
  { key, dueAt }: { readonly key: string; readonly dueAt: Instant },
): void {
  const task = waiting.get(key)
  if (task !== undefined && dueAt < task.dueAt) waiting.set(key, Object.freeze({ ...task, dueAt }))
}

/** Nothing but polls begins before then: what is done next has to know what is listed. */
export function postponeTasks(waiting: Map<string, Task>, until: Instant): void {
  for (const [key, task] of waiting)
    if (task.duty.kind !== 'watch' && task.dueAt < until)
      waiting.set(key, Object.freeze({ ...withoutHeld(task), dueAt: until }))
}

/** Claims move too, with their leases: what they took is given out again at the same moment as before. */
export function moveTasks({ waiting, running }: Draft, milliseconds: number): void {
  const move = (task: Task) => Object.freeze(moveTask(task, milliseconds))
  for (const [key, task] of waiting) waiting.set(key, move(task))
  for (const [token, claim] of running) {
    const leaseExpiresAt = claim.leaseExpiresAt + milliseconds
    running.set(token, Object.freeze({ ...claim, task: move(claim.task), leaseExpiresAt }))
  }
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

/** A lease that has run out is renewed as well, as long as nobody else has been given the task. */
export function renewClaims(
  draft: Draft,
  { now, leaseMilliseconds, claims }: Parameters<Store['renewClaims']>[0],
): readonly Claim[] {
  return claims.flatMap(({ token }) => {
    const claim = draft.running.get(token)
    if (claim === undefined) return []
    const renewed = Object.freeze({ ...claim, leaseExpiresAt: now + leaseMilliseconds })
    draft.running.set(token, renewed)
    return [renewed]
  })
}

/** A task that may be given out; `token` when its last holder's lease has run out. */
interface Candidate {
  readonly task: Task
  readonly token?: string
}

function chooseTasks(draft: Draft, { now, pools }: ClaimRequest): readonly Candidate[] {
  const held: Task[] = []
  const due: Candidate[] = []
  for (const [token, { task, leaseExpiresAt }] of draft.running) {
    if (leaseExpiresAt > now) held.push(task)
    else due.push({ task, token })
  }
  for (const task of draft.waiting.values()) if (task.dueAt <= now) due.push({ task })
  const next = takeLanes(due, new Set(held.map(({ lane }) => lane)))
  return pools.flatMap((pool) => chooseOfPool(draft, pool, { held, next, now }))
}

/** The oldest of each lane that nobody is at; whether its pool has room is another matter, no younger one overtakes it. */
function takeLanes(due: readonly Candidate[], busy: Set<string>): readonly Candidate[] {
  return due
    .toSorted((one, other) => one.task.dueAt - other.task.dueAt)
    .filter(({ task: { lane } }) => {
      const isFree = !busy.has(lane)
      busy.add(lane)
      return isFree
    })
}

interface Offer {
  /** Under a live lease. */
  readonly held: readonly Task[]
  /** Oldest first. */
  readonly next: readonly Candidate[]
  readonly now: Instant
}

/** How many of its tenant or platform would be under way before a task decides whose turn it is. */
function chooseOfPool(draft: Draft, pool: PoolRequest, { held, next, now }: Offer): readonly Candidate[] {
  const counts = new Map<string, number>()
  const toMost = (task: Task) => pool.limits?.[toShare(draft, task, pool.sharedBy)] ?? pool.mostPerShare
  const rank = (task: Task) => {
    const share = toShare(draft, task, pool.sharedBy)
    const before = counts.get(share) ?? 0
    counts.set(share, before + 1)
    return before
  }
  const { left = {} } = pool
  const isLeft = (task: Task) => now - task.dueAt < (left[toShare(draft, task, 'tenant')] ?? 0)
  const isOfPool = ({ duty }: Task) => pool.kinds.includes(duty.kind)
  for (const task of held) if (isOfPool(task)) rank(task)
  return next
    .filter(({ task }) => isOfPool(task) && !isLeft(task))
    .map((candidate) => ({ candidate, rank: rank(candidate.task) }))
    .filter((one) => one.rank < toMost(one.candidate.task))
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, pool.limit)
    .map(({ candidate }) => candidate)
}

function toShare(draft: Draft, { duty }: Task, sharedBy: PoolRequest['sharedBy']): string {
  if (sharedBy === 'platform') return duty.platform ?? duty.channel?.platform ?? ''
  // Of an incident that is over nothing is asked any more, so whose it was does not matter.
  return duty.tenantId ?? draft.incidents.get(duty.incidentId ?? '')?.tenantId ?? ''
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
  return mergeTasks(task, newer)
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

export function listHeld({ waiting }: LiveState): readonly Task[] {
  return [...waiting.values()].filter(({ held }) => held !== undefined)
}
