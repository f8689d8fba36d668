// A platform leaves the settings, and comes back.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import { PlatformError } from '../../../src/errors.js'
import { createSender, getIncident, readCard, restrict, unblock } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage } from '../stage.js'

const sam = createSender('sam@contoso.com')
const slackAlone = { platforms: ['slack'] }
const both = { platforms: ['slack', 'teams'] }

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const listPosts = () =>
  stage.teams.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident')

test('a platform that is back in the settings gets the cards of what is restricted now', async () => {
  await stage.crash(slackAlone)
  const { id } = await restrict(stage, sam)
  expect(listPosts()).toEqual([])
  await stage.crash(both)
  await stage.advance(minuteMilliseconds)
  expect(readCard(stage.teams, id)).toMatchObject({ statusWord: 'Looks like bulk mail', canReview: true })
  expect(listPosts()).toHaveLength(1)
})

test('a card that was left on a platform tells how it ended, once the platform is back', async () => {
  const { id } = await restrict(stage, sam)
  await stage.crash(slackAlone)
  await unblock(stage, maya, await getIncident(stage, id))
  await stage.advance(2 * hourMilliseconds)
  expect(readCard(stage.teams, id).statusWord).toBe('Looks like bulk mail')
  await stage.crash(both)
  await stage.advance(minuteMilliseconds)
  expect(readCard(stage.teams, id).statusWord).toBe('Unblocked')
  expect(listPosts()).toHaveLength(1)
})

test('a start with the platforms of the last one posts and edits nothing', async () => {
  await restrict(stage, sam)
  const before = stage.teams.sent.length
  await stage.crash(both)
  await stage.advance(minuteMilliseconds)
  expect(stage.teams.sent).toHaveLength(before)
})

test('a platform that is back shows what is restricted in each of its channels, also where another one has it already', async () => {
  await stage.close()
  const routes = ['19:a', '19:b'].map((channel) => toOpenRoute({ platform: 'teams', channel }))
  stage = await createStage({ tenants: [{ ...contoso, routes }] })
  stage.teams.refuse(({ channel }) =>
    channel === '19:b' ? new PlatformError('Not there', { code: 'channel-not-found' }) : undefined,
  )
  await restrict(stage, sam)
  await stage.crash(slackAlone)
  await stage.advance(hourMilliseconds)
  stage.teams.refuse(() => undefined)
  await stage.crash(both)
  await stage.advance(5_000)
  expect(listPosts().map(({ channel }) => channel)).toEqual(['19:a', '19:b'])
})
