// What can wait sleeps until a moment, as people on both platforms see it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SenderEvidence } from '../../../src/domain/evidence.js'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { PressName } from '../../../src/features/index.js'
import { createTakenOver, daysBefore, hoursBefore, known } from '../../domain/rules/evidence.js'
import { createSender, getIncident, readCard, readLines, restrict, unblock } from '../acts.js'
import { contoso, laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const reason = 'Sam phones back at nine.'

/** Somebody else signed in from far away, and mail goes outside. */
const stolen: SenderEvidence = {
  ...createTakenOver(),
  usualPlaces: known(['Milan (IT)']),
  signIns: known([
    { at: daysBefore(9), from: 'Milan (IT)', ipAddress: '192.0.2.1', client: 'Browser', succeeded: true },
    { at: hoursBefore(1), from: 'Lagos (NG)', ipAddress: '203.0.113.9', client: 'Browser', succeeded: true },
  ]),
}

let stage: Stage
let incidentId: string
beforeEach(async () => {
  stage = await createStage()
  incidentId = (await restrict(stage, sam)).id
  await stage.advance(5_000)
})
afterEach(() => stage.close())

const press = (actor: typeof maya, action: PressName, values = {}) =>
  stage.press(actor, action, { incidentId, values })
const sleep = (actor: typeof maya, until: string, why = reason) =>
  press(actor, 'snooze-now', { until, reason: why })
const cards = () => [stage.slack, stage.teams].map((platform) => readCard(platform, incidentId))

describe('a snooze', () => {
  test('asks until when, in the hours of whoever works there, and why', async () => {
    const page = toView(await press(olga, 'snooze'), 'snooze')
    expect(page.choices.map(({ title }) => title)).toEqual([
      '1 hour (04:15 UTC)',
      '4 hours (07:15 UTC)',
      '09:00 UTC',
      'Mon 09:00 UTC',
      'Tue 09:00 UTC',
    ])
    expect(page).toMatchObject({ problem: '', until: '', reason: '' })
  })

  test('stands on the card of every platform and in the thread: until when, who, and why', async () => {
    const answer = toView(await sleep(olga, '4h'), 'notice')
    expect(answer).toMatchObject({ title: 'Snoozed until 07:15 UTC', incidentId })
    await stage.idle()
    for (const card of cards()) {
      expect(card).toMatchObject({
        statusIcon: '💤',
        statusWord: 'Snoozed until 07:15 UTC',
        isCalm: true,
        verdictText: '📣 Looks like bulk mail',
        whoText: `💤 Olga at 03:15 UTC “${reason}”`,
      })
      expect(card.buttons.map(({ title }) => title)).toEqual(['Wake it now'])
      expect(card.menu.map(({ title }) => title)).toEqual(['Snooze…', 'Mute…', 'I’m on it'])
    }
    expect(readLines(stage.teams)).toEqual([`Olga snoozed sam@contoso.com until 07:15 UTC: “${reason}”`])
    expect((await stage.journal()).at(-1)).toMatchObject({
      type: 'snooze.begun',
      by: { name: 'Olga' },
      data: { end: '07:15 UTC', reason },
    })
  })

  test('comes back by itself when its time is over, with a line, over a crash as well', async () => {
    await sleep(olga, '1h')
    await stage.advance(30 * minuteMilliseconds)
    await stage.crash()
    await stage.advance(29 * minuteMilliseconds)
    expect(cards()[0]?.statusIcon).toBe('💤')
    await stage.advance(2 * minuteMilliseconds)
    expect(cards().map(({ whoText }) => whoText)).toEqual(['⏳ Nobody yet', '⏳ Nobody yet'])
    expect(cards()[1]?.statusWord).toBe('Looks like bulk mail')
    expect(readLines(stage.slack).at(-1)).toBe('Snooze over: sam@contoso.com waits for somebody again.')
  })

  test('lasts until nine of the time zone of the channel that hears of it', async () => {
    await stage.close()
    const routes = contoso.routes.map((route) => ({ ...route, timeZone: 'America/New_York' }))
    stage = await createStage({ tenants: [{ ...contoso, timeZone: 'Europe/Berlin', routes }] })
    incidentId = (await restrict(stage, sam)).id
    const page = toView(await press(olga, 'snooze'), 'snooze')
    // It is still Saturday there.
    const [, , first] = page.choices
    expect(first).toEqual({ choiceId: '2026-11-22', title: 'Sun 09:00 GMT-5' })
    await sleep(olga, '2026-11-22')
    expect((await getIncident(stage, incidentId)).snoozed?.until).toBe(Date.parse('2026-11-22T14:00:00Z'))
  })

  test('is moved by another one, and ends when that one says', async () => {
    await sleep(olga, '1h')
    await sleep(maya, '4h', 'Sam called: it will be noon.')
    await stage.advance(61 * minuteMilliseconds)
    expect(cards()[0]?.whoText).toContain('Maya')
    await stage.advance(3 * hourMilliseconds)
    expect(cards()[0]?.whoText).toBe('⏳ Nobody yet')
  })

  test('ends with a press of anybody who may, and the thread says who woke it', async () => {
    await sleep(olga, '4h')
    await press(tom, 'wake')
    await stage.idle()
    expect(cards()[0]).toMatchObject({ whoText: '⏳ Nobody yet', statusWord: 'Looks like bulk mail' })
    expect(readLines(stage.slack).at(-1)).toBe('Tom woke sam@contoso.com: it waits for somebody again.')
    await stage.advance(5 * hourMilliseconds)
    expect(readLines(stage.slack)).toHaveLength(2)
  })
})

describe('what is not slept through', () => {
  test('a worse verdict wakes it, and the thread says so', async () => {
    await sleep(olga, '4h')
    stage.backend.know(sam.entity, stolen)
    await press(olga, 'refresh')
    await stage.advance(10_000)
    expect(cards()[0]).toMatchObject({ statusWord: 'Looks compromised', whoText: '⏳ Nobody yet' })
    expect(readLines(stage.slack)).toContain(
      'sam@contoso.com looks worse than when it was snoozed, so it is awake.',
    )
    expect((await stage.journal()).map(({ type }) => type)).toContain('snooze.ended')
  })

  test('whoever takes it on is on it, and it does not sleep', async () => {
    await sleep(olga, '4h')
    await press(maya, 'claim')
    await stage.idle()
    expect(cards()[0]?.whoText).toContain('Maya is on it')
    expect((await getIncident(stage, incidentId)).snoozed).toBeUndefined()
  })

  test('a review opened by somebody ends it too, and an unblock goes its way', async () => {
    await sleep(olga, '4h')
    await unblock(stage, maya, await getIncident(stage, incidentId))
    await stage.advance(minuteMilliseconds)
    expect(cards()[0]?.statusIcon).not.toBe('💤')
    expect((await getIncident(stage, incidentId)).snoozed).toBeUndefined()
  })

  test('one that looks compromised stays red while it sleeps', async () => {
    stage.backend.know(sam.entity, stolen)
    await press(olga, 'refresh')
    await stage.advance(10_000)
    await sleep(olga, '1h')
    await stage.idle()
    expect(cards()[0]).toMatchObject({ isBad: true, isCalm: false, verdictText: '🚨 Looks compromised' })
    expect(cards()[0]?.buttons[0]?.title).toBe('Take the account back')
  })
})

describe('a snooze is refused', () => {
  test.each([
    ['without an end', '', reason, 'Choose until when: at most 72 hours from now.'],
    ['for longer than three days', '73h', reason, 'Choose until when: at most 72 hours from now.'],
    ['until a day that is over', '2026-11-21', reason, 'Choose until when: at most 72 hours from now.'],
    ['until a day that there is not', '2026-11-31', reason, 'Choose until when: at most 72 hours from now.'],
    ['without a reason', '1h', 'ok', 'Say in a few words why this can wait: it stands on the card.'],
  ])('%s, and what was written stays on the page', async (_, until, why, problem) => {
    expect(toView(await sleep(olga, until, why), 'snooze')).toMatchObject({ problem, reason: why })
    expect((await getIncident(stage, incidentId)).snoozed).toBeUndefined()
  })

  test('of one’s own mailbox, and of a viewer; both are told what to do', async () => {
    const own = await restrict(stage, createSender('laura@contoso.com'))
    const values = { until: '1h', reason }
    const refused = toView(await stage.press(laura, 'snooze-now', { incidentId: own.id, values }), 'notice')
    expect(refused.text).toContain('your own mailbox')
    expect(toView(await sleep(vera, '1h'), 'notice').text).toContain('the role "operator"')
  })
})

test('what sleeps is in the list with its end, and nobody’s on the Home of those who may review', async () => {
  await sleep(olga, '4h')
  await stage.idle()
  const list = toView(await stage.command(maya, 'list'), 'list')
  expect(list.rows.map(({ whoText }) => whoText)).toEqual(['💤 until 07:15 UTC, Olga'])
  const home = toView(await stage.slack.handlers().onHome(maya), 'home')
  expect(home).toMatchObject({ nobody: [], waiting: [] })
  expect(home.others).toHaveLength(1)
})

test('the details offer it to those who may, for what has no card of its own', async () => {
  const titles = async (actor: typeof maya) =>
    toView(await press(actor, 'show'), 'show').menu.map(({ title }) => title)
  expect(await titles(maya)).toContain('Snooze…')
  expect(await titles(vera)).toEqual([])
})
