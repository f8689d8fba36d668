// What happens to everybody: whom Microsoft restricts and frees, spells of bad weather, accidents.
import type { Entity } from '../../../src/domain/entity.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import type { Random } from '../random.js'
import type { Exchange } from './exchange.js'
import type { Settings } from './machine.js'
import type { Pace } from './pace.js'
import { homeDomain, ownMailboxes } from './people.js'
import type { Accident, Spell } from './weather.js'
import type { World } from './world.js'

const sendersPerTenant = 14
const connectorsPerTenant = 2

export function createTenants(random: Random): readonly Tenant[] {
  const count = random.pick([1, 1, 1, 2, 2, 3, 3, 4, 6, 8, 12, 20])
  return Array.from({ length: count }, (_, index) => ({
    id: `tenant${index}`,
    name: `Tenant ${index}`,
    // Many tenants are looked at more seldom, so that a day of theirs does not take longer than a day of one.
    pollSeconds: count > 4 ? 180 : 60,
    portals: { defender: 'https://security.example' },
    routes: [
      toOpenRoute({ platform: 'slack', channel: `C${index}` }),
      toOpenRoute({ platform: 'teams', channel: `19:${index}` }),
    ],
  }))
}

function listEntities(tenant: number): readonly Entity[] {
  const domain = tenant === 0 ? homeDomain : `tenant${tenant}.example`
  const senders = Array.from({ length: sendersPerTenant }, (_, n): Entity => {
    return { kind: 'sender', address: `sam${n}@${domain}` }
  })
  const connectors = Array.from({ length: connectorsPerTenant }, (_, n): Entity => {
    return {
      kind: 'connector',
      connectorId: `0000000${n}-0000-4000-8000-0000000000${10 + tenant}`,
      name: `Relay ${n}`,
    }
  })
  const own = tenant === 0 ? ownMailboxes.map((address): Entity => ({ kind: 'sender', address })) : []
  return [...senders, ...connectors, ...own]
}

export interface Fate {
  readonly pace: Pace
  readonly spells: readonly Spell[]
  readonly tenants: readonly Tenant[]
}

/** Lets things happen until the world ends. */
export function letHappen(world: World, { pace, spells, tenants }: Fate): void {
  const { time, random } = world
  const chance = random.fork('fate')
  const entities = tenants.map((_, index) => listEntities(index))
  const exchanges = [...world.exchanges.values()]

  function repeat(mean: number, run: () => void): void {
    time.after(chance.around(mean), () => {
      run()
      repeat(mean, run)
    })
  }

  function restrictSomebody(index = Math.floor(chance.next() * tenants.length)): void {
    const own = entities[index]
    if (own !== undefined) exchanges[index]?.restrict(chance.pick(own))
  }

  function pickListed(run: (exchange: Exchange, entity: Entity) => void): void {
    const exchange = chance.pick(exchanges)
    const listed = [...exchange.listed.values()]
    if (listed.length > 0) run(exchange, chance.pick(listed).restriction.entity)
  }

  function strike(what: Accident): void {
    const { machine, chats } = world
    switch (what) {
      case 'crash':
      case 'power':
        machine.crashSoon(chance.pick(['writing', 'asking', 'yes']), what === 'power' ? 'power' : 'process')
        break
      case 'sleep':
        if (chance.chance(0.5)) machine.sleepSoon(chance.pick([3, 7, 30]) * minuteMilliseconds)
        else machine.sleep(chance.pick([0.5, 3, 7, 30, 150]) * minuteMilliseconds)
        break
      case 'clock':
        machine.setClock(chance.pick([-1, 1]) * chance.pick([10, 60, 600, 3_600, 21_600]) * 1_000)
        break
      case 'settings':
        machine.restart(toOther(machine.settings(), tenants, chance))
        break
      case 'deletion': {
        const shown = chance.pick(chats).messages.slice(-25)
        if (shown.length > 0) chance.pick(shown).isDeleted = true
        break
      }
      case 'storm': {
        const index = Math.floor(chance.next() * tenants.length)
        const count = Math.ceil(chance.between(6, sendersPerTenant))
        for (let one = 0; one < count; one += 1)
          time.after(chance.around(20_000), () => restrictSomebody(index))
        break
      }
      default:
        what satisfies never
    }
  }

  repeat(pace.restrictMilliseconds, restrictSomebody)
  repeat(pace.freeMilliseconds, () => pickListed((exchange, entity) => exchange.free(entity)))
  repeat(pace.changeMilliseconds, () => pickListed((exchange, entity) => exchange.change(entity)))
  for (const { from, until, troubles, accidents } of spells) {
    time.after(from, () => setAll(world, troubles, true))
    time.after(until, () => {
      setAll(world, troubles, false)
    })
    // What was taken out of the settings comes back with the good weather, or when it has been good for a while.
    time.after(until + chance.pick([0, 40 * minuteMilliseconds]), () => {
      const { machine } = world
      if (isOther(machine.settings(), tenants)) machine.restart(toWhole(tenants))
    })
    for (const { at, what } of accidents) time.after(at, () => strike(what))
  }
}

function setAll(world: World, troubles: Spell['troubles'], isBad: boolean): void {
  const { machine, chats, exchanges, pagers, happenings } = world
  for (const trouble of troubles) {
    happenings.note(`weather: ${JSON.stringify(trouble)} ${isBad ? 'begins' : 'is over'}`)
    switch (trouble.of) {
      case 'disk':
        machine.setDiskTrouble(isBad ? trouble.how : undefined)
        break
      case 'exchange':
        ;[...exchanges.values()][trouble.tenant]?.setTrouble(isBad ? trouble.how : undefined)
        break
      case 'platform':
        chats.find(({ name }) => name === trouble.platform)?.setTrouble(isBad ? trouble.how : undefined)
        break
      case 'pager':
        pagers.find(({ id }) => id === trouble.pager)?.setTrouble(isBad ? trouble.how : undefined)
        break
      default:
        trouble satisfies never
    }
  }
}

export function toWhole(tenants: readonly Tenant[]): Settings {
  return { tenants, platforms: ['slack', 'teams'] }
}

function isOther(settings: Settings, tenants: readonly Tenant[]): boolean {
  return settings.tenants !== tenants || settings.platforms.length < 2
}

/** A tenant or a platform taken out, or a channel changed; all of it back when something is out already. */
function toOther(settings: Settings, tenants: readonly Tenant[], random: Random): Settings {
  const whole = toWhole(tenants)
  if (isOther(settings, tenants)) return whole
  const dice = random.next()
  if (dice < 0.3 && tenants.length > 1) {
    const out = random.pick(tenants)
    return { ...whole, tenants: tenants.filter((tenant) => tenant !== out) }
  }
  if (dice < 0.6) return { ...whole, platforms: [random.pick(['slack', 'teams'])] }
  const moved = random.pick(tenants)
  return { ...whole, tenants: tenants.map((tenant) => (tenant === moved ? toMoved(tenant) : tenant)) }
}

const movedSuffix = '-new'

function toMoved(tenant: Tenant): Tenant {
  const routes = tenant.routes.map(({ channel, ...route }) => ({
    ...route,
    channel: { ...channel, channel: `${channel.channel}${movedSuffix}` },
  }))
  return { ...tenant, routes }
}
