// What becomes of a task whose try failed: it comes back later, ever more seldom, or is given up with a reason.
import { dayMilliseconds, type Instant, minuteMilliseconds } from '../domain/instant.js'
import type { JournalEvent } from '../domain/journal.js'
import type { Task, TaskDuty } from '../domain/task.js'
import { PlatformError, type PlatformErrorCode, RefusedError } from '../errors.js'
import { recallDrift } from '../features/policies/record.js'
import { recallDigest } from '../features/watch/open.js'
import type { Claim } from '../ports.js'
import type { Parts } from './parts.js'
import { toAskedMilliseconds } from './patience.js'

const firstRetryMilliseconds = 1_000
const longestRetryMilliseconds = 5 * minuteMilliseconds
/** Somebody may mend the channel, and must get the card without asking for it. */
export const slowRetryMinutes = 15
/** A card of what is over is worth this long, so that a platform that is back shows no old state. */
const finishedMilliseconds = dayMilliseconds
/** About eight minutes, as long as an app that is being installed anew may be away. */
const manyTries = 10
/** A card that is refused is the same card a second later. */
const fewTries = 3

export interface Verdict {
  /** Undefined when the task is over. */
  readonly retryAt: Instant | undefined
  readonly isGivenUp: boolean
}

export async function judgeFailure(parts: Parts, { task }: Claim, error: unknown): Promise<Verdict> {
  const attempts = task.attempts + 1
  const now = parts.clock.now()
  if (!isHopeless(error, attempts))
    return { retryAt: now + toRetryMilliseconds(parts, { error, attempts, task }), isGivenUp: false }
  const isOver = await isOverSince(parts, task.duty, now - finishedMilliseconds)
  return { retryAt: isOver ? undefined : now + slowRetryMinutes * minuteMilliseconds, isGivenUp: true }
}

function isHopeless(error: unknown, attempts: number): boolean {
  if (error instanceof RefusedError) return error.reason === 'not-found'
  return error instanceof PlatformError && error.isFinal && attempts >= toMostTries(error.code)
}

function toMostTries(code: PlatformErrorCode): number {
  return code === 'rejected' ? fewTries : manyTries
}

interface Failed {
  readonly task: Task
  readonly error: unknown
  readonly attempts: number
}

function toRetryMilliseconds(parts: Parts, { task, error, attempts }: Failed): number {
  const backoff = Math.min(firstRetryMilliseconds * 2 ** (attempts - 1), longestRetryMilliseconds)
  return Math.max(toAskedMilliseconds(task.duty.kind, error), backoff * (0.5 + parts.random()))
}

/** What is over keeps nobody from being ready. */
export async function isStillWanted(parts: Parts, duty: TaskDuty): Promise<boolean> {
  return !(await isOverSince(parts, duty, Number.POSITIVE_INFINITY))
}

/** Whether all that a task is about ended before this, or never was. */
async function isOverSince(parts: Parts, duty: TaskDuty, instant: Instant): Promise<boolean> {
  const ends = await listEnds(parts, duty)
  return ends?.every((at) => at < instant) ?? false
}

/** When what a task is about ended, infinity for what goes on; undefined when it is about nothing that ends. */
async function listEnds(parts: Parts, duty: TaskDuty): Promise<readonly Instant[] | undefined> {
  if ('driftId' in duty) {
    const drift = await recallDrift(parts.store, duty.driftId)
    return drift === undefined ? [] : [drift.end?.at ?? Number.POSITIVE_INFINITY]
  }
  if (!('incidentId' in duty) && !('digestId' in duty)) return undefined
  const digest = 'digestId' in duty ? await recallDigest(parts, duty.digestId) : undefined
  const incidentIds = 'incidentId' in duty ? [duty.incidentId] : (digest?.incidentIds ?? [])
  const found = await Promise.all(incidentIds.map((id) => parts.store.findIncident(id)))
  return found.flatMap((incident) => {
    if (incident === undefined) return []
    return [incident.state.status === 'closed' ? incident.state.closedAt : Number.POSITIVE_INFINITY]
  })
}

/** For the journal; undefined for what is no card. */
export async function toGivenUpEvent(
  parts: Parts,
  duty: TaskDuty,
  problem: string,
): Promise<JournalEvent | undefined> {
  const place = findPlace(duty)
  if (place === undefined) return undefined
  const incident = 'incidentId' in duty ? await parts.store.findIncident(duty.incidentId) : undefined
  return {
    at: parts.clock.now(),
    type: 'card.given-up',
    ...(incident === undefined ? {} : { incidentId: incident.id, tenantId: incident.tenantId }),
    data: { ...place, card: duty.kind, problem },
  }
}

/** Where a card was to go. An edit goes wherever the card is: then only the platform is known. */
export function findPlace(duty: TaskDuty) {
  if ('channel' in duty) return { platform: duty.channel.platform, channel: duty.channel.channel }
  return 'platform' in duty ? { platform: duty.platform } : undefined
}
