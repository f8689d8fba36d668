// Which roles somebody was given: by their id or by a group they are in, for all tenants or for some.
import { type Actor, toActorKey } from './actor.js'
import { toOrganisationId } from './apart.js'
import type { Bindings } from './person.js'

export const roles = ['viewer', 'operator', 'approver'] as const
export type Role = (typeof roles)[number]

/** What the settings say of one person. */
export interface PersonEntry {
  readonly role: Role
  readonly addresses: readonly string[]
  /** What they are called, wherever they act. */
  readonly name?: string
  /** Our ids of the tenants that the role is for; undefined: all. */
  readonly tenants?: readonly string[]
}

export interface Access extends Bindings {
  /** Where people are at home, as `<platform>:<id of the workspace or tenant>`. */
  readonly homes: ReadonlySet<string>
  /** By actor key. */
  readonly people: ReadonlyMap<string, PersonEntry>
  /** By `<platform>:<id of the group>`. */
  readonly groups: ReadonlyMap<string, Role>
  /** By the key of a group, the tenants that its role is for; one that is not in here has it for all. */
  readonly groupTenants?: ReadonlyMap<string, readonly string[]>
  /** By our own id of a tenant, the id it has in Entra; an invented organisation has none. */
  readonly directories?: ReadonlyMap<string, string>
}

/** Called as the settings say, so that whoever reads knows who it is; by default as their directory has it. */
export function withName(actor: Actor, access: Access): Actor {
  const { name = actor.name } = access.people.get(toActorKey(actor)) ?? {}
  return { ...actor, name }
}

interface Grant {
  readonly role: Role
  readonly tenants: readonly string[] | undefined
}

/** One tenant; at least one of them; every one. */
type About = { readonly tenantId: string } | 'any' | 'all'

function toGroupGrants(access: Access, platform: string, groups: readonly string[]): readonly Grant[] {
  return groups.flatMap((group) => {
    const key = `${platform}:${group}`
    const role = access.groups.get(key)
    return role === undefined ? [] : [{ role, tenants: access.groupTenants?.get(key) }]
  })
}

function listGrants(actor: Actor, access: Access): readonly Grant[] {
  const own = access.people.get(toActorKey(actor))
  const ofGroups = toGroupGrants(access, actor.platform, actor.groups)
  return own === undefined ? ofGroups : [{ role: own.role, tenants: own.tenants }, ...ofGroups]
}

function findHighest(grants: readonly Grant[], about: About): Role | undefined {
  const given = grants
    .filter(({ tenants }) => tenants === undefined || covers(tenants, about))
    .map(({ role }) => role)
  return roles.findLast((role) => given.includes(role))
}

function covers(tenants: readonly string[], about: About): boolean {
  return about === 'any' || (about !== 'all' && isAmong(tenants, about.tenantId))
}

/** Whether a role for these tenants, or for all, is one for this tenant: who practises is who would have to act. */
export function isAmong(tenants: readonly string[] | undefined, tenantId: string): boolean {
  return tenants === undefined || tenants.includes(toOrganisationId(tenantId))
}

/** The highest role that was given to this person or to a group they are in; undefined when none was. */
export function findRole(actor: Actor, access: Access, about: About = 'any'): Role | undefined {
  return findHighest(listGrants(actor, access), about)
}

/** The highest role that a group gives which could not be read just now; nobody has it by that. */
export function findUnreadRole(actor: Actor, access: Access, about: About = 'any'): Role | undefined {
  const { platform, lookupFailure } = actor
  const unread = lookupFailure?.about === 'groups' ? lookupFailure.groups : []
  return findHighest(toGroupGrants(access, platform, unread), about)
}

/** The only tenants of which somebody may know; undefined when nothing keeps them from knowing of all. */
export function findScope(actor: Actor, access: Access): ReadonlySet<string> | undefined {
  const grants = listGrants(actor, access)
  if (grants.length === 0 || grants.some(({ tenants }) => tenants === undefined)) return undefined
  return new Set(grants.flatMap(({ tenants = [] }) => tenants))
}

/** The people whom the access list names by id for this tenant, with at least this role; as actor keys. */
export function listPeople(access: Access, role: Role, tenantId: string): readonly string[] {
  return [...access.people].flatMap(([key, { tenants, ...entry }]) =>
    hasRole(entry.role, role) && isAmong(tenants, tenantId) ? [key] : [],
  )
}

/** The groups of a platform that give at least this role for this tenant. */
export function listGroups(
  access: Access,
  role: Role,
  { platform, tenantId }: { readonly platform: string; readonly tenantId: string },
): readonly string[] {
  const beginning = `${platform}:`
  return [...access.groups].flatMap(([key, given]) => {
    const tenants = access.groupTenants?.get(key)
    const isFor = isAmong(tenants, tenantId)
    return key.startsWith(beginning) && isFor && hasRole(given, role) ? [key.slice(beginning.length)] : []
  })
}

/** Whether this role is enough, whatever the incident. Undefined: no role was given. */
export function hasRole(given: Role | undefined, needed: Role | 'anyone'): boolean {
  if (needed === 'anyone') return true
  return given !== undefined && roles.indexOf(given) >= roles.indexOf(needed)
}
