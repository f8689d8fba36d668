// What a channel refused goes out soon after it takes cards again, and until then the channel is asked seldom.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { toOpenRoute } from '../../src/domain/route.js'
import type { Tenant } from '../../src/domain/tenant.js'
import { PlatformError, type PlatformErrorCode } from '../../src/errors.js'
import { createSender, readStatusWords, restrict } from '../features/acts.js'
import { contoso } from '../features/people.js'
import { createStage, type Stage } from '../features/stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const name = (number: number) => createSender(`person${number}@contoso.com`)
const readPosted = (channel = 'C1') =>
  stage.slack.sent.flatMap((one) =>
    one.call === 'post' && one.card.name === 'incident' && one.channel === channel
      ? [one.card.view.entity]
      : [],
  )
const refuse = (code: PlatformErrorCode, retryAfterMilliseconds?: number) =>
  stage.slack.refuse(
    () =>
      new PlatformError('Not here', {
        code,
        ...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
      }),
  )

/** Far enough apart that each has a card of its own. */
async function restrictMany(count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await restrict(stage, name(number))
    await stage.advance(5 * minuteMilliseconds)
  }
}

test.each(['forbidden', 'channel-not-found', 'rejected', 'throttled'] as const)(
  'a channel that answered %s for long gets what waited within a minute of taking cards again, by age',
  async (code) => {
    refuse(code)
    await restrictMany(4)
    await stage.advance(20 * minuteMilliseconds)
    stage.slack.refuse(() => undefined)
    await stage.advance(minuteMilliseconds)
    // After the one that found it out.
    const [first = '', ...others] = readPosted()
    const all = [1, 2, 3, 4].map((number) => `person${number}@contoso.com`)
    expect(others).toEqual(all.filter((one) => one !== first))
  },
  60_000,
)

test('a channel that takes cards again is noticed after a restart too, and edits that were given up reach their cards', async () => {
  const { id } = await restrict(stage, name(1))
  refuse('forbidden')
  stage.backend.clear(name(1).entity)
  await stage.advance(20 * minuteMilliseconds)
  await stage.crash()
  stage.slack.refuse(() => undefined)
  await stage.advance(minuteMilliseconds)
  expect(readStatusWords(stage.slack, id)).toEqual(['Looking', 'Looks like bulk mail', 'Left the list'])
})

test('a channel that stays closed is asked once in half a minute, however much waits for it', async () => {
  refuse('channel-not-found')
  await restrictMany(4)
  await stage.advance(20 * minuteMilliseconds)
  const before = stage.slack.tried.filter(({ channel }) => channel === 'C1').length
  await stage.advance(10 * minuteMilliseconds)
  const tries = stage.slack.tried.filter(({ channel }) => channel === 'C1').length - before
  expect(tries).toBeGreaterThanOrEqual(15)
  // With those that their own patience brings every quarter of an hour.
  expect(tries).toBeLessThanOrEqual(20 + 4)
})

test('a channel that asks to wait for four minutes is left alone for so long', async () => {
  let refusedAt: number | undefined
  stage.slack.refuse(({ at }) => {
    if (refusedAt !== undefined) return undefined
    refusedAt = at
    return new PlatformError('slower', { code: 'throttled', retryAfterMilliseconds: 4 * minuteMilliseconds })
  })
  await restrict(stage, name(1))
  await stage.advance(5 * minuteMilliseconds)
  const [taken] = stage.slack.sent
  expect((taken?.at ?? 0) - (refusedAt ?? 0)).toBeGreaterThanOrEqual(4 * minuteMilliseconds)
})

test('a channel that takes cards again says nothing of another one that does not', async () => {
  const twoChannels: Tenant = {
    ...contoso,
    routes: ['C1', 'C2'].map((channel) => toOpenRoute({ platform: 'slack', channel })),
  }
  await stage.close()
  stage = await createStage({ tenants: [twoChannels] })
  refuse('forbidden')
  await restrictMany(3)
  await stage.advance(20 * minuteMilliseconds)
  const before = stage.slack.tried.filter(({ channel }) => channel === 'C2').length
  stage.slack.refuse(({ channel }) =>
    channel === 'C2' ? new PlatformError('Not here', { code: 'forbidden' }) : undefined,
  )
  await stage.advance(minuteMilliseconds)
  expect(readPosted('C1')).toHaveLength(3)
  expect(stage.slack.tried.filter(({ channel }) => channel === 'C2').length - before).toBeLessThanOrEqual(4)
})
