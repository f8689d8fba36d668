// Runs due tasks until it is stopped. A task that fails comes back later; nothing is dropped because a try failed.
import { minuteMilliseconds } from '../domain/instant.js'
import type { Pool } from '../domain/pool.js'
import type { Claim } from '../ports.js'
import type { Breakers } from './breakers.js'
import { createClockWatch, type ListMoved } from './clock-steps.js'
import { createFailures } from './failures.js'
import { createWaiting, type Reaches } from './held.js'
import type { Left } from './left.js'
import type { ClockStep, OutboxParts, Standing, Trouble } from './parts.js'
import { toKindsByPool, toPoolRequests } from './places.js'
import type { TaskTable } from './task-row.js'
import { createUnsaved } from './unsaved.js'

/** Renewed while a run is under way, so that it only has to outlast a process that is slow to look for work. */
const usualLeaseMilliseconds = 6 * minuteMilliseconds
/** Many times longer than any run takes, whose calls to the outside all end: it stands still, and its lease may run out. */
const longestRunMilliseconds = 15 * minuteMilliseconds
/** It looks for work every few seconds. */
const longestPassMilliseconds = 5 * minuteMilliseconds
/** Long enough for timers that are due to run. */
const wakeMilliseconds = 5_000
/** What stands still here already is looked at again then. */
const stillRunningMilliseconds = minuteMilliseconds
/** Other processes may have saved tasks too, so sleep is never longer than this. */
const longestSleepMilliseconds = 2_000

export interface Worker {
  start(): void
  /** New tasks were saved: look now. */
  poke(): void
  /** Takes nothing new and resolves when what runs has ended. */
  stop(): Promise<void>
  /** The tasks whose last try failed, whichever process made it. @throws StoreError */
  readTroubles(): Promise<readonly Trouble[]>
  /** That of one of them. @throws StoreError */
  findTrouble(key: string): Promise<Trouble | undefined>
  /** The last time the wall clock was set; undefined when it never was. */
  readClockStep(): ClockStep | undefined
  readStanding(): Standing
}

interface Run {
  readonly claim: Claim
  readonly pool: Pool | undefined
  /** By the clock that never steps. */
  readonly since: number
}

export interface Work<Parts extends OutboxParts> {
  readonly table: TaskTable<Parts>
  /** Before a task runs. True when that has ended it: nothing is left to be done. */
  end(parts: Parts, claim: Claim): Promise<boolean>
  readonly breakers: Breakers
  readonly reaches: Reaches
  /** When the clock was set back: what says when something was, moved as well. */
  readonly listMoved: ListMoved
  readonly left: Left
  /** For how long a task is given to a process that may die over it; six minutes when undefined. */
  readonly leaseMilliseconds?: number | undefined
}

