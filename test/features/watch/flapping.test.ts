// A list that leaves an entry out now and then, as a replica of it does that lags behind.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Restriction } from '../../../src/domain/restriction.js'
import { BackendError } from '../../../src/errors.js'
import { createTakenOver } from '../../domain/rules/evidence.js'
import {
  confirm,
  createSender,
  getIncident,
  getLive,
  pressYes,
  readCard,
  readLines,
  readStatus,
  readTypes,
  restrict,
  unblock,
} from '../acts.js'
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

/** It leaves the list for so long that it is told to be over, and is back. */
async function goAndComeBack(entry: Restriction, milliseconds = minuteMilliseconds): Promise<void> {
  stage.backend.clear(entry.entity)
  await stage.advance(minuteMilliseconds + 20_000)
  await stage.skip(milliseconds)
  await stage.advance(minuteMilliseconds)
  await restrict(stage, entry)
}

describe('an entry that is back after it was told to be over', () => {
  const undated = createSender('sam@contoso.com', { createdAt: undefined })

  test('has the one card it had, which says so, and is not called restricted once more', async () => {
    const { id } = await restrict(stage, sam)
    await confirm(stage, maya, await getIncident(stage, id))
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect(readCard(stage.slack, id).statusWord).toBe('Left the list')
    const second = await restrict(stage, sam)
    await stage.idle()
    expect(second.id).not.toBe(id)
    for (const platform of [stage.slack, stage.teams]) {
      expect(platform.sent.filter(({ call }) => call === 'post')).toHaveLength(1)
      expect(readCard(platform, second.id)).toMatchObject({
        statusWord: 'Looks like bulk mail',
        canReview: true,
        again: [{ text: '🔁 It was off the list for a while' }],
      })
      expect(readLines(platform)).toEqual([
        expect.stringContaining('is on the Restricted entities list again'),
      ])
    }
    expect(second).toMatchObject({ earlier: { count: 0 }, continues: id })
    expect(second.reviews).toEqual((await getIncident(stage, id)).reviews)
    expect(await getIncident(stage, id)).toMatchObject({ continuedBy: second.id, cards: [] })
  })

  test.each([
    ['says when it began, and that is when it did before', sam, sam, 5 * hourMilliseconds],
    ['never says when it began, within the hour', undated, undated, minuteMilliseconds],
  ])('goes on when it %s', async (_, before, after, milliseconds) => {
    const { id } = await restrict(stage, before)
    await goAndComeBack(after, milliseconds)
    expect(await getLive(stage, sam)).toMatchObject({ continues: id, earlier: { count: 0 } })
    expect(countCards()).toBe(1)
  })

  test.each([
    ['is back after more than a day', sam, sam, 25 * hourMilliseconds],
    ['began later', sam, createSender('sam@contoso.com', { createdAt: Date.UTC(2026, 10, 23) }), 0],
    ['has no date and comes after more than an hour', undated, undated, hourMilliseconds],
    [
      'has no date and another reason',
      undated,
      { ...undated, reason: { ...sam.reason, raw: 'OutboundSpamLast24Hours=9' } },
      0,
    ],
  ])('is a new restriction when it %s', async (_, before, after, milliseconds) => {
    const { id } = await restrict(stage, before)
    await goAndComeBack(after, milliseconds)
    const second = await getLive(stage, sam)
    expect(second.earlier).toEqual({ count: 1, lastIncidentId: id })
    expect(second.continues).toBeUndefined()
    expect(countCards()).toBe(2)
  })

  test('counts once when it is restricted anew', async () => {
    await restrict(stage, sam)
    await goAndComeBack(sam)
    await goAndComeBack(sam)
    expect(countCards()).toBe(1)
    await goAndComeBack(createSender('sam@contoso.com', { createdAt: stage.clock.now() }))
    expect((await getLive(stage, sam)).earlier.count).toBe(1)
  })

  test('stands on the digest it was on, once', async () => {
    const many = Array.from({ length: 8 }, (_, number) => createSender(`person${number}@contoso.com`))
    for (const one of many) stage.backend.restrict(one)
    await stage.advance(minuteMilliseconds + 5_000)
    for (const one of many) stage.backend.clear(one.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    for (const one of many) stage.backend.restrict(one)
    await stage.advance(minuteMilliseconds + 5_000)
    const digests = stage.slack.sent.flatMap(({ call, card }) =>
      card.name === 'digest' ? [{ call, view: card.view }] : [],
    )
    expect(digests.filter(({ call }) => call === 'post')).toHaveLength(1)
    expect(digests.at(-1)?.view).toMatchObject({
      headline: '8 restricted within a short time: 8 bulk mail',
      countsText: '8 open, 0 under way, 0 over',
    })
    expect(countCards()).toBe(1)
  })

  test('has the one card it had when the program ends before the closed incident knows', async () => {
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    stage.store().beforeCommit(({ events = [] }) => {
      if (events.some(({ type }) => type === 'incident.continued')) throw new Error('the end')
    })
    const second = await restrict(stage, sam)
    expect((await getIncident(stage, id)).continuedBy).toBeUndefined()
    await stage.crash()
    await stage.advance(minuteMilliseconds)
    expect(await getIncident(stage, id)).toMatchObject({ continuedBy: second.id, cards: [] })
    expect(stage.slack.sent.at(-1)?.card.view).toMatchObject({ incidentId: second.id })
    expect(readCard(stage.slack, second.id).statusWord).toBe('Looks like bulk mail')
    expect(countCards()).toBe(1)
  })

  test('leaves what was changed on the account where it can be given back', async () => {
    stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
    const first = await restrict(stage, sam)
    const asked = await stage.press(maya, 'contain', {
      incidentId: first.id,
      values: { step: 'block-sign-in' },
    })
    const { incidentId, confirmationId } = toView(asked, 'contain-confirm')
    await stage.press(maya, 'contain-now', { incidentId, confirmationId })
    await stage.idle()
    await goAndComeBack(sam)
    const second = await getLive(stage, sam)
    expect(second).toMatchObject({ continues: first.id, earlier: { count: 0 } })
    expect(readCard(stage.slack, first.id)).toMatchObject({ canGiveBack: true })
    expect(countCards()).toBe(2)
  })
})

test('goes on with the same card when an unblock without effect seemed to have helped for one poll', async () => {
  stage.backend.freeze()
  const incident = await restrict(stage, sam)
  await unblock(stage, maya, incident)
  await stage.advance(62 * minuteMilliseconds)
  await flap()
  await stage.advance(2 * minuteMilliseconds)
  expect((await getLive(stage, sam)).id).toBe(incident.id)
  await stage.advance(2 * hourMilliseconds)
  expect((await getLive(stage, sam)).state).toMatchObject({ status: 'stuck' })
  expect((await getLive(stage, sam)).id).toBe(incident.id)
  expect(readCard(stage.slack, incident.id).canHandOff).toBe(true)
  expect(countCards()).toBe(1)
})

test('tells the thread of a sender who is back on the list after the hour, with the date the entry had', async () => {
  stage.backend.trace(sam.entity, { known: true, value: {} })
  const incident = await restrict(stage, sam)
  await unblock(stage, maya, incident)
  await stage.advance(62 * minuteMilliseconds)
  expect((await getLive(stage, sam)).state).toMatchObject({ status: 'watching' })
  stage.backend.restrict(sam)
  await stage.advance(2 * minuteMilliseconds)
  expect((await getLive(stage, sam)).state).toMatchObject({ status: 'stuck' })
  expect(await readTypes(stage, incident.id)).toContain('stuck.noticed')
  expect(stage.slack.sent.filter(({ call }) => call === 'line').length).toBeGreaterThan(0)
})
