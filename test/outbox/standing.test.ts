// What does not end, and a machine that sleeps while something is under way.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { confirm, createSender, getLive, pressYes, readStatus, restrict } from '../features/acts.js'
import { contoso, maya, vera } from '../features/people.js'
import { createStage, type Stage, toView } from '../features/stage.js'

const sam = createSender('sam@contoso.com')
const never = new Promise<never>(() => {})

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ tenants: [contoso, { ...contoso, id: 'fabrikam', name: 'Fabrikam' }] })
})
afterEach(async () => {
  const closing = stage.close()
  await stage.advance(30_000)
  await closing
})

const readRow = async (name: string) =>
  toView(await stage.command(vera, 'status'), 'status').rows.find((row) => row.name === name)
const countPosts = () => stage.slack.tried.filter(({ call }) => call === 'post').length

test('a list that never ends, and does not hear that its time is up, is a failed poll like any other', async () => {
  stage.backend.ignore('list')
  await stage.advance(5 * minuteMilliseconds)
  expect((await readRow('Polls of Contoso'))?.detail).toContain('The call did not end when its time was up')
  expect(stage.backend.timesOf('list').length).toBeGreaterThanOrEqual(3)
  expect(await readRow('Worker')).toBeUndefined()
})

test('an unblock that never ends is one whose outcome is not known, and is not asked twice', async () => {
  const incident = await restrict(stage, sam)
  const page = await confirm(stage, maya, incident)
  stage.backend.ignore('unblock')
  await pressYes(stage, maya, page)
  await stage.advance(90_000)
  expect(await readStatus(stage, incident.id)).toBe('uncertain')
  await stage.advance(20 * minuteMilliseconds)
  expect(stage.backend.timesOf('unblock')).toHaveLength(1)
})

test('a machine that sleeps for longer than a lease while a card is under way posts it once', async () => {
  stage.slack.slow(5_000)
  stage.backend.restrict(sam)
  await stage.advance(minuteMilliseconds + 1_000)
  expect(countPosts()).toBe(1)
  await stage.skip(10 * minuteMilliseconds)
  await stage.advance(10_000)
  expect(countPosts()).toBe(1)
  expect((await getLive(stage, sam)).cards.filter(({ platform }) => platform === 'slack')).toHaveLength(1)
})

test('a run that never ends is never begun a second time, and is said to stand; the rest goes on', async () => {
  stage.slack.stall(() => never)
  stage.backend.restrict(sam)
  await stage.advance(minuteMilliseconds)
  const polls = stage.backend.timesOf('list').length
  await stage.advance(hourMilliseconds)
  expect(countPosts()).toBe(1)
  expect(await readRow('Worker')).toMatchObject({ word: 'has a problem' })
  expect((await readRow('Worker'))?.detail).toMatch(/^post:\S+:slack:C1 has been under way for/)
  expect(stage.backend.timesOf('list').length - polls).toBeGreaterThanOrEqual(55)
})
