// What is known has no card for some time, as people on both platforms see it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SenderEvidence } from '../../../src/domain/evidence.js'
import { dayMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import { BackendError, PlatformError } from '../../../src/errors.js'
import type { PressName } from '../../../src/features/index.js'
import { createTakenOver, daysBefore, hoursBefore, known } from '../../domain/rules/evidence.js'
import { createSender, getIncident, getLive, readCard, readLines, restrict } from '../acts.js'
import { access, laura, maya, olga, tom, vera } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const kim = createSender('kim@contoso.com')
const reason = 'The monthly newsletter.'

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
async function quiet(actor: typeof maya, values = {}) {
  const answer = await press(actor, 'mute-now', { scope: 'entity', until: '7d', reason, ...values })
  await stage.idle()
  return answer
}
/** The entry leaves the list, and is there again as a new one. */
async function restrictAgain() {
  stage.backend.clear(sam.entity)
  await stage.advance(3 * minuteMilliseconds)
  return restrict(stage, { ...sam, createdAt: stage.clock.now() })
}
const countCards = (platform: RecordingPlatform, id: string) =>
  platform.sent.filter(({ card }) => card.name === 'incident' && card.view.incidentId === id).length
const cards = () => [stage.slack, stage.teams].map((platform) => readCard(platform, incidentId))

describe('a mute', () => {
  test('asks what, until when and what is known, on the card of what looks like bulk mail', async () => {
    expect(cards()[0]?.menu.map(({ title }) => title)).toEqual(['Snooze…', 'Mute…'])
    const page = toView(await press(maya, 'mute'), 'mute')
    expect(page.scopes.map(({ title }) => title)).toEqual([
      'sam@contoso.com',
      'Every sender restricted for spam that looks no worse',
    ])
    expect(page.choices.map(({ title }) => title)).toEqual([
      '7 days (29 Nov)',
      '14 days (6 Dec)',
      '30 days (22 Dec)',
    ])
  })

  test('stands on the card that is there and in the thread, on every platform', async () => {
    expect(toView(await quiet(maya), 'notice').title).toBe('Muted until 29 Nov')
    for (const card of cards())
      expect(card).toMatchObject({
        statusIcon: '🔇',
        statusWord: 'Muted until 29 Nov',
        isCalm: true,
        verdictText: '📣 Looks like bulk mail',
        whoText: `🔇 Maya at 03:15 UTC “${reason}”`,
      })
    expect(readLines(stage.teams)).toEqual([`Maya muted sam@contoso.com until 29 Nov: “${reason}”`])
    expect((await stage.journal()).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['mute.begun', 'incident.muted']),
    )
  })

  test('of what one platform could not show yet leaves it without a card there when it can', async () => {
    stage.slack.refuse(() => new PlatformError('No answer', { code: 'unavailable' }))
    const { id } = await restrict(stage, kim)
    await stage.advance(5_000)
    await stage.press(maya, 'mute-now', {
      incidentId: id,
      values: { scope: 'entity', until: '7d', reason },
    })
    stage.slack.refuse(() => undefined)
    await stage.advance(20 * minuteMilliseconds)
    expect([countCards(stage.slack, id), readCard(stage.teams, id).statusIcon]).toEqual([0, '🔇'])
    expect((await getIncident(stage, id)).cards.map(({ platform }) => platform)).toEqual(['teams'])
    await stage.press(maya, 'unmute', { incidentId: id })
    await stage.advance(minuteMilliseconds)
    expect(readCard(stage.slack, id).statusIcon).toBe(readCard(stage.teams, id).statusIcon)
  })

  test('ends a snooze, and the record says so', async () => {
    await press(olga, 'snooze-now', { until: '4h', reason: 'Sam phones back at nine.' })
    await quiet(maya)
    const { snoozed, muted } = await getIncident(stage, incidentId)
    expect([snoozed, muted?.muteId]).toEqual([undefined, expect.any(String)])
    const ended = (await stage.journal(incidentId)).filter(({ type }) => type === 'snooze.ended')
    expect(ended.map(({ data }) => data.because)).toEqual(['muted'])
  })

  test('lets the next restriction come without a card, an incident all the same, in list and Home', async () => {
    await quiet(maya)
    const again = await restrictAgain()
    await stage.advance(2 * minuteMilliseconds)
    expect(again.id).not.toBe(incidentId)
    expect([stage.slack, stage.teams].map((platform) => countCards(platform, again.id))).toEqual([0, 0])
    const list = toView(await stage.command(olga, 'list'), 'list')
    expect(list.rows.map(({ whoText }) => whoText)).toEqual([`🔇 muted by Maya until 29 Nov: ${reason}`])
    const home = toView(await stage.slack.handlers().onHome(olga), 'home')
    expect(home).toMatchObject({ nobody: [], waiting: [] })
    expect(home.others).toHaveLength(1)
    expect((await stage.journal(again.id)).map(({ type }) => type)).not.toContain('card.posted')
  })

  test('survives another reason and a crash', async () => {
    await quiet(maya)
    await stage.crash()
    const again = await restrictAgain()
    stage.backend.restrict({
      ...sam,
      createdAt: again.restriction.createdAt,
      reason: parseReason('OutboundSpamLast24Hours=900'),
    })
    await stage.advance(3 * minuteMilliseconds)
    expect((await getIncident(stage, again.id)).muted).toBeDefined()
    expect(countCards(stage.slack, again.id)).toBe(0)
  })

  test('ends when it looks worse: the card comes at once, and says what it was muted for', async () => {
    await quiet(maya)
    stage.backend.know(sam.entity, stolen)
    const again = await restrictAgain()
    await stage.advance(10_000)
    for (const platform of [stage.slack, stage.teams]) {
      const card = readCard(platform, again.id)
      expect(card.statusWord).toContain('Looks compromised')
      expect(card.isBad).toBe(true)
      expect(card.progress).toEqual([{ text: `Was muted by Maya: “${reason}”` }])
    }
    expect(toView(await stage.command(maya, 'mutes'), 'mutes').rows).toEqual([])
    expect((await stage.journal()).filter(({ type }) => type === 'mute.ended')).toMatchObject([
      { data: { because: 'worse' } },
    ])
  })

  test('keeps nothing quiet of which nobody knows for a minute what it looks like', async () => {
    await quiet(maya)
    const error = new BackendError('No answer', { code: 'timeout', outcome: 'unchanged' })
    stage.backend.fail('gather', error)
    const again = await restrictAgain()
    expect(countCards(stage.slack, again.id)).toBe(0)
    await stage.advance(61_000)
    expect(readCard(stage.slack, again.id).statusWord).toContain('Unclear')
  })

  test('ends by itself, and what is restricted then has its card', async () => {
    await quiet(maya)
    const again = await restrictAgain()
    await stage.skip(7 * dayMilliseconds)
    await stage.advance(5_000)
    expect(readCard(stage.slack, again.id).whoText).toBe('⏳ Nobody yet')
    expect(readCard(stage.teams, again.id).statusWord).toContain('Looks like bulk mail')
    expect((await stage.journal()).at(-1)?.type).toBe('card.posted')
  })

  test('is listed and ended by whoever may approve, and the card comes', async () => {
    await quiet(maya)
    const again = await restrictAgain()
    const seen = toView(await stage.command(vera, 'mutes'), 'mutes')
    expect(seen.rows).toMatchObject([
      {
        title: 'sam',
        domainPart: '@contoso.com',
        text: 'Maya until 29 Nov · Contoso',
        reason,
        canEnd: false,
      },
    ])
    const { rows } = toView(await stage.command(tom, 'mutes'), 'mutes')
    expect(rows[0]?.canEnd).toBe(true)
    const muteId = rows[0]?.muteId ?? ''
    const after = toView(await stage.press(tom, 'unmute', { values: { muteId } }), 'mutes')
    expect(after.rows).toEqual([])
    expect(after.emptyText).toContain('Nothing is muted')
    await stage.advance(5_000)
    expect(readCard(stage.slack, again.id).whoText).toBe('⏳ Nobody yet')
    expect((await stage.journal()).find(({ type }) => type === 'mute.ended')).toMatchObject({
      by: { name: 'Tom' },
      data: { because: 'ended' },
    })
  })

  test('ends for what somebody takes on: its card comes for all to see', async () => {
    await quiet(maya)
    const again = await restrictAgain()
    toView(await stage.press(tom, 'review', { incidentId: again.id }), 'overview')
    await stage.advance(5_000)
    expect(readCard(stage.slack, again.id).whoText).toContain('Tom is on it')
    expect(toView(await stage.command(maya, 'mutes'), 'mutes').rows).toHaveLength(1)
  })
})

