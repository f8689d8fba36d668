// The tenants of the settings, which may change while the bot runs.
import { createDrillBackend } from '../backends/sandbox/drill.js'
import { createLane } from '../concurrency/lanes.js'
import { toApartId } from '../domain/apart.js'
import { type Approval, singleApproval } from '../domain/approval.js'
import { listDrillTenantIds } from '../domain/drill.js'
import { type Entity, toEntityKey } from '../domain/entity.js'
import { usualRetentionDays } from '../domain/erase.js'
import type { Access } from '../domain/grants.js'
import type { Tenant } from '../domain/tenant.js'
import type { PlaceWords } from '../domain/verdict/index.js'
import { BackendError } from '../errors.js'
import type { Parts } from '../features/feature.js'
import { catchUpOnChannels } from '../features/incident/moved.js'
import type { Compared } from '../features/replicas/digest.js'
import type { Warmth } from '../features/replicas/warmth.js'
import { beginAnew, type Moves } from '../features/settings/begin.js'
import { closeAllUnwatched } from '../features/watch/departed.js'
import type { Clock, Platform, RestrictionBackend, Store } from '../ports.js'

/** Without a backend where only what is saved is read. */
export interface BotTenant {
  readonly tenant: Tenant
  readonly backend?: RestrictionBackend
  /** What it takes to ask is kept open, and costs: of several processes one should keep it. */
  readonly isSticky?: boolean
}

/** What follows from the tenants of the settings. */
export interface TenantsChange {
  readonly tenants: readonly BotTenant[]
  readonly access: Access
  readonly warnings: readonly string[]
}

/** Who is watched by the settings as they are. */
export interface Roll {
  tenants: ReadonlyMap<string, Tenant>
  given: readonly BotTenant[]
  stickyIds: readonly string[]
  compared: Compared
}

interface Given {
  readonly tenants: readonly BotTenant[]
  readonly platforms: readonly Pick<Platform, 'name'>[]
  readonly access: Access
  readonly approval?: Approval
  readonly retentionDays?: number
  readonly places?: PlaceWords
}

export function createRoll(given: Given): Roll {
  const { access, approval = singleApproval, retentionDays = usualRetentionDays, places = 'named' } = given
  const platforms = given.platforms.map(({ name }) => name)
  return {
    ...toRolled(given.tenants),
    compared: {
      tenants: given.tenants.map(({ tenant }) => tenant),
      platforms,
      access,
      approval,
      retentionDays,
      places,
    },
  }
}

function toRolled(given: readonly BotTenant[]): Omit<Roll, 'compared'> {
  return {
    given,
    tenants: new Map(given.map(({ tenant }) => [tenant.id, tenant])),
    stickyIds: given.flatMap(({ tenant, isSticky }) => (isSticky === true ? [tenant.id] : [])),
  }
}

interface Surroundings {
  readonly store: Store
  readonly clock: Clock
  readonly warmth: Warmth
}

export function toTenantParts(
  { given, tenants }: Roll,
  { store, clock, warmth }: Surroundings,
): Pick<Parts, 'tenants' | 'allTenants' | 'backends'> {
  const backends = given.flatMap(
    ({ tenant: { id }, backend }): readonly (readonly [string, RestrictionBackend])[] =>
      backend === undefined
        ? []
        : [
            [id, warmth.watch(id, backend)],
            [toApartId('early', id), withoutUnblock(backend)],
            ...createDrillBackends(store, clock, id),
          ],
  )
  return { tenants, allTenants: tenants, backends: new Map(backends) }
}

/** Whoever is not restricted is not unblocked, whoever asks for it. */
function withoutUnblock(backend: RestrictionBackend): RestrictionBackend {
  const message = 'Nobody has restricted this sender yet, so there is nothing to unblock.'
  return {
    ...backend,
    unblock: async () =>
      Promise.reject(new BackendError(message, { code: 'rejected', outcome: 'unchanged' })),
  }
}

/** Whatever is asked of a drill is asked of these: they have no way to Exchange. */
function createDrillBackends(
  store: Store,
  clock: Clock,
  tenantId: string,
): readonly [string, RestrictionBackend][] {
  return listDrillTenantIds(tenantId).map((id) => {
    const find = async (entity: Entity) =>
      (await store.listLive({ tenantId: id, entityKey: toEntityKey(entity) }))[0]
    return [id, createDrillBackend({ clock, find })]
  })
}

/** One change at a time, each to its end. One that could not be saved is begun anew by the next. */
export function createChangeTenants(
  parts: Parts,
  roll: Roll,
  warmth: Warmth,
): (change: TenantsChange) => Promise<void> {
  const inTurn = createLane()
  let settled = roll.given
  return (change) =>
    inTurn(async () => {
      const { access, warnings, tenants } = change
      Object.assign(roll, toRolled(tenants), {
        compared: { ...roll.compared, access, tenants: tenants.map(({ tenant }) => tenant) },
      })
      // Whoever is being answered goes on with what they began with: theirs is a copy.
      Object.assign(parts, toTenantParts(roll, { ...parts, warmth }), { access, warnings })
      await parts.replicas.change(roll.compared)
      await closeAllUnwatched(parts)
      await catchUpOnChannels(parts)
      await beginAnew(parts, findMoves(settled, tenants))
      settled = tenants
    })
}

function findMoves(before: readonly BotTenant[], after: readonly BotTenant[]): Moves {
  const old = new Map(before.map((one) => [one.tenant.id, one]))
  const ids = new Set(after.map(({ tenant }) => tenant.id))
  const isOther = ({ tenant, backend }: BotTenant) => {
    const known = old.get(tenant.id)
    return (
      known !== undefined &&
      (known.backend !== backend || JSON.stringify(known.tenant) !== JSON.stringify(tenant))
    )
  }
  const toTenants = (given: readonly BotTenant[]) => given.map(({ tenant }) => tenant)
  return {
    added: toTenants(after.filter(({ tenant }) => !old.has(tenant.id))),
    changed: toTenants(after.filter(isOther)),
    removed: toTenants(before.filter(({ tenant }) => !ids.has(tenant.id))),
  }
}
