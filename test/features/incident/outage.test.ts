// A platform does not answer for an hour: how it is asked meanwhile, and what goes out when it is back.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { PlatformError } from '../../../src/errors.js'
import { createSender, restrict } from '../acts.js'
import { contoso } from '../people.js'
import { createStage, type Stage } from '../stage.js'

const twoChannels: Tenant = {
  ...contoso,
  routes: ['C1', 'C2'].map((channel) => toOpenRoute({ platform: 'slack', channel })),
}
const down = new PlatformError('It does not answer', { code: 'unavailable' })

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const name = (number: number) => createSender(`person${number}@contoso.com`)
const readPosted = () =>
  stage.slack.sent.flatMap(({ call, card }) =>
    call === 'post' && card.name === 'incident' ? [card.view.entity] : [],
  )

/** One every four minutes, so that each has a card of its own. */
async function restrictMany(count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await restrict(stage, name(number))
    await stage.advance(3 * minuteMilliseconds)
  }
}

test('is asked by one card at a time, and then gets all of them by age within half a minute', async () => {
  stage.slack.refuse(() => down)
  await restrictMany(12)
  // Every 30 seconds at most, whatever waits; 1, 2, 4 ... at the beginning.
  expect(stage.slack.tried.length).toBeLessThanOrEqual(2 * 48 + 10)
  stage.slack.refuse(() => undefined)
  await stage.advance(40_000)
  expect(readPosted()).toEqual(Array.from({ length: 12 }, (_, at) => `person${at + 1}@contoso.com`))
}, 60_000)

test('gets one card with the rows of what is over by then, and none for each', async () => {
  stage.slack.refuse(() => down)
  await restrictMany(4)
  for (const number of [1, 3]) stage.backend.clear(name(number).entity)
  await stage.advance(10 * minuteMilliseconds)
  stage.slack.refuse(() => undefined)
  await stage.advance(2 * minuteMilliseconds)
  expect(readPosted()).toEqual(['person2@contoso.com', 'person4@contoso.com'])
  const digests = stage.slack.sent.flatMap(({ card }) => (card.name === 'digest' ? [card.view] : []))
  expect(digests.map(({ rows }) => rows.map(({ entity }) => entity).toSorted())).toEqual([
    ['person1@contoso.com', 'person3@contoso.com'],
  ])
  await stage.advance(hourMilliseconds)
  expect(stage.slack.sent.filter(({ card }) => card.name === 'digest')).toHaveLength(1)
})

test('gets a row too of what it may have taken without an answer, when that is over by then', async () => {
  stage.slack.refuse(() => new PlatformError('It does not answer', { code: 'unavailable', mayBeDone: true }))
  stage.slack.answerProbes(false)
  await restrictMany(2)
  stage.backend.clear(name(1).entity)
  await stage.advance(10 * minuteMilliseconds)
  stage.slack.refuse(() => undefined)
  stage.slack.answerProbes(true)
  await stage.advance(20 * minuteMilliseconds)
  expect(readPosted()).toEqual(['person2@contoso.com'])
  expect(
    stage.slack.sent.flatMap(({ card }) =>
      card.name === 'digest' ? [card.view.headline, ...card.view.rows.map(({ entity }) => entity)] : [],
    ),
  ).toEqual([
    '1 sender or connector was restricted while nothing could be shown here, and that is over',
    'person1@contoso.com',
  ])
})

test('gets the rows of what is over by then once it is mended, however late that is', async () => {
  const gone = new PlatformError('Not there', { code: 'channel-not-found' })
  stage.slack.refuse(() => gone)
  await restrictMany(2)
  stage.backend.clear(name(1).entity)
  await stage.advance(20 * minuteMilliseconds)
  const commits = await countCommits(async () => {
    stage.slack.refuse(() => undefined)
    await stage.advance(2 * minuteMilliseconds)
  })
  expect(commits).toBeLessThan(100)
  expect(stage.slack.sent.filter(({ card }) => card.name === 'digest')).toHaveLength(1)
})

/** What is tried again without an end saves that each time, and no time passes any more. */
async function countCommits(run: () => Promise<void>): Promise<number> {
  let commits = 0
  stage.store().beforeCommit(() => {
    commits += 1
    if (commits > 1_000) throw new Error('It goes round in circles')
  })
  await run()
  return commits
}

test.each([
  ['throttled', undefined],
  ['forbidden', undefined],
  ['unavailable', true],
] as const)('one channel that answers %s closes no other', async (code, isOfChannel) => {
  const two = await createStage({ tenants: [twoChannels] })
  two.slack.refuse(({ channel }) =>
    channel === 'C1' ? new PlatformError('not here', { code, isOfChannel: isOfChannel ?? false }) : undefined,
  )
  for (let number = 1; number <= 4; number += 1) two.backend.restrict(name(number))
  await two.advance(minuteMilliseconds + 5_000)
  expect(two.slack.sent.filter(({ call, channel }) => call === 'post' && channel === 'C2')).toHaveLength(4)
  await two.close()
})
