// What becomes of a task whose try failed: it comes back later, ever more seldom, or is given up with a reason.
import type { PlatformName } from '../domain/actor.js'
import { dayMilliseconds, type Instant, minuteMilliseconds } from '../domain/instant.js'
import type { JournalEvent } from '../domain/journal.js'
import type { Duty, Task } from '../domain/task.js'
import { PlatformError, type PlatformErrorCode, RefusedError } from '../errors.js'
import type { OutboxParts } from './parts.js'
import { toAskedMilliseconds } from './patience.js'
import type { TaskTable } from './task-row.js'

const firstRetryMilliseconds = 1_000
const longestRetryMilliseconds = 5 * minuteMilliseconds
/** Somebody may mend the channel, and must get the card without asking for it. */
const slowRetryMinutes = 15
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

interface Failed {
  readonly task: Task
  readonly error: unknown
}

export async function judgeFailure<Parts extends OutboxParts>(
  parts: Parts,
  table: TaskTable<Parts>,
  { task, error }: Failed,
): Promise<Verdict> {
  const attempts = task.attempts + 1
  const now = parts.clock.now()
  if (!isHopeless(error, attempts)) {
    const pool = table.get(task.duty.kind)?.pool ?? 'people'
    const backoff = Math.min(firstRetryMilliseconds * 2 ** (attempts - 1), longestRetryMilliseconds)
    const wait = Math.max(toAskedMilliseconds(pool, error), backoff * (0.5 + parts.random()))
    return { retryAt: now + wait, isGivenUp: false }
  }
  const isOver = await isOverSince(parts, table, { duty: task.duty, instant: now - finishedMilliseconds })
  return { retryAt: isOver ? undefined : now + slowRetryMinutes * minuteMilliseconds, isGivenUp: true }
}

function isHopeless(error: unknown, attempts: number): boolean {
  if (error instanceof RefusedError) return error.reason === 'not-found'
  return error instanceof PlatformError && error.isFinal && attempts >= toMostTries(error.code)
}

function toMostTries(code: PlatformErrorCode): number {
  return code === 'rejected' ? fewTries : manyTries
}

/** What is over keeps nobody from being ready. */
export async function isStillWanted<Parts extends OutboxParts>(
  parts: Parts,
  table: TaskTable<Parts>,
  duty: Duty,
): Promise<boolean> {
  return !(await isOverSince(parts, table, { duty, instant: Number.POSITIVE_INFINITY }))
}

/** Whether all that a task is about ended before this, or never was. */
async function isOverSince<Parts extends OutboxParts>(
  parts: Parts,
  table: TaskTable<Parts>,
  { duty, instant }: { readonly duty: Duty; readonly instant: Instant },
): Promise<boolean> {
  const ends = await table.get(duty.kind)?.listEnds?.(parts, duty)
  return ends?.every((at) => at < instant) ?? false
}

/** When incidents ended, infinity for those that go on; what was never there is left out. */
export async function listIncidentEnds(
  { store }: Pick<OutboxParts, 'store'>,
  incidentIds: readonly string[],
): Promise<readonly Instant[]> {
  const found = await Promise.all(incidentIds.map((id) => store.findIncident(id)))
  return found.flatMap((incident) => {
    if (incident === undefined) return []
    return [incident.state.status === 'closed' ? incident.state.closedAt : Number.POSITIVE_INFINITY]
  })
}

/** For the journal; undefined for what is no card. */
export async function toGivenUpEvent(
  parts: OutboxParts,
  duty: Duty,
  problem: string,
): Promise<JournalEvent | undefined> {
  const place = findPlace(duty)
  if (place === undefined) return undefined
  const incident = duty.incidentId === undefined ? undefined : await parts.store.findIncident(duty.incidentId)
  return {
    at: parts.clock.now(),
    type: 'card.given-up',
    ...(incident === undefined ? {} : { incidentId: incident.id, tenantId: incident.tenantId }),
    data: { ...place, card: duty.kind, problem },
  }
}

/** Where a card was to go. An edit goes wherever the card is: then only the platform is known. */
export function findPlace({ channel, platform }: Duty): Place | undefined {
  if (channel !== undefined) return { platform: channel.platform, channel: channel.channel }
  return platform === undefined ? undefined : { platform }
}

interface Place {
  readonly platform: PlatformName
  readonly channel?: string
}
