// What can never succeed is not tried for ever, and what asks for days of patience does not get them.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayMilliseconds, hourMilliseconds, minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError, PlatformError, type PlatformErrorCode } from '../../src/errors.js'
import { connectorAlert, createAlert, createPolicies } from '../domain/policies.js'
import { known } from '../domain/rules/evidence.js'
import { createSender, readCard, readStatusWords, restrict } from '../features/acts.js'
import { maya, olga, vera } from '../features/people.js'
import { createStage, type Stage, toView } from '../features/stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

function createError(code: PlatformErrorCode, retryAfterMilliseconds?: number): PlatformError {
  return new PlatformError('channel_not_found', {
    code,
    ...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
  })
}

const readHealth = async () => toView(await stage.command(vera, 'status'), 'status')
const findRow = async (name: string) => (await readHealth()).rows.find((row) => row.name === name)
const countTried = () => stage.slack.tried.length
const readGivenUp = async () => (await stage.journal()).filter(({ type }) => type === 'card.given-up')

describe.each([
  ['channel-not-found', 10],
  ['forbidden', 10],
  ['rejected', 3],
] as const)('a card that is refused with %s', (code, tries) => {
  test(`is given up after ${tries} tries, said once in status, doctor and journal, and tried every half minute`, async () => {
    stage.slack.refuse(() => createError(code))
    const { id } = await restrict(stage, sam)
    await stage.advance(20 * minuteMilliseconds)
    expect(await readGivenUp()).toMatchObject([
      {
        incidentId: id,
        tenantId: 'contoso',
        data: { card: 'post', platform: 'slack', channel: 'C1', problem: 'channel_not_found' },
      },
    ])
    expect(await findRow('Work')).toMatchObject({ word: 'works' })
    expect(await findRow('Cards')).toMatchObject({ word: 'has a problem' })
    expect((await findRow('Cards'))?.detail).toBe(
      '1 card given up, and still one tried every 30 seconds, such as Slack C1: channel_not_found',
    )
    const before = countTried()
    await stage.advance(hourMilliseconds)
    const tries = countTried() - before
    expect(tries).toBeGreaterThan(100)
    expect(tries).toBeLessThanOrEqual(124)
    expect(await readGivenUp()).toHaveLength(1)
    await stage.command(olga, 'doctor')
    await stage.advance(10_000)
    const found = JSON.stringify(await stage.command(olga, 'doctor results'))
    expect(found).toContain('1 card cannot be shown, such as in Slack C1')
  })

  test('is shown soon after somebody mended the channel, and all is well again', async () => {
    stage.slack.refuse(() => createError(code))
    const { id } = await restrict(stage, sam)
    await stage.advance(30 * minuteMilliseconds)
    stage.slack.refuse(() => undefined)
    await stage.advance(45_000)
    expect(readStatusWords(stage.slack, id)).toEqual(['Looks like bulk mail'])
    expect((await readHealth()).summary).toBe('Everything works.')
  })
})

test('an edit of a card in a channel that is gone ends for good a day after the incident', async () => {
  const { id } = await restrict(stage, sam)
  stage.slack.refuse(() => createError('channel-not-found'))
  stage.backend.clear(sam.entity)
  await stage.advance(20 * minuteMilliseconds)
  expect((await readHealth()).summary).toBe('Everything works.')
  await stage.skip(dayMilliseconds)
  await stage.advance(15 * minuteMilliseconds)
  const before = countTried()
  await stage.skip(dayMilliseconds)
  await stage.advance(hourMilliseconds)
  expect(countTried()).toBe(before)
  expect(readCard(stage.teams, id).statusWord).toBe('Left the list')
  expect((await readGivenUp()).map(({ data }) => data.card)).toEqual(['update'])
  expect((await readHealth()).summary).toBe('Everything works.')
})

