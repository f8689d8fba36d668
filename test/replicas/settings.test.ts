// Replicas whose settings differ, as they do for as long as an upgrade takes: nothing of what only one of them knows is lost.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { toOpenRoute } from '../../src/domain/route.js'
import { createSender } from '../features/acts.js'
import { access, contoso, maya } from '../features/people.js'
import { toView } from '../features/stage.js'
import { createWorld, type Replica, type World } from './stage.js'

const fabrikam = {
  ...contoso,
  id: 'fabrikam',
  name: 'Fabrikam',
  routes: [toOpenRoute({ platform: 'slack', channel: 'C2' })],
}

let world: World
beforeEach(async () => {
  world = await createWorld({ tenants: [contoso, fabrikam] })
})
afterEach(() => world.close())

test('a tenant that only the newer settings have is polled as often as any other', async () => {
  const old = await world.start('old', { tenants: [contoso] })
  const newer = await world.start('new')
  await world.advance(30 * minuteMilliseconds)
  expect(old.polls).not.toContain('fabrikam')
  expect(newer.polls.filter((id) => id === 'fabrikam').length).toBeGreaterThanOrEqual(30)
})

test('a restriction there becomes an incident whose card has the name of the tenant', async () => {
  await world.start('old', { tenants: [contoso] })
  await world.start('new')
  await world.advance(2 * minuteMilliseconds)
  world.backends.get('fabrikam')?.restrict(createSender('nina@fabrikam.com'))
  await world.advance(2 * minuteMilliseconds)
  expect(await world.incidents()).toMatchObject([{ tenantId: 'fabrikam' }])
  await world.advance(5 * minuteMilliseconds)
  const cards = world.slack.sent.filter(({ card }) => card.name === 'incident')
  expect(cards.length).toBeGreaterThan(0)
  for (const { card } of cards) expect(JSON.stringify(card)).toContain('Fabrikam')
})

test('a replica that starts without a tenant closes none of its incidents while another one has it', async () => {
  await world.start('new')
  world.backends.get('fabrikam')?.restrict(createSender('nina@fabrikam.com'))
  await world.advance(2 * minuteMilliseconds)
  const old = await world.start('old', { tenants: [contoso] })
  await world.advance(15 * minuteMilliseconds)
  expect(await world.incidents()).toMatchObject([{ tenantId: 'fabrikam' }])
  expect(old.events).not.toContain('warn incident.no-longer-watched')
})

test('a tenant that no replica has any more is closed some minutes after the last that had it', async () => {
  const former = await world.start('former')
  world.backends.get('fabrikam')?.restrict(createSender('nina@fabrikam.com'))
  await world.advance(2 * minuteMilliseconds)
  await world.start('next', { tenants: [contoso] })
  await former.stop()
  await world.advance(5 * minuteMilliseconds)
  expect(await world.incidents()).toHaveLength(1)
  await world.advance(8 * minuteMilliseconds)
  expect(await world.incidents()).toEqual([])
})

test('a tenant that one running replica is told to leave goes on with the others, until the last of them leaves it', async () => {
  const [first, second] = [await world.start('a'), await world.start('b')]
  world.backends.get('fabrikam')?.restrict(createSender('nina@fabrikam.com'))
  await world.advance(2 * minuteMilliseconds)
  const leave = ({ bot }: Replica) => {
    const backend = world.backends.get('contoso')
    const tenants = [{ tenant: contoso, ...(backend === undefined ? {} : { backend }) }]
    return bot.changeTenants({ tenants, access, warnings: [] })
  }
  await leave(first)
  await world.advance(20 * minuteMilliseconds)
  expect(await world.incidents()).toMatchObject([{ tenantId: 'fabrikam' }])
  expect(second.polls.slice(-10)).toContain('fabrikam')
  await leave(second)
  await world.advance(30_000)
  expect(await world.incidents()).toEqual([])
})

test('a card on a platform that only another replica has waits for that one to be back', async () => {
  const both = await world.start('both')
  await world.start('slack only', { platforms: ['slack'] })
  await both.stop()
  world.backend.restrict(createSender('sam@contoso.com'))
  await world.advance(3 * minuteMilliseconds)
  await world.start('both again')
  await world.advance(minuteMilliseconds)
  const posts = world.teams.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident')
  expect(posts).toHaveLength(1)
  expect((await world.journal()).map(({ type }) => type)).not.toContain('card.given-up')
})

test('status says in what the replicas differ', async () => {
  const old = await world.start('old', { tenants: [contoso], version: '0.9.0' })
  await world.start('new')
  await world.advance(minuteMilliseconds)
  const { rows } = toView(await old.command(maya, 'status'), 'status')
  const row = rows.find(({ name }) => name === 'Replicas')
  expect(row?.word).toBe('has a problem')
  expect(row?.detail).toMatch(
    /^2 replicas; this is old \d{4}; new \d{4} runs 1\.0\.0 and this one 0\.9\.0, and has other settings \(tenants\)$/,
  )
})

test('status says that replicas are alike, and which of them are gone', async () => {
  const [first, second, third] = [await world.start('a'), await world.start('b'), await world.start('c')]
  await world.advance(minuteMilliseconds)
  const read = async () => {
    const { rows } = toView(await first.command(maya, 'status'), 'status')
    return rows.find(({ name }) => name === 'Replicas')
  }
  expect((await read())?.detail).toMatch(/^3 replicas; this is a \d+; b \d+, c \d+ are like it$/)
  await second.stop()
  await world.advance(10_000)
  expect((await read())?.detail).toMatch(/^2 replicas; this is a \d+; c \d+ is like it$/)
  third.kill()
  await world.advance(minuteMilliseconds)
  expect(await read()).toBeUndefined()
})
