// Runs due tasks until it is stopped. A task that fails comes back later; nothing is dropped because a try failed.
import { minuteMilliseconds } from '../domain/instant.js'
import type { Pool } from '../domain/pool.js'
import type { Claim } from '../ports.js'
import { createClockWatch } from './clock-steps.js'
import { createFailures } from './failures.js'
import type { ClockStep, OutboxParts, Trouble } from './parts.js'
import { toPoolRequests } from './places.js'
import type { TaskTable } from './task-row.js'
import { createUnsaved } from './unsaved.js'

/** Several times longer than the slowest call to the outside (an unblock: 20 s + 60 s + 20 s). */
const leaseMilliseconds = 6 * minuteMilliseconds
/** Other processes may have saved tasks too, so sleep is never longer than this. */
const longestSleepMilliseconds = 2_000

export interface Worker {
  start(): void
  /** New tasks were saved: look now. */
  poke(): void
  /** Takes nothing new and resolves when what runs has ended. */
  stop(): Promise<void>
  /** The tasks whose last try failed. */
  readTroubles(): readonly Trouble[]
  /** The last time the wall clock was set; undefined when it never was. */
  readClockStep(): ClockStep | undefined
}

export interface Work<Parts extends OutboxParts> {
  readonly table: TaskTable<Parts>
  /** Before a task runs. True when that has ended it: nothing is left to be done. */
  end(parts: Parts, claim: Claim): Promise<boolean>
}

/** @param getParts late, since the parts themselves hold `poke`. */
export function createWorker<Parts extends OutboxParts>(
  getParts: () => Parts,
  { table, end }: Work<Parts>,
): Worker {
  const running = new Map<Promise<void>, Pool | undefined>()
  const unsaved = createUnsaved(getParts)
  const failures = createFailures(getParts, table, unsaved)
  const clockWatch = createClockWatch(getParts)
  let isStopped = true
  let claiming: Promise<void> | undefined
  let isPoked = false
  let cancelSleep = () => {}

  function poke(): void {
    if (isStopped) return
    isPoked = true
    cancelSleep()
    claiming ??= claim().finally(() => {
      claiming = undefined
      if (isPoked) poke()
    })
  }

  async function claim(): Promise<void> {
    isPoked = false
    const { store, clock, log } = getParts()
    try {
      await clockWatch.keepUp()
      // While the store does not write nothing is done outside: what became of it could not be saved.
      if (!(await unsaved.save())) return sleep(longestSleepMilliseconds)
      const now = clock.now()
      const claims = await store.claimTasks({
        now,
        leaseMilliseconds,
        pools: toPoolRequests(table, countRunning),
      })
      for (const one of claims) track(one)
      const { nextDueAt } = await store.readBacklog(now)
      sleep(nextDueAt === undefined ? longestSleepMilliseconds : nextDueAt - clock.now())
    } catch (error) {
      log.error({ err: error }, 'worker.claim-failed')
      sleep(longestSleepMilliseconds)
    }
  }

  function countRunning(pool: Pool): number {
    let count = 0
    for (const one of running.values()) if (one === pool) count += 1
    return count
  }

  function sleep(milliseconds: number): void {
    if (isStopped) return
    cancelSleep()
    // Due but not claimable means its lane or its pool is busy; the end of what runs there pokes.
    const atLeast = milliseconds <= 0 ? 250 : milliseconds
    cancelSleep = getParts().clock.after(Math.min(atLeast, longestSleepMilliseconds), poke)
  }

  function track(claim: Claim): void {
    const task = run(claim)
    running.set(task, table.get(claim.task.duty.kind)?.pool)
    void task.finally(() => {
      running.delete(task)
      poke()
    })
  }

  async function run(claim: Claim): Promise<void> {
    const parts = getParts()
    try {
      const { duty } = claim.task
      // A kind that is not in the table is in no pool either, and is never claimed.
      if (!(await end(parts, claim))) await table.get(duty.kind)?.run(parts, duty, claim)
      failures.forget(claim)
    } catch (error) {
      await failures.giveBack(claim, error)
    }
  }

  return {
    start() {
      isStopped = false
      poke()
    },
    poke,
    async stop() {
      isStopped = true
      cancelSleep()
      await claiming
      while (running.size > 0) await Promise.all(running.keys())
      await unsaved.save()
    },
    readTroubles: () => failures.list(),
    readClockStep: () => clockWatch.readLast(),
  }
}