describe('a mute by cause', () => {
  test('keeps all quiet that are restricted for it and look no worse', async () => {
    const other = await restrict(stage, kim)
    await stage.advance(5_000)
    await quiet(maya, { scope: 'cause' })
    await stage.advance(5_000)
    expect(readCard(stage.slack, other.id).statusIcon).toBe('🔇')
    const list = toView(await stage.command(maya, 'mutes'), 'mutes')
    expect(list.rows[0]?.title).toBe('Every sender restricted for spam')
    const limited = await restrict(
      stage,
      createSender('lee@contoso.com', { reason: parseReason('EmailSendingLimitExceeded') }),
    )
    expect(countCards(stage.slack, limited.id)).toBeGreaterThan(0)
  })

  test('lets one that looks worse have its card, and stays for the others', async () => {
    await quiet(maya, { scope: 'cause' })
    stage.backend.know(kim.entity, stolen)
    const other = await restrict(stage, kim)
    await stage.advance(10_000)
    expect(readCard(stage.slack, other.id).isBad).toBe(true)
    expect(toView(await stage.command(maya, 'mutes'), 'mutes').rows).toHaveLength(1)
  })

  test('never keeps the own mailbox of whoever muted quiet', async () => {
    await quiet(laura, { scope: 'cause' })
    const own = await restrict(stage, createSender('laura@contoso.com'))
    await stage.advance(5_000)
    expect(countCards(stage.slack, own.id)).toBeGreaterThan(0)
    expect((await getIncident(stage, own.id)).muted).toBeUndefined()
  })
})