test('a channel that is mended after hours shows what had ended meanwhile', async () => {
  const { id } = await restrict(stage, sam)
  stage.slack.refuse(() => createError('forbidden'))
  stage.backend.clear(sam.entity)
  await stage.advance(2 * hourMilliseconds)
  stage.slack.refuse(() => undefined)
  await stage.advance(45_000)
  expect(readStatusWords(stage.slack, id)).toEqual(['Looking', 'Looks like bulk mail', 'Left the list'])
})

test('a card that was given up stays so over a restart, and comes when the channel is mended', async () => {
  stage.slack.refuse(() => createError('channel-not-found'))
  const { id } = await restrict(stage, sam)
  await stage.advance(30 * minuteMilliseconds)
  await stage.crash()
  const before = countTried()
  await stage.advance(minuteMilliseconds)
  expect(countTried() - before).toBeGreaterThanOrEqual(1)
  expect(await findRow('Cards')).toMatchObject({ word: 'has a problem' })
  stage.slack.refuse(() => undefined)
  await stage.advance(45_000)
  expect(readStatusWords(stage.slack, id)).toEqual(['Looks like bulk mail'])
})

test('a warning about settings that no channel takes is given up like any card, until it is over', async () => {
  stage.slack.refuse(() => createError('forbidden'))
  stage.backend.setPolicies(
    createPolicies({ alerts: known([createAlert({ enabled: false }), connectorAlert]) }),
  )
  await stage.skip(dayMilliseconds)
  await stage.advance(20 * minuteMilliseconds)
  expect((await readGivenUp()).map(({ data }) => data.card)).toEqual(['drift'])
  expect(await findRow('Cards')).toMatchObject({ word: 'has a problem' })
})

test('a task about an incident that is not there any more ends', async () => {
  const duty = { kind: 'gather', incidentId: 'nobody' } as const
  const task = { key: 'gather:nobody', lane: 'gather:nobody', dueAt: stage.clock.now(), attempts: 0, duty }
  await stage.store().commit({ tasks: [task] })
  await stage.advance(hourMilliseconds)
  expect(stage.log.filter(({ event }) => event === 'task.failed')).toHaveLength(1)
  expect((await readHealth()).summary).toBe('Everything works.')
})

describe('whoever asks for two days of patience', () => {
  const days = 2 * dayMilliseconds

  test('gets ten minutes from the polls', async () => {
    stage.backend.trouble('list', {
      error: new BackendError('slow down', {
        code: 'throttled',
        outcome: 'unchanged',
        retryAfterMilliseconds: days,
      }),
    })
    await stage.advance(minuteMilliseconds)
    const before = stage.backend.timesOf('list').length
    await stage.advance(9 * minuteMilliseconds)
    expect(stage.backend.timesOf('list').length).toBe(before)
    await stage.advance(2 * minuteMilliseconds)
    expect(stage.backend.timesOf('list').length).toBeGreaterThan(before)
  })

  test('gets five minutes from a card', async () => {
    let isFirst = true
    stage.slack.refuse(() => {
      const error = isFirst ? createError('throttled', days) : undefined
      isFirst = false
      return error
    })
    const { id } = await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    expect(readStatusWords(stage.slack, id)).toEqual([])
    await stage.advance(2 * minuteMilliseconds)
    expect(readStatusWords(stage.slack, id)).toEqual(['Looks like bulk mail'])
  })

  test('gets ten minutes from the evidence, and a day from the settings', async () => {
    const error = new BackendError('slow down', {
      code: 'throttled',
      outcome: 'unchanged',
      retryAfterMilliseconds: 3 * dayMilliseconds,
    })
    stage.backend.trouble('gather', { error })
    stage.backend.trouble('readPolicies', { error })
    await restrict(stage, sam)
    await stage.press(maya, 'refresh', { incidentId: (await stage.incidents())[0]?.id ?? '' })
    await stage.advance(11 * minuteMilliseconds)
    expect((await stage.incidents())[0]?.evidence).toBeDefined()
    await stage.skip(dayMilliseconds)
    const before = stage.backend.timesOf('readPolicies').length
    await stage.skip(dayMilliseconds)
    expect(stage.backend.timesOf('readPolicies').length).toBeGreaterThan(before)
  })
})
