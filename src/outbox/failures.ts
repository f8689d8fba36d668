// Tasks whose last try failed: given back, told of, and remembered until they succeed or are over.
import { minuteMilliseconds } from '../domain/instant.js'
import type { Task } from '../domain/task.js'
import { BackendError, PlatformError, StaleError } from '../errors.js'
import type { Claim, Commit } from '../ports.js'
import type { Breakers } from './breakers.js'
import { findPlace, judgeFailure, toGivenUpEvent, type Verdict } from './give-up.js'
import type { OutboxParts, Trouble } from './parts.js'
import type { TaskTable } from './task-row.js'
import { isWorthKeeping, type Unsaved } from './unsaved.js'

export interface Failures {
  /** Never rejects: what cannot be saved now is saved as soon as the store writes. */
  giveBack(claim: Claim, error: unknown): Promise<void>
  /** It succeeded. */
  forget(claim: Claim): void
  list(): readonly Trouble[]
}

export function createFailures<Parts extends OutboxParts>(
  getParts: () => Parts,
  table: TaskTable<Parts>,
  { unsaved, breakers }: { readonly unsaved: Unsaved; readonly breakers: Breakers },
): Failures {
  const troubles = new Map<string, Trouble>()

  async function judge(claim: Claim, error: unknown): Promise<Verdict> {
    const { clock, log } = getParts()
    const { duty, dueAt } = claim.task
    // It keeps its place in the line: when the platform is back, all goes out by age.
    if (isOutage(error) && breakers.isOpen(findPlace(duty)?.platform))
      return { retryAt: dueAt, isGivenUp: false }
    try {
      return await judgeFailure(getParts(), table, { task: claim.task, error })
    } catch (failure) {
      log.error({ task: claim.task.key, err: failure }, 'task.unjudged')
      return { retryAt: clock.now() + minuteMilliseconds, isGivenUp: false }
    }
  }

  async function save(key: string, commit: Commit): Promise<void> {
    const { store, log } = getParts()
    try {
      await store.commit(commit)
    } catch (failure) {
      // Somebody else holds the task now, and it is theirs to worry about.
      if (failure instanceof StaleError) return void troubles.delete(key)
      if (isWorthKeeping(failure)) unsaved.keep(commit)
      log.error({ task: key, err: failure }, 'task.unsaved')
    }
  }

  /** Nothing was tried, so nothing failed: it is due later, as patient as before. */
  async function putOff({ token, task, ...claim }: Claim, error: PlatformError): Promise<void> {
    const { clock, log } = getParts()
    const later = { ...task, dueAt: clock.now() + Math.max(1, error.retryAfterMilliseconds ?? 0) }
    log.debug({ task: task.key, dueAt: later.dueAt }, 'task.put-off')
    await save(task.key, { settle: { claim: { token, task, ...claim } }, tasks: [later] })
  }

  async function listOnFailure(parts: Parts, claim: Claim): Promise<readonly Task[]> {
    return (await table.get(claim.task.duty.kind)?.listOnFailure?.(parts, claim)) ?? []
  }

  return {
    async giveBack(claim, error) {
      if (error instanceof PlatformError && error.isPaced) return putOff(claim, error)
      const parts = getParts()
      const { key, duty } = claim.task
      const attempts = claim.task.attempts + 1
      const problem = error instanceof Error ? error.message : String(error)
      parts.log[isExpected(error) ? 'warn' : 'error']({ task: key, attempts, err: error }, 'task.failed')
      parts.meter.taskFailed(duty.kind)
      const { retryAt, isGivenUp } = await judge(claim, error)
      const isNews = isGivenUp && troubles.get(key)?.isGivenUp !== true
      const event = isNews ? await toGivenUpEvent(parts, duty, problem).catch(() => undefined) : undefined
      if (isNews) parts.log.warn({ task: key, attempts, problem }, 'task.given-up')
      if (retryAt === undefined) troubles.delete(key)
      else troubles.set(key, { key, duty, attempts, problem, isGivenUp })
      const settle = retryAt === undefined ? { claim } : { claim, retryAt }
      const tasks = await listOnFailure(parts, claim).catch(() => [])
      await save(key, { settle, events: event === undefined ? [] : [event], tasks })
      if (tasks.length > 0) parts.poke()
    },
    forget: ({ task }) => void troubles.delete(task.key),
    list: () => [...troubles.values()],
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof PlatformError && error.code === 'unavailable' && !error.isOfChannel
}

function isExpected(error: unknown): boolean {
  return error instanceof PlatformError || error instanceof BackendError || error instanceof StaleError
}
