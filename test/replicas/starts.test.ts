// Starts and deploys: what is read of Microsoft does not become more with the number of replicas.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError } from '../../src/errors.js'
import { access, contoso } from '../features/people.js'
import { createWorld, type World } from './stage.js'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

const countCalls = (name: 'list' | 'readPolicies') => world.backend.timesOf(name).length

test('replicas that start one after the other poll a tenant no more often than one does', async () => {
  await world.start('a')
  await world.advance(10_000)
  for (const name of ['b', 'c', 'd']) {
    await world.start(name)
    await world.advance(10_000)
  }
  expect(countCalls('list')).toBe(1)
  await world.advance(10 * minuteMilliseconds)
  expect(countCalls('list')).toBe(11)
})

test('they read its settings once', async () => {
  for (const name of ['a', 'b', 'c']) {
    await world.start(name)
    await world.advance(minuteMilliseconds)
  }
  expect(countCalls('readPolicies')).toBe(1)
})

test('a tenant that is read from elsewhere since is read at once, by whichever starts first with that', async () => {
  const from = (readFrom: string) => ({ tenants: [{ ...contoso, readFrom }] })
  await world.start('a', from('sandbox'))
  await world.advance(minuteMilliseconds)
  await world.start('b', from('exchange contoso.onmicrosoft.com'))
  await world.advance(minuteMilliseconds)
  expect(countCalls('readPolicies')).toBe(2)
  await world.start('c', from('exchange contoso.onmicrosoft.com'))
  await world.advance(minuteMilliseconds)
  expect(countCalls('readPolicies')).toBe(2)
})

test('and at once where one that runs takes up other settings', async () => {
  const { bot } = await world.start('a')
  await world.advance(minuteMilliseconds)
  const tenant = { ...contoso, readFrom: 'exchange contoso.onmicrosoft.com' }
  await bot.changeTenants({ tenants: [{ tenant, backend: world.backend }], access, warnings: [] })
  await world.advance(minuteMilliseconds)
  expect(countCalls('readPolicies')).toBe(2)
})

test('a tenant whose last poll failed is polled by whoever starts: the start may have mended it', async () => {
  world.backend.fail('list', new BackendError('No answer', { code: 'unavailable', outcome: 'unchanged' }))
  await world.start('a')
  await world.advance(10_000)
  world.backend.fail('list', undefined)
  await world.start('b')
  await world.advance(5_000)
  expect(countCalls('list')).toBe(2)
})

test('a replica whose clock is some seconds off neither polls more often nor moves what waits', async () => {
  await world.start('a')
  await world.start('ahead', { aheadMilliseconds: 4_000 })
  await world.start('behind', { aheadMilliseconds: -4_000 })
  await world.advance(20 * minuteMilliseconds)
  expect(countCalls('list')).toBeGreaterThanOrEqual(19)
  expect(countCalls('list')).toBeLessThanOrEqual(22)
  expect((await world.journal()).map(({ type }) => type)).not.toContain('clock.stepped')
})
