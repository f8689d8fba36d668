import type { HealthRow } from '../../domain/cards.js'
import type { Tenant } from '../../domain/tenant.js'
import type { Answer } from '../../ports.js'
import { toAgeText, toClockText, toCountText } from '../cards/words.js'
import { isLookOverdue, recallLook } from '../looks.js'
import type { Parts } from '../parts.js'

/** Work that is overdue by less is just being done. */
const backlogTasks = 50
const mostTenants = 20

/** Silence is an alarm: what cannot be seen or sent right now is said here. */
export async function showStatus(parts: Parts): Promise<Answer> {
  const health = await readHealth(parts)
  const bad = health.rows.filter(({ ok }) => !ok)
  const order = [...bad, ...health.rows.filter(({ ok }) => ok)].slice(0, mostTenants + 5)
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

interface Part {
  readonly ok: boolean
  readonly name: string
  readonly detail: string
}

export interface Health {
  readonly ok: boolean
  readonly rows: readonly Part[]
}

/** Looks, work and platforms; what `status` shows and `/healthz` answers. */
export async function readHealth(parts: Parts): Promise<Health> {
  const tenants = await Promise.all(
    [...parts.tenants.values()].map((tenant) => readLookHealth(parts, tenant)),
  )
  const platforms = [...parts.platforms.values()].map((platform) => ({
    name: toTitle(platform.name),
    ...platform.health(),
  }))
  const rows = [...tenants, ...platforms, await readWorkHealth(parts)]
  return { ok: rows.every(({ ok }) => ok), rows }
}

async function readLookHealth(parts: Parts, tenant: Tenant): Promise<Part> {
  const look = await recallLook(parts.store, tenant.id)
  const now = parts.clock.now()
  const name = `Looks at ${tenant.name}`
  if (look === undefined) return { ok: true, name, detail: 'the first look is under way' }
  const last =
    look.lastGoodAt === undefined
      ? 'never a good one'
      : `last good look ${toClockText(look.lastGoodAt)}, ${toAgeText(look.lastGoodAt, now)} ago`
  if (look.failures === 0 && !isLookOverdue(look, tenant, now)) return { ok: true, name, detail: last }
  const why =
    look.problem === '' ? 'no look since' : `${toCountText(look.failures, 'look')} failed: ${look.problem}`
  return { ok: !isLookOverdue(look, tenant, now), name, detail: `${last}; ${why}` }
}

async function readWorkHealth(parts: Parts): Promise<Part> {
  const { due } = await parts.store.readBacklog(parts.clock.now())
  const troubles = parts.readTroubles()
  const worst = troubles.toSorted((one, other) => other.attempts - one.attempts)[0]
  const trouble =
    worst === undefined
      ? ''
      : `; ${toCountText(troubles.length, 'task')} failing, worst: ${worst.key} (${worst.problem})`
  return {
    ok: due <= backlogTasks && troubles.length === 0,
    name: 'Work',
    detail: `${toCountText(due, 'task')} due${trouble}`,
  }
}

function toRow(ok: boolean, name: string, detail: string): HealthRow {
  return { icon: ok ? '🟢' : '🔴', word: ok ? 'works' : 'needs a look', name, detail }
}

function toTitle(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}
