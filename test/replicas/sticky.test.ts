// A tenant is preferably watched where its PowerShell already runs. Nobody owns it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { createSender } from '../features/acts.js'
import { contoso } from '../features/people.js'
import { createWorld, type World } from './stage.js'

const tenants = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ ...contoso, id, name: id }))

let world: World
beforeEach(async () => {
  world = await createWorld({ tenants })
})
afterEach(() => world.close())

const lately = (polls: readonly string[], from: number) => new Set(polls.slice(from))

test('each tenant is polled by one of the replicas, again and again', async () => {
  const replicas = [
    await world.start('one', { isSticky: true }),
    await world.start('other', { isSticky: true }),
  ]
  await world.advance(3 * minuteMilliseconds)
  const from = replicas.map(({ polls }) => polls.length)
  await world.advance(20 * minuteMilliseconds)
  const [first, second] = replicas.map(({ polls }, at) => lately(polls, from[at] ?? 0))
  expect([...(first ?? [])].filter((id) => second?.has(id))).toEqual([])
  expect([...(first ?? []), ...(second ?? [])].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('when a replica dies, the other polls its tenants some seconds later', async () => {
  const one = await world.start('one', { isSticky: true })
  await world.advance(2 * minuteMilliseconds)
  const other = await world.start('other', { isSticky: true })
  await world.advance(5 * minuteMilliseconds)
  expect(other.polls).toEqual([])
  one.kill()
  await world.advance(minuteMilliseconds + 10_000)
  expect([...new Set(other.polls)].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('a card waits for no head start', async () => {
  await world.start('one', { isSticky: true })
  await world.advance(2 * minuteMilliseconds)
  const other = await world.start('other', { isSticky: true })
  world.backend.restrict(createSender('sam@contoso.com'))
  await world.advance(minuteMilliseconds + 1_000)
  expect(other.polls).toEqual([])
  expect(world.slack.sent.filter(({ card }) => card.name === 'incident').length).toBeGreaterThan(0)
})
