// Runs due tasks until it is stopped. A task that fails comes back later; nothing is dropped because a try failed.
import { minuteMilliseconds } from '../domain/instant.js'
import { BackendError, PlatformError, StaleError } from '../errors.js'
import type { Claim } from '../ports.js'
import { runContainment } from './contain.js'
import { runDoctorTask } from './doctor/run.js'
import { gatherEvidence } from './gather.js'
import { postLine } from './lines.js'
import type { Parts, Trouble } from './parts.js'
import { publishDrift } from './policies/publish.js'
import { readTenantPolicies } from './policies/read.js'
import { postIncident, publishDigest, updateIncident } from './publish.js'
import { announceStore } from './store-identity.js'
import { runUnblock } from './unblock.js'
import { verifyUnblock } from './verify.js'
import { watchTenant } from './watch.js'

/** Several times longer than the slowest call to the outside (an unblock: 20 s + 60 s + 20 s). */
const leaseMilliseconds = 6 * minuteMilliseconds
const mostAtOnce = 32
/** Other processes may have saved tasks too, so sleep is never longer than this. */
const longestSleepMilliseconds = 2_000
const firstRetryMilliseconds = 1_000
const longestRetryMilliseconds = 5 * minuteMilliseconds

export interface Worker {
  start(): void
  /** New tasks were saved: look now. */
  poke(): void
  /** Takes nothing new and resolves when what runs has ended. */
  stop(): Promise<void>
  /** The tasks whose last try failed. */
  readTroubles(): readonly Trouble[]
}

/** @param getParts late, since the parts themselves hold `poke`. */
export function createWorker(getParts: () => Parts): Worker {
  const running = new Set<Promise<void>>()
  const troubles = new Map<string, Trouble>()
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
      const free = mostAtOnce - running.size
      const now = clock.now()
      const claims = free > 0 ? await store.claimTasks({ now, limit: free, leaseMilliseconds }) : []
      for (const one of claims) track(run(one))
      const { nextDueAt } = await store.readBacklog(now)
      sleep(nextDueAt === undefined ? longestSleepMilliseconds : nextDueAt - clock.now())
    } catch (error) {
      log.error({ err: error }, 'worker.claim-failed')
      sleep(longestSleepMilliseconds)
    }
  }

  function sleep(milliseconds: number): void {
    if (isStopped) return
    cancelSleep()
    // Due but not claimable means its lane is busy; the end of what runs there pokes.
    const atLeast = milliseconds <= 0 ? 250 : milliseconds
    cancelSleep = getParts().clock.after(Math.min(atLeast, longestSleepMilliseconds), poke)
  }

  function track(task: Promise<void>): void {
    running.add(task)
    void task.finally(() => {
      running.delete(task)
      poke()
    })
  }

  async function run(claim: Claim): Promise<void> {
    try {
      await perform(getParts(), claim)
      troubles.delete(claim.task.key)
    } catch (error) {
      await giveBack(claim, error)
    }
  }

  async function giveBack(claim: Claim, error: unknown): Promise<void> {
    const parts = getParts()
    const attempts = claim.task.attempts + 1
    const problem = error instanceof Error ? error.message : String(error)
    parts.log[isExpected(error) ? 'warn' : 'error'](
      { task: claim.task.key, attempts, err: error },
      'task.failed',
    )
    parts.meter.taskFailed(claim.task.duty.kind)
    troubles.set(claim.task.key, { key: claim.task.key, attempts, problem })
    try {
      const retryAt = parts.clock.now() + toRetryMilliseconds(parts, error, attempts)
      await parts.store.commit({ settle: { claim, retryAt } })
    } catch (failure) {
      // Somebody else holds the task now, and it is theirs to worry about.
      if (failure instanceof StaleError) return void troubles.delete(claim.task.key)
      // The lease runs out by itself and the task is given out again.
      parts.log.error({ task: claim.task.key, err: failure }, 'task.lost')
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
      while (running.size > 0) await Promise.all(running)
    },
    readTroubles: () => [...troubles.values()],
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof PlatformError || error instanceof BackendError || error instanceof StaleError
}

function toRetryMilliseconds(parts: Parts, error: unknown, attempts: number): number {
  const asked =
    error instanceof PlatformError || error instanceof BackendError ? error.retryAfterMilliseconds : undefined
  const backoff = Math.min(firstRetryMilliseconds * 2 ** (attempts - 1), longestRetryMilliseconds)
  return Math.max(asked ?? 0, backoff * (0.5 + parts.random()))
}

async function perform(parts: Parts, claim: Claim): Promise<void> {
  const { duty } = claim.task
  switch (duty.kind) {
    case 'watch':
      return watchTenant(parts, duty.tenantId, claim)
    case 'gather':
      return gatherEvidence(parts, duty.incidentId, claim)
    case 'post':
      return postIncident(parts, duty, claim)
    case 'update':
      return updateIncident(parts, duty, claim)
    case 'digest':
      return publishDigest(parts, duty, claim)
    case 'line':
      return postLine(parts, duty, claim)
    case 'unblock':
      return runUnblock(parts, duty.incidentId, claim)
    case 'contain':
      return runContainment(parts, duty, claim)
    case 'verify':
      return verifyUnblock(parts, duty, claim)
    case 'doctor':
      return runDoctorTask(parts, duty, claim)
    case 'policies':
      return readTenantPolicies(parts, duty.tenantId, claim)
    case 'drift':
      return publishDrift(parts, duty, claim)
    case 'announce':
      return announceStore(parts, duty, claim)
    default:
      return duty satisfies never
  }
}
