// Who is there: every role on both platforms, people who may nothing, and people whose own mailboxes are restricted.

import type { Actor, PlatformName } from '../../../src/domain/actor.js'
import type { Approval } from '../../../src/domain/approval.js'
import type { Access, Role } from '../../../src/domain/grants.js'

export interface Person {
  readonly actor: Actor
  readonly role: Role | undefined
  /** The mailbox that is theirs in the first tenant; restricted now and then. */
  readonly ownAddress: string | undefined
  /** The only tenants that the role is for; undefined: all. */
  readonly tenants: readonly string[] | undefined
  /** How often they are at it, against the others. */
  readonly zeal: number
}

const homes = new Map<PlatformName, string>([
  ['slack', 'T1'],
  ['teams', 'tenant-1'],
])
/** The first tenant's own mail domain. */
export const homeDomain = 'tenant0.example'

interface Facts {
  readonly platform: PlatformName
  readonly id: string
  readonly name: string
  readonly role?: Role
  readonly zeal?: number
  readonly isMember?: boolean
  readonly home?: string
  readonly tenants?: readonly string[]
}

function createPerson({ platform, id, name, role, zeal = 1, isMember = true, home, tenants }: Facts): Person {
  const address = `${name.toLowerCase()}@${homeDomain}`
  return {
    role,
    tenants,
    zeal,
    ownAddress: address,
    actor: {
      platform,
      id,
      name,
      home: home ?? homes.get(platform) ?? '',
      isMember,
      addresses: [address],
      groups: [],
    },
  }
}

export const people: readonly Person[] = [
  createPerson({ platform: 'slack', id: 'U1', name: 'Maya', role: 'approver', zeal: 5 }),
  createPerson({ platform: 'teams', id: 'oid-tom', name: 'Tom', role: 'approver', zeal: 5 }),
  createPerson({ platform: 'slack', id: 'U2', name: 'Ravi', role: 'approver', zeal: 2 }),
  createPerson({ platform: 'teams', id: 'oid-tina', name: 'Tina', role: 'approver', zeal: 2 }),
  createPerson({ platform: 'slack', id: 'U5', name: 'Laura', role: 'approver', zeal: 2 }),
  createPerson({ platform: 'slack', id: 'U3', name: 'Olga', role: 'operator', zeal: 2 }),
  createPerson({ platform: 'teams', id: 'oid-otto', name: 'Otto', role: 'operator', zeal: 2 }),
  createPerson({ platform: 'slack', id: 'U7', name: 'Vic', role: 'viewer' }),
  createPerson({ platform: 'teams', id: 'oid-vera', name: 'Vera', role: 'viewer' }),
  createPerson({ platform: 'slack', id: 'U6', name: 'Norman' }),
  // Technicians of one customer alone.
  createPerson({
    platform: 'slack',
    id: 'U10',
    name: 'Kim',
    role: 'approver',
    tenants: ['tenant0'],
    zeal: 2,
  }),
  createPerson({
    platform: 'teams',
    id: 'oid-theo',
    name: 'Theo',
    role: 'approver',
    tenants: ['tenant1'],
    zeal: 2,
  }),
  createPerson({ platform: 'slack', id: 'U9', name: 'Oscar', home: 'T9', role: 'approver' }),
  createPerson({ platform: 'teams', id: 'oid-gus', name: 'Gus', isMember: false, role: 'approver' }),
]

/** Whoever owns the machine: nobody asks them for leave. */
export const owner: Person = {
  role: 'approver',
  tenants: undefined,
  zeal: 0,
  ownAddress: undefined,
  actor: {
    platform: 'console',
    id: 'root',
    name: 'root@mail-1',
    home: 'host',
    isMember: true,
    addresses: undefined,
    groups: [],
  },
}

/** Whose mailbox is restricted more often than anybody's. */
export const ownMailboxes = ['laura', 'tina'].map((name) => `${name}@${homeDomain}`)

/** Bound to Entra accounts: they look after tenants where they have no mailbox. */
const bound = new Map([
  ['slack:U1', 'oid-maya'],
  ['teams:oid-tom', 'oid-tom'],
  ['slack:U3', 'oid-olga'],
  ['slack:U2', 'oid-ravi'],
  ['teams:oid-otto', 'oid-otto'],
  ['slack:U10', 'oid-kim'],
  ['teams:oid-theo', 'oid-theo'],
])

const withRole = people.flatMap(({ actor, role, tenants, ownAddress = '' }) => {
  const key = `${actor.platform}:${actor.id}`
  const addresses = bound.has(key) ? [ownAddress] : []
  const bounds = tenants === undefined ? {} : { tenants }
  return role === undefined ? [] : [[key, { role, addresses, ...bounds }] as const]
})

export const access: Access = {
  homes: new Set(['slack:T1', 'teams:tenant-1']),
  people: new Map(withRole),
  groups: new Map(),
  accounts: new Map([...bound].map(([key, objectId]) => [key, { objectId, directoryId: undefined }])),
}

/** The mail domain of the tenant where no one alone unblocks. */
export const guardedDomain = 'tenant1.example'

export const approval: Approval = {
  twoPeople: { directoryRoles: false, contradicted: false, again: false },
  expiresMinutes: 30,
  protected: [{ by: 'domain', value: guardedDomain, rule: 'two-people' }],
}

interface Mailbox {
  readonly tenantId: string
  readonly address: string | undefined
}

/** Whether nothing that this person does may ever change anything in Exchange for the mailbox. */
export function isBarred(person: Person, { tenantId, address }: Mailbox): boolean {
  if (person === owner) return false
  if (person.tenants?.includes(tenantId) === false) return true
  const { actor, role, ownAddress } = person
  const isStranger = !actor.isMember || actor.home !== homes.get(actor.platform)
  return isStranger || role !== 'approver' || (address !== undefined && ownAddress === address)
}
