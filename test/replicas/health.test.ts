// What speaks of all replicas is the same on each of them; what speaks of one process is that one's.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError, PlatformError } from '../../src/errors.js'
import { createSender } from '../features/acts.js'
import { vera } from '../features/people.js'
import { toView } from '../features/stage.js'
import { ask, createWorld, type Replica, type World } from './stage.js'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

async function readRow(replica: Replica, name: string) {
  const { rows } = toView(await replica.command(vera, 'status'), 'status')
  return rows.find((row) => row.name === name)
}

async function readReady(replica: Replica) {
  const { status, text } = await ask(replica, '/readyz')
  return { status, body: JSON.parse(text) as unknown }
}

const sam = createSender('sam@contoso.com')

test('a card that failed on one replica and was posted by another leaves no trouble on the first', async () => {
  const first = await world.start('first')
  await world.advance(minuteMilliseconds)
  first.cutOff(true)
  world.backend.restrict(sam)
  await world.advance(minuteMilliseconds)
  expect((await readRow(first, 'Work'))?.detail).toContain('failing')
  await world.start('second')
  await world.advance(15 * minuteMilliseconds)
  expect(world.slack.sent.filter(({ card }) => card.name === 'incident').length).toBeGreaterThan(0)
  expect((await readRow(first, 'Work'))?.detail).toBe('0 tasks due')
  expect((await ask(first, '/metrics')).text).toContain('reprieve_tasks_failing 0')
  expect((await readReady(first)).status).toBe(200)
})

test('a card that no replica can post is a trouble on every one of them, one that starts later too', async () => {
  const replicas = [await world.start('a'), await world.start('b')]
  world.slack.refuse(
    () => new PlatformError('No such channel', { code: 'channel-not-found', isOfChannel: true }),
  )
  world.backend.restrict(sam)
  await world.advance(5 * minuteMilliseconds)
  replicas.push(await world.start('c'))
  for (const replica of replicas) {
    const { rows } = toView(await replica.command(vera, 'status'), 'status')
    expect(rows.filter(({ detail }) => detail.includes('No such channel'))).not.toEqual([])
  }
})

test('a replica whose Slack is cut off is not ready, and the others are', async () => {
  const [well, sick] = [await world.start('well'), await world.start('sick')]
  sick.sicken('Socket Mode is not connected.')
  await world.advance(minuteMilliseconds)
  expect(await readReady(sick)).toMatchObject({ status: 503, body: { reasons: ['slack-unwell'] } })
  expect(await readReady(well)).toMatchObject({
    status: 200,
    body: { status: 'ready', everywhere: { reasons: ['replicas-differ'] } },
  })
  expect((await readRow(well, 'Replicas'))?.detail).toMatch(
    /^2 replicas; this is well \d+; sick \d+ says slack-unwell$/,
  )
})

async function readRoute(replica: Replica) {
  const { status, text } = await ask(replica, '/routez')
  return { status, body: JSON.parse(text) as unknown }
}

test('presses go around a replica whose Slack is cut off, to the others', async () => {
  const [well, sick] = [await world.start('well'), await world.start('sick')]
  await world.advance(minuteMilliseconds)
  sick.sicken('Socket Mode is not connected.')
  for (let seconds = 0; seconds < 60; seconds += 5) {
    await readRoute(sick)
    await world.advance(5_000)
  }
  expect(await readRoute(sick)).toEqual({
    status: 503,
    body: { status: 'elsewhere', reasons: ['slack-unwell'] },
  })
  expect(await readRoute(well)).toEqual({ status: 200, body: { status: 'here' } })
  sick.sicken(undefined)
  expect((await readRoute(sick)).status).toBe(200)
})

test('presses in Teams are taken by every replica while Slack is down for all of them', async () => {
  const replicas = [await world.start('a'), await world.start('b')]
  await world.advance(minuteMilliseconds)
  for (const replica of replicas) replica.sicken('Slack does not answer.')
  const seen = new Set<number>()
  for (let seconds = 0; seconds < 120; seconds += 5) {
    for (const replica of replicas) seen.add((await readRoute(replica)).status)
    await world.advance(5_000)
  }
  expect([...seen]).toEqual([200])
  for (const replica of replicas) expect((await readReady(replica)).status).toBe(503)
})

test('presses go to the replica that is left, whatever is the matter with a tenant', async () => {
  const [last, other] = [await world.start('a'), await world.start('b')]
  await world.advance(minuteMilliseconds)
  world.backend.fail('list', new BackendError('No answer', { code: 'unavailable', outcome: 'unchanged' }))
  await other.stop()
  last.sicken('Slack does not answer.')
  for (let seconds = 0; seconds < 300; seconds += 5) {
    expect((await readRoute(last)).status).toBe(200)
    await world.advance(5_000)
  }
  expect((await readReady(last)).status).toBe(503)
})

test('a tenant that does not answer makes no replica unready, and each says so beside it', async () => {
  const replicas = [await world.start('a'), await world.start('b')]
  await world.advance(minuteMilliseconds)
  world.backend.fail('list', new BackendError('No answer', { code: 'unavailable', outcome: 'unchanged' }))
  await world.advance(5 * minuteMilliseconds)
  for (const replica of replicas) {
    expect(await readReady(replica)).toMatchObject({
      status: 200,
      body: { everywhere: { reasons: ['poll-overdue', 'look-overdue'], tenants: ['contoso'] } },
    })
    expect((await ask(replica, '/healthz')).status).toBe(200)
  }
})

test('the last replica that is left answers for everything', async () => {
  const [last, other] = [await world.start('a'), await world.start('b')]
  await world.advance(minuteMilliseconds)
  world.backend.fail('list', new BackendError('No answer', { code: 'unavailable', outcome: 'unchanged' }))
  await other.stop()
  await world.advance(5 * minuteMilliseconds)
  expect((await readReady(last)).status).toBe(503)
})
