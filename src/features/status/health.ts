// Silence is an alarm: whether work is done, platforms are reached and cards are shown.
import { dayMilliseconds, minuteMilliseconds } from '../../domain/instant.js'
import { tryEverySeconds } from '../../outbox/held.js'
import { type HealthPart, type Parts, toTenant } from '../feature.js'
import { toAgeText, toClockText, toCountText, toTitle } from '../words/words.js'
import { listGivenUp, toDutyText } from './given-up.js'
import { toTaskText } from './task-words.js'
import { listUnshownByTenant } from './unshown.js'

/** Work that is overdue by less is just being done. */
const backlogTasks = 50
/** A task that fails is put off, so what is due for this long is not being tried at all. */
const lateMilliseconds = 5 * minuteMilliseconds
/** After the clock was set back: long enough to be noticed, then it is history. */
const steppedBadMilliseconds = 5 * minuteMilliseconds
const steppedShownMilliseconds = dayMilliseconds

export interface Health {
  /** Of several replicas each answers for itself: what is everybody's is no reason to go around one of them. */
  readonly ok: boolean
  readonly rows: readonly HealthPart[]
  /** Other processes work on the same store. */
  readonly isOneOfSeveral: boolean
}

/** What `status` shows, and what `/readyz` answers without the details. */
export async function readHealth(parts: Parts): Promise<Health> {
  const read = await Promise.all(parts.features.map(async (one) => (await one.readHealth?.(parts)) ?? []))
  const rows = read.flat()
  const isOneOfSeveral = (await parts.replicas.listOthers()).length > 0
  const decisive = isOneOfSeveral ? rows.filter(({ isOwn }) => isOwn) : rows
  return { ok: decisive.every(({ ok }) => ok), rows, isOneOfSeveral }
}

export async function readOwnHealth(parts: Parts): Promise<readonly HealthPart[]> {
  return [
    ...readPlatformHealth(parts),
    await readWorkHealth(parts),
    ...(await readCardHealth(parts)),
    ...(await readUnshownHealth(parts)),
    ...readClockHealth(parts),
    ...readStandingHealth(parts),
  ]
}

/** What is the matter with this process alone, in the words that machines are told. */
export function readFaults(parts: Parts): readonly string[] {
  const isRefused = (parts.readSettings()?.problems ?? []).length > 0
  return [...readOwnFaults(parts), ...(isRefused ? ['settings-refused'] : [])]
}

/** The same without what leaves it as able as any other. */
export function readOwnFaults(parts: Parts): readonly string[] {
  const own = [...readPlatformHealth(parts), ...readClockHealth(parts), ...readStandingHealth(parts)]
  return own.flatMap(({ ok, reason }) => (ok ? [] : [reason]))
}

function readPlatformHealth({ platforms }: Parts): readonly HealthPart[] {
  return [...platforms.values()].map((platform) => ({
    name: toTitle(platform.name),
    reason: `${platform.name}-unwell`,
    isOwn: true,
    ...platform.health(),
  }))
}

async function readWorkHealth(parts: Parts): Promise<HealthPart> {
  const now = parts.clock.now()
  const { due, nextDueAt } = await parts.store.readBacklog(now)
  const isLate = due > backlogTasks || (nextDueAt !== undefined && now - nextDueAt > lateMilliseconds)
  const troubles = (await parts.readTroubles()).filter(({ isGivenUp }) => !isGivenUp)
  const worst = troubles.toSorted((one, other) => other.attempts - one.attempts)[0]
  const late = isLate && nextDueAt !== undefined ? `, the oldest for ${toAgeText(nextDueAt, now)}` : ''
  const trouble =
    worst === undefined
      ? ''
      : `; ${toCountText(troubles.length, 'task')} failing, worst: ${await toTaskText(parts, worst.duty)} (${worst.problem})`
  return {
    ok: !isLate && troubles.length === 0,
    name: 'Work',
    detail: `${toCountText(due, 'task')} due${late}${trouble}`,
    reason: isLate ? 'work-late' : 'work-failing',
  }
}

/** Said once for all of them: whoever is meant to see these cards does not. */
async function readCardHealth(parts: Parts): Promise<readonly HealthPart[]> {
  const troubles = await listGivenUp(parts)
  const [first] = troubles
  if (first === undefined) return []
  const count = toCountText(troubles.length, 'card')
  const detail = `${count} given up, and still one tried every ${tryEverySeconds} seconds, such as ${toDutyText(first.duty)}: ${first.problem}`
  return [{ ok: false, name: 'Cards', detail, reason: 'cards-given-up' }]
}

/** One row for each tenant with something that its channel does not show and that was told elsewhere. */
async function readUnshownHealth(parts: Parts): Promise<readonly HealthPart[]> {
  return (await listUnshownByTenant(parts)).map(({ tenantId, name, text, isTold }) => ({
    ok: isTold,
    name,
    detail: text,
    reason: 'cards-elsewhere',
    tenantIds: [tenantId],
    group: { what: 'Cards', tenant: toTenant(parts, tenantId).name, text: 'not all are where they belong' },
  }))
}

/** Nothing of this should ever be seen: every call ends, and a worker that stands still needs a restart. */
function readStandingHealth({ readStanding }: Parts): readonly HealthPart[] {
  const { run, passMilliseconds } = readStanding()
  if (run === undefined && passMilliseconds === undefined) return []
  const stands =
    run === undefined ? '' : `${run.key} has been under way for ${toAgeText(0, run.milliseconds)}`
  const silent =
    passMilliseconds === undefined ? '' : `no work was looked for since ${toAgeText(0, passMilliseconds)}`
  const detail = `${[stands, silent].filter((text) => text !== '').join('; ')}. Restart Reprieve: what is under way is finished then.`
  return [{ ok: false, name: 'Worker', detail, reason: 'worker-stands', isOwn: true }]
}

/** Nothing waits for the clock to get there again, but times on cards and in the journal are out of order. */
function readClockHealth({ clock, readClockStep }: Parts): readonly HealthPart[] {
  const step = readClockStep()
  if (step === undefined) return []
  const { milliseconds, at, monotonicAt } = step
  const age = clock.monotonic() - monotonicAt
  if (age > steppedShownMilliseconds) return []
  const length = toAgeText(0, Math.abs(milliseconds))
  const detail =
    milliseconds < 0
      ? `clock stepped back by ${length} at ${toClockText(at)}; polls and cards went on`
      : `clock stepped ahead by ${length} at ${toClockText(at)}, or the machine slept`
  const ok = milliseconds > 0 || age > steppedBadMilliseconds
  return [{ ok, name: 'Clock', detail, reason: 'clock-stepped', isOwn: true }]
}