/** @param getParts late, since the parts themselves hold `poke`. */
export function createWorker<Parts extends OutboxParts>(
  getParts: () => Parts,
  { table, end, breakers, reaches, listMoved, left, leaseMilliseconds = usualLeaseMilliseconds }: Work<Parts>,
): Worker {
  const running = new Map<Promise<void>, Run>()
  const kindsByPool = toKindsByPool(table)
  let passedAt: number | undefined
  /** When somebody who asked has first found that no work was looked for. */
  let lateSince: number | undefined
  const unsaved = createUnsaved(getParts)
  const failures = createFailures(getParts, table, { unsaved, breakers, reaches })
  const waiting = createWaiting(getParts, { reaches, breakers })
  const clockWatch = createClockWatch(getParts, listMoved)
  let isStopped = true
  let claiming: Promise<void> | undefined
  let isPoked = false
  let cancelSleep = () => {}
  let unsubscribe = () => {}

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
    passedAt = clock.monotonic()
    try {
      await clockWatch.keepUp()
      await renew()
      // While the store does not write nothing is done outside: what became of it could not be saved.
      if (!(await unsaved.save())) return sleep(longestSleepMilliseconds)
      await waiting.keepUp()
      const now = clock.now()
      const claims = await store.claimTasks({
        now,
        leaseMilliseconds,
        pools: toPoolRequests(kindsByPool, countRunning, { limits: readPlatformLimits(), left }),
      })
      for (const one of claims)
        if (isUnderWay(one)) await putOff(one)
        else track(one)
      const { nextDueAt } = await store.readBacklog(now)
      sleep(nextDueAt === undefined ? longestSleepMilliseconds : nextDueAt - clock.now())
    } catch (error) {
      log.error({ err: error }, 'worker.claim-failed')
      sleep(longestSleepMilliseconds)
    }
  }

  function readPlatformLimits(): Readonly<Record<string, number>> {
    const none = left.readPlatforms().map((platform): [string, number] => [platform, 0])
    return { ...breakers.readLimits(), ...Object.fromEntries(none) }
  }

  function countRunning(pool: Pool): number {
    let count = 0
    for (const one of running.values()) if (one.pool === pool) count += 1
    return count
  }

  /** A machine that slept, or a pass that took long, gives nothing out again that is under way here. */
  async function renew(): Promise<void> {
    const { store, clock } = getParts()
    const now = clock.now()
    const due = [...running].filter(
      ([, { claim, since }]) =>
        claim.leaseExpiresAt - now < leaseMilliseconds / 2 &&
        clock.monotonic() - since < longestRunMilliseconds,
    )
    if (due.length === 0) return
    const claims = due.map(([, { claim }]) => claim)
    const renewed = await store.renewClaims({ now, leaseMilliseconds, claims })
    const byToken = new Map(renewed.map((claim) => [claim.token, claim]))
    for (const [task, run] of due) {
      const claim = byToken.get(run.claim.token)
      if (claim !== undefined && running.has(task)) running.set(task, { ...run, claim })
    }
  }

  /** Given out again, because its lease ran out while it stood still. Twice at once is worse than late. */
  function isUnderWay({ task }: Claim): boolean {
    const now = getParts().clock.now()
    return [...running.values()].some(
      ({ claim }) => claim.task.lane === task.lane && claim.leaseExpiresAt <= now,
    )
  }

  async function putOff(claim: Claim): Promise<void> {
    const { store, clock, log } = getParts()
    const { task } = claim
    log.error({ task: task.key }, 'worker.run-stands')
    const later = { ...task, dueAt: clock.now() + stillRunningMilliseconds }
    await store.commit({ settle: { claim }, tasks: [later] })
  }

  function readStanding(): Standing {
    const now = getParts().clock.monotonic()
    const [oldest] = [...running.values()].toSorted((one, other) => one.since - other.since)
    const milliseconds = oldest === undefined ? 0 : now - oldest.since
    const passMilliseconds = isStopped || passedAt === undefined ? 0 : now - passedAt
    return {
      ...(oldest === undefined || milliseconds < longestRunMilliseconds
        ? {}
        : { run: { key: oldest.claim.task.key, milliseconds } }),
      ...(passMilliseconds < longestPassMilliseconds || hasJustWoken(now) ? {} : { passMilliseconds }),
    }
  }

  /** A machine that slept asks before its timers have run: whoever is asked first finds that all is late, and says nothing. */
  function hasJustWoken(now: number): boolean {
    if (lateSince === undefined || lateSince < (passedAt ?? 0)) lateSince = now
    return now - lateSince < wakeMilliseconds
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
    const { clock } = getParts()
    const pool = table.get(claim.task.duty.kind)?.pool
    running.set(task, { claim, pool, since: clock.monotonic() })
    void task.finally(() => {
      running.delete(task)
      poke()
    })
  }

  async function run(claim: Claim): Promise<void> {
    const parts = getParts()
    const since = parts.clock.monotonic()
    try {
      const { duty } = claim.task
      // A kind that is not in the table is in no pool either, and is never claimed.
      if (!(await end(parts, claim))) await table.get(duty.kind)?.run(parts, duty, claim)
      await failures.forget(claim)
      waiting.succeeded(claim, since)
    } catch (error) {
      await failures.giveBack(claim, error)
    }
  }

  return {
    start() {
      isStopped = false
      unsubscribe = getParts().store.subscribe(poke)
      poke()
    },
    poke,
    async stop() {
      isStopped = true
      unsubscribe()
      cancelSleep()
      await claiming
      while (running.size > 0) await Promise.all(running.keys())
      await unsaved.save()
    },
    readTroubles: () => failures.list(),
    findTrouble: (key) => failures.find(key),
    readClockStep: () => clockWatch.readLast(),
    readStanding,
  }
}
