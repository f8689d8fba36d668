// Tasks whose last try failed: given back, told of, and remembered until they succeed or are over.
import { type Instant, minuteMilliseconds } from '../domain/instant.js'
import type { Task } from '../domain/task.js'
import { BackendError, PlatformError, StaleError } from '../errors.js'
import type { Claim, Commit } from '../ports.js'
import type { Breakers } from './breakers.js'
import { findPlace, judgeFailure, toGivenUpEvent, type Verdict } from './give-up.js'
import { type Reaches, toAge, toHeld } from './held.js'
import type { OutboxParts, Trouble } from './parts.js'
import { toAskedMilliseconds } from './patience.js'
import type { TaskTable } from './task-row.js'
import { createTroubles } from './troubles.js'
import { isWorthKeeping, type Unsaved } from './unsaved.js'

/** A disk that is full says nothing of what was to be done: it is tried again as soon as there may be room. */
const unwrittenMilliseconds = 5_000

interface Given {
  readonly unsaved: Unsaved
  readonly breakers: Breakers
  readonly reaches: Reaches
}

export interface Failures {
  /** Never rejects: what cannot be saved now is saved as soon as the store writes. */
  giveBack(claim: Claim, error: unknown): Promise<void>
  /** It succeeded. Never rejects. */
  forget(claim: Claim): Promise<void>
  /** Of whichever process the last try was. @throws StoreError */
  list(): Promise<readonly Trouble[]>
  /** That of one task. @throws StoreError */
  find(key: string): Promise<Trouble | undefined>
}

export function createFailures<Parts extends OutboxParts>(
  getParts: () => Parts,
  table: TaskTable<Parts>,
  { unsaved, breakers, reaches }: Given,
): Failures {
  const troubles = createTroubles(getParts)

  async function judge(claim: Claim, error: unknown): Promise<Verdict> {
    const { clock, log } = getParts()
    const { task } = claim
    // It keeps its place in the line: when the platform is back, all goes out by age.
    if (isOutage(error) && breakers.isOpen(findPlace(task.duty)?.platform))
      return { retryAt: toAge(task), isGivenUp: false }
    if (isWorthKeeping(error))
      return {
        retryAt: clock.now() + unwrittenMilliseconds,
        isGivenUp: troubles.find(task.key)?.isGivenUp === true,
      }
    try {
      const tried = isOwedTry(claim, clock.now()) ? { ...task, attempts: task.attempts - 1 } : task
      return await judgeFailure(getParts(), table, { task: tried, error })
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
      if (failure instanceof StaleError) return troubles.drop(key)
      if (isWorthKeeping(failure)) unsaved.keep(commit)
      troubles.noteUnsaved(key)
      log.error({ task: key, err: failure }, 'task.unsaved')
    }
  }

  /** Nothing was tried, so nothing failed: it is due later, as patient as before. */
  async function putOff(claim: Claim, error: PlatformError): Promise<void> {
    const { clock, log } = getParts()
    const { held: _, ...task } = claim.task
    const later = { ...task, dueAt: clock.now() + Math.max(1, error.retryAfterMilliseconds ?? 0) }
    log.debug({ task: task.key, dueAt: later.dueAt }, 'task.put-off')
    // What waits for its turn, or to be sure, is not failing.
    const isOver = troubles.find(task.key)?.isGivenUp === false
    await save(task.key, {
      settle: { claim },
      tasks: [later],
      cells: isOver ? troubles.forget(task.key) : [],
    })
  }

  /** What comes back, when, and what keeps it back until then. */
  function toRetry(claim: Claim, error: unknown, retryAt: Instant): NonNullable<Commit['settle']> {
    // What kept it back before does so still.
    if (isWorthKeeping(error)) return { ...toHeldBack(claim), retryAt, isUncounted: true }
    const now = getParts().clock.now()
    const held = toHeld(claim, { error, reach: reaches.findReach(error), now })
    const asked = toAskedMilliseconds(table.get(claim.task.duty.kind)?.pool ?? 'people', error)
    const isUncounted = isOwedTry(claim, now)
    const dueAt = isUncounted ? Math.max(claim.task.held?.dueAt ?? now, now + asked) : retryAt
    if (held === undefined || retryAt <= now) return { claim, retryAt, isUncounted }
    const notBefore = asked === 0 ? {} : { notBefore: now + asked }
    return { claim, retryAt: dueAt, isUncounted, held: { ...held, dueAt, ...notBefore } }
  }

  async function listOnFailure(parts: Parts, claim: Claim): Promise<readonly Task[]> {
    return (await table.get(claim.task.duty.kind)?.listOnFailure?.(parts, claim)) ?? []
  }

  return {
    async giveBack(claim, error) {
      if (error instanceof PlatformError && error.isPaced) return putOff(claim, error)
      const parts = getParts()
      const { key, duty } = claim.task
      const isOwed = isOwedTry(claim, parts.clock.now())
      const attempts = claim.task.attempts + (isOwed ? 0 : 1)
      const problem = error instanceof Error ? error.message : String(error)
      const level = isExpected(error) ? (isOwed ? 'debug' : 'warn') : 'error'
      parts.log[level]({ task: key, attempts, err: error }, 'task.failed')
      if (!isOwed) parts.meter.taskFailed(duty.kind)
      const { retryAt, isGivenUp } = await judge(claim, error)
      const isNews = isGivenUp && (await troubles.recall(key).catch(() => undefined))?.isGivenUp !== true
      const event = isNews ? await toGivenUpEvent(parts, duty, problem).catch(() => undefined) : undefined
      if (isNews) parts.log.warn({ task: key, attempts, problem }, 'task.given-up')
      const cells =
        retryAt === undefined
          ? troubles.forget(key)
          : troubles.note({ key, duty, attempts, problem, isGivenUp }, retryAt)
      const settle = retryAt === undefined ? { claim } : toRetry(claim, error, retryAt)
      const tasks = await listOnFailure(parts, claim).catch(() => [])
      await save(key, { settle, events: event === undefined ? [] : [event], tasks, cells })
      if (tasks.length > 0) parts.poke()
    },
    forget: ({ task }) => troubles.end(task),
    list: () => troubles.list(),
    find: (key) => troubles.recall(key),
  }
}

function toHeldBack(claim: Claim): Pick<NonNullable<Commit['settle']>, 'claim' | 'held'> {
  const { held } = claim.task
  return held === undefined ? { claim } : { claim, held }
}

/** Before its own patience says so, because the place is owed a try: it does not count as one. */
function isOwedTry({ task: { held } }: Claim, now: Instant): boolean {
  return held !== undefined && now < held.dueAt
}

function isOutage(error: unknown): boolean {
  return error instanceof PlatformError && error.code === 'unavailable' && !error.isOfChannel
}

function isExpected(error: unknown): boolean {
  return error instanceof PlatformError || error instanceof BackendError || error instanceof StaleError
}