describe('a mute is refused', () => {
  test.each([
    ['without an end', { until: '' }, /^Choose until when/],
    ['for longer than thirty days', { until: '31d' }, /^Choose until when/],
    ['until a day that is over', { day: '2026-11-20' }, /^Choose until when/],
    ['until a day too far away, whatever is chosen beside it', { day: '2027-06-30' }, /^Choose until when/],
    ['without a word of what is known', { reason: 'ok' }, /^Say in a few words what is known about it/],
  ])('%s, and what was written stays', async (_, values, problem) => {
    const page = toView(await quiet(maya, values), 'mute')
    expect(page.problem).toMatch(problem)
    expect(page.reason).toBe('reason' in values ? values.reason : reason)
    expect((await getIncident(stage, incidentId)).muted).toBeUndefined()
  })

  test('of one’s own mailbox, and of an operator', async () => {
    expect(toView(await quiet(olga), 'notice').text).toContain('the role "approver"')
    const own = await restrict(stage, createSender('laura@contoso.com'))
    const values = { scope: 'entity', until: '7d', reason }
    const refused = toView(await stage.press(laura, 'mute-now', { incidentId: own.id, values }), 'notice')
    expect(refused.text).toContain('your own mailbox')
  })

  test('of what looks compromised, which has no such button either', async () => {
    stage.backend.know(sam.entity, stolen)
    await press(olga, 'refresh')
    await stage.advance(10_000)
    expect(cards()[0]?.menu.map(({ title }) => title)).toEqual(['Snooze…'])
    expect(toView(await quiet(maya), 'notice').text).toContain('somebody has to look')
  })
})

test('a day that was typed counts in place of what was chosen', async () => {
  expect(toView(await quiet(maya, { day: '2026-12-01' }), 'notice').title).toBe('Muted until 1 Dec')
})

test('who has a role for another tenant alone sees no mute of this one', async () => {
  await quiet(maya)
  await stage.close()
  const people = new Map([['slack:U1', { role: 'approver', addresses: [], tenants: ['labs'] } as const]])
  stage = await createStage({ access: { ...access, people } })
  await restrict(stage, sam)
  expect(toView(await stage.command(maya, 'mutes'), 'mutes').rows).toEqual([])
  expect(await getLive(stage, sam)).toBeDefined()
})
