import type { PlatformName } from '../../domain/actor.js'
import type { HealthRow } from '../../domain/cards/index.js'
import { dayMilliseconds, minuteMilliseconds } from '../../domain/instant.js'
import type { Tenant } from '../../domain/tenant.js'
import { slowRetryMinutes } from '../../outbox/give-up.js'
import { listGivenUp, toPlaceText } from '../../outbox/given-up.js'
import type { Parts } from '../../outbox/parts.js'
import type { Answer } from '../../ports.js'
import { recallPolicies } from '../policies/record.js'
import { recallStoreId } from '../store-identity/identity.js'
import { isLookOverdue, recallLook } from '../watch/looks.js'
import { toAgeText, toClockText, toCountText, toTitle } from '../words/words.js'

/** Work that is overdue by less is just being done. */
const backlogTasks = 50
/** A task that fails is put off, so what is due for this long is not being tried at all. */
const lateMilliseconds = 5 * minuteMilliseconds
const mostTenants = 20
/** After the clock was set back: long enough to be noticed, then it is history. */
const steppedBadMilliseconds = 5 * minuteMilliseconds
const steppedShownMilliseconds = dayMilliseconds
/** They are tried once an hour: a day of them is no hiccup. */
const manyFailedReads = 24

/** Silence is an alarm: what cannot be seen or sent right now is said here. */
export async function showStatus(parts: Parts): Promise<Answer> {
  const health = await readHealth(parts)
  const rows = [...health.rows, ...(await listUnreadSettings(parts))]
  const bad = rows.filter(({ ok }) => !ok)
  const order = [...bad, ...rows.filter(({ ok }) => ok)].slice(0, mostTenants + 5)
  return {
    name: 'status',
    view: {
      title: 'How Reprieve is',
      summary:
        bad.length === 0
          ? 'Everything works.'
          : `${toCountText(bad.length, 'thing needs', 'things need')} a look.`,
      rows: order.map(({ ok, name, detail }) => toRow(ok, name, detail)),
    },
  }
}

/** What is the matter, in words that name nobody. */
export type HealthReason =
  | 'look-overdue'
  | `${PlatformName}-unwell`
  | 'work-late'
  | 'work-failing'
  | 'journal-behind'
  | 'cards-given-up'
  | 'clock-stepped'

interface Part {
  readonly ok: boolean
  readonly name: string
  readonly detail: string
  /** Of a part that is not ok. */
  readonly reason: HealthReason
}

export interface Health {
  readonly ok: boolean
  readonly rows: readonly Part[]
}

/** Looks, work and platforms: what `status` shows, and what `/readyz` answers without the details. */
export async function readHealth(parts: Parts): Promise<Health> {
  const tenants = await Promise.all(
    [...parts.tenants.values()].map((tenant) => readLookHealth(parts, tenant)),
  )
  const platforms = [...parts.platforms.values()].map((platform) => ({
    name: toTitle(platform.name),
    reason: `${platform.name}-unwell` as const,
    ...platform.health(),
  }))
  const work = [await readWorkHealth(parts), ...(await readCardHealth(parts))]
  const rows = [...tenants, ...platforms, ...work, ...readClockHealth(parts), await readStoreHealth(parts)]
  return { ok: rows.every(({ ok }) => ok), rows }
}

async function readLookHealth(parts: Parts, tenant: Tenant): Promise<Part> {
  const look = await recallLook(parts.store, tenant.id)
  const now = parts.clock.now()
  const about = { name: `Looks at ${tenant.name}`, reason: 'look-overdue' } as const
  if (look === undefined) return { ...about, ok: true, detail: 'the first look is under way' }
  const last =
    look.lastGoodAt === undefined
      ? 'never a good one'
      : `last good look ${toClockText(look.lastGoodAt)}, ${toAgeText(look.lastGoodAt, now)} ago`
  if (look.failures === 0 && !isLookOverdue(look, tenant, now)) return { ...about, ok: true, detail: last }
  const why =
    look.problem === '' ? 'no look since' : `${toCountText(look.failures, 'look')} failed: ${look.problem}`
  return { ...about, ok: !isLookOverdue(look, tenant, now), detail: `${last}; ${why}` }
}

/** Tenants whose own settings cannot be read. Said here alone: restrictions are seen and lifted all the same. */
async function listUnreadSettings(parts: Parts): Promise<readonly Omit<Part, 'reason'>[]> {
  const rows = await Promise.all(
    [...parts.tenants.values()].map(async ({ id, name }) => {
      const { failures = 0, problem = '' } = (await recallPolicies(parts.store, id)) ?? {}
      const detail = `${toCountText(failures, 'read')} failed: ${problem}`
      return failures < manyFailedReads ? [] : [{ ok: false, name: `Settings of ${name}`, detail }]
    }),
  )
  return rows.flat()
}

async function readWorkHealth(parts: Parts): Promise<Part> {
  const now = parts.clock.now()
  const { due, nextDueAt } = await parts.store.readBacklog(now)
  const isLate = due > backlogTasks || (nextDueAt !== undefined && now - nextDueAt > lateMilliseconds)
  const troubles = parts.readTroubles().filter(({ isGivenUp }) => !isGivenUp)
  const worst = troubles.toSorted((one, other) => other.attempts - one.attempts)[0]
  const late = isLate && nextDueAt !== undefined ? `, the oldest for ${toAgeText(nextDueAt, now)}` : ''
  const trouble =
    worst === undefined
      ? ''
      : `; ${toCountText(troubles.length, 'task')} failing, worst: ${worst.key} (${worst.problem})`
  return {
    ok: !isLate && troubles.length === 0,
    name: 'Work',
    detail: `${toCountText(due, 'task')} due${late}${trouble}`,
    reason: isLate ? 'work-late' : 'work-failing',
  }
}

async function readStoreHealth({ store }: Parts): Promise<Part> {
  const id = await recallStoreId(store)
  const { ok, detail } = store.health()
  return {
    ok,
    name: 'Store',
    detail: `${id === undefined ? '' : `id ${id}; `}${detail}`,
    reason: 'journal-behind',
  }
}

/** Said once for all of them: whoever is meant to see these cards does not. */
async function readCardHealth(parts: Parts): Promise<readonly Part[]> {
  const troubles = await listGivenUp(parts)
  const [first] = troubles
  if (first === undefined) return []
  const count = toCountText(troubles.length, 'card')
  const detail = `${count} given up and tried again every ${slowRetryMinutes} minutes, such as ${toPlaceText(first.duty)}: ${first.problem}`
  return [{ ok: false, name: 'Cards', detail, reason: 'cards-given-up' }]
}

/** Nothing waits for the clock to get there again, but times on cards and in the journal are out of order. */
function readClockHealth({ clock, readClockStep }: Parts): readonly Part[] {
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
  return [{ ok, name: 'Clock', detail, reason: 'clock-stepped' }]
}

function toRow(ok: boolean, name: string, detail: string): HealthRow {
  return { icon: ok ? '🟢' : '🔴', word: ok ? 'works' : 'needs a look', name, detail }
}
