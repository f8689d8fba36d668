// A list that leaves an entry out now and then, as a replica of it does that lags behind.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import { confirm, createSender, getIncident, pressYes, readStatus, restrict } from '../acts.js'
import { maya } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const countCards = () => stage.slack.sent.filter(({ call }) => call === 'post').length

/** The next poll does not see it; every other one does. */
async function flap(): Promise<void> {
  stage.backend.clear(sam.entity)
  const before = stage.backend.timesOf('list').length
  while (stage.backend.timesOf('list').length === before) await stage.advance(1_000)
  stage.backend.restrict(sam)
  await stage.advance(minuteMilliseconds)
}

test('makes no incident of an entry that every other poll leaves out, and closes none', async () => {
  const { id } = await restrict(stage, sam)
  for (let times = 0; times < 10; times += 1) await flap()
  expect((await stage.incidents()).map((incident) => incident.id)).toEqual([id])
  expect((await getIncident(stage, id)).absentSince).toBeUndefined()
  expect(countCards()).toBe(1)
})

test('takes no review away: the Yes of whoever was at it counts', async () => {
  const incident = await restrict(stage, sam)
  const page = await confirm(stage, maya, incident)
  await flap()
  toView(await pressYes(stage, maya, page), 'accepted')
})

test('closes what two polls and a direct look do not see, a quarter of a minute after the first', async () => {
  const { id } = await restrict(stage, sam)
  stage.backend.clear(sam.entity)
  await stage.advance(minuteMilliseconds)
  expect(await readStatus(stage, id)).toBe('open')
  await stage.advance(16_000)
  expect(await readStatus(stage, id)).toBe('closed')
  expect(stage.backend.calls.filter((call) => call === 'find sam@contoso.com')).toHaveLength(1)
})

test('closes nothing while the direct look fails', async () => {
  const { id } = await restrict(stage, sam)
  stage.backend.fail('find', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
  stage.backend.clear(sam.entity)
  await stage.advance(hourMilliseconds)
  expect(await readStatus(stage, id)).toBe('open')
  stage.backend.fail('find', undefined)
  await stage.advance(minuteMilliseconds)
  expect(await readStatus(stage, id)).toBe('closed')
})
