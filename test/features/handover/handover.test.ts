// One shift hands over to the next, as people on both platforms see it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { BackendError } from '../../../src/errors.js'
import type { HandoverView } from '../../../src/features/cards.js'
import { createSender, getIncident, readCard, restrict } from '../acts.js'
import { contoso, laura, maya, olga, tom, vera } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'

/** In New York it is 22:15 of the day before when the stage begins, and shifts change at half past eleven. */
const shifted: Tenant = {
  ...contoso,
  timeZone: 'America/New_York',
  routes: contoso.routes.map((route) => ({ ...route, handover: [{ hour: 23, minute: 30 }] })),
}

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ tenants: [shifted] })
})
afterEach(() => stage.close())

const listShown = (platform: RecordingPlatform): readonly HandoverView[] =>
  platform.sent.flatMap(({ card }) => (card.name === 'handover' ? [toView(card, 'handover')] : []))
const countPosts = (platform: RecordingPlatform) =>
  platform.sent.filter(({ card, call }) => card.name === 'handover' && call === 'post').length

async function fill() {
  const [sam, kim, lee, ann] = [
    await restrict(stage, createSender('sam@contoso.com')),
    await restrict(stage, createSender('kim@contoso.com')),
    await restrict(stage, createSender('lee@contoso.com')),
    await restrict(stage, createSender('ann@contoso.com')),
  ]
  await stage.press(maya, 'claim', { incidentId: sam.id })
  await stage.press(maya, 'claim', { incidentId: kim.id })
  await stage.press(olga, 'snooze-now', {
    incidentId: lee.id,
    values: { until: '4h', reason: 'Lee phones back at nine.' },
  })
  await stage.idle()
  return { sam, kim, lee, ann }
}

describe('whoever asks', () => {
  test('sees what is open, who is on it, what sleeps, and whether all is watched', async () => {
    await fill()
    const view = toView(await stage.command(vera, 'handover'), 'handover')
    expect(view).toMatchObject({
      countsText: '4 open, 1 snoozed',
      tenantsText: 'Contoso',
      watchedText: '🟢 The tenant is watched',
      moreText: '',
      isAccent: true,
    })
    expect(view.title).toMatch(/^Hand-over 22:\d\d GMT-5$/)
    expect(view.rows.map(({ localPart, text, title }) => `${localPart}: ${text} [${title}]`)).toEqual([
      'sam: 🙋 Maya is on it [Take]',
      'kim: 🙋 Maya is on it [Take]',
      expect.stringMatching(/^ann: ⏳ Nobody yet, since /),
      expect.stringMatching(/^lee: 💤 until /),
    ])
    expect(view.takes).toEqual([{ from: 'slack:U1', title: 'Take Maya’s 2' }])
  })

  test('is told that nothing waits, in so many words', async () => {
    await stage.advance(minuteMilliseconds)
    const view = toView(await stage.command(maya, 'handover'), 'handover')
    expect(view).toMatchObject({ countsText: 'Nothing waits', rows: [], takes: [], isGood: true })
  })
})

describe('one press', () => {
  test('takes over all that somebody is on, and the cards say so on every platform', async () => {
    const { sam, kim } = await fill()
    const done = toView(await stage.press(tom, 'take-all', { values: { from: 'slack:U1' } }), 'notice')
    expect(done.title).toBe('You took over 2')
    await stage.idle()
    for (const { id } of [sam, kim])
      for (const platform of [stage.slack, stage.teams])
        expect(readCard(platform, id).whoText).toContain('Tom is on it')
    const events = (await stage.journal()).filter(({ type }) => type === 'claim.taken')
    expect(events.slice(-2)).toMatchObject([
      { by: { name: 'Tom' }, data: { fromName: 'Maya' } },
      { by: { name: 'Tom' }, data: { fromName: 'Maya' } },
    ])
  })

  test('takes nothing of one’s own mailbox, and says what was not taken and why', async () => {
    const own = await restrict(stage, createSender('laura@contoso.com'))
    await stage.press(maya, 'claim', { incidentId: own.id })
    const refused = toView(await stage.press(laura, 'take-all', { values: { from: 'slack:U1' } }), 'notice')
    expect(refused.text).toContain('Your own mailbox is restricted')
    expect((await getIncident(stage, own.id)).taken?.by.name).toBe('Maya')
  })

  test('that comes second, or is of whoever has them, changes nothing and says so', async () => {
    await fill()
    const again = toView(await stage.press(maya, 'take-all', { values: { from: 'slack:U1' } }), 'notice')
    expect(again.text).toContain('yours already')
    await stage.press(tom, 'take-all', { values: { from: 'slack:U1' } })
    const late = toView(await stage.press(olga, 'take-all', { values: { from: 'slack:U1' } }), 'notice')
    expect(late.text).toContain('somebody was faster')
    expect(
      toView(await stage.press(vera, 'take-all', { values: { from: 'slack:U1' } }), 'notice').text,
    ).toContain('the role "operator"')
  })
})

describe('at the change of shift', () => {
  test('a card stands in every channel, at the hour of the people there, once', async () => {
    await fill()
    await stage.advance(hourMilliseconds)
    expect([stage.slack, stage.teams].map(countPosts)).toEqual([0, 0])
    await stage.advance(20 * minuteMilliseconds)
    expect([stage.slack, stage.teams].map(countPosts)).toEqual([1, 1])
    expect(listShown(stage.teams)[0]).toMatchObject({ title: 'Hand-over 23:30 GMT-5' })
    await stage.crash()
    await stage.advance(hourMilliseconds)
    expect([stage.slack, stage.teams].map(countPosts)).toEqual([1, 1])
    await stage.skip(23 * hourMilliseconds)
    await stage.advance(minuteMilliseconds)
    expect([stage.slack, stage.teams].map(countPosts)).toEqual([2, 2])
  })

  test('it is kept true: who takes something over is on it there as well', async () => {
    await stage.advance(70 * minuteMilliseconds)
    const { sam } = await fill()
    await stage.advance(10 * minuteMilliseconds)
    const { channel = '', message = '' } =
      stage.slack.sent.findLast(({ card }) => card.name === 'handover') ?? {}
    const on = { platform: 'slack', channel, message }
    expect(toView(await stage.press(maya, 'claim', { incidentId: sam.id, on }), 'notice').title).toBe(
      'You are on it',
    )
    await stage.press(tom, 'claim', { incidentId: sam.id, on })
    await stage.advance(5_000)
    for (const platform of [stage.slack, stage.teams]) {
      expect(countPosts(platform)).toBe(1)
      expect(listShown(platform).at(-1)?.rows[0]?.text).toBe('🙋 Tom is on it')
    }
  })

  test('nobody is shown one that is hours late', async () => {
    await stage.skip(6 * hourMilliseconds)
    await stage.advance(5_000)
    expect(countPosts(stage.slack)).toBe(0)
  })

  test('none comes where the settings name no hour any more', async () => {
    await stage.crash({ changed: { ...shifted, routes: contoso.routes } })
    await stage.advance(2 * hourMilliseconds)
    expect(countPosts(stage.slack)).toBe(0)
  })

  test('a shift that begins blind is told which tenant is not watched, and since when', async () => {
    const error = new BackendError('No answer', { code: 'timeout', outcome: 'unchanged' })
    stage.backend.fail('list', error)
    await stage.advance(80 * minuteMilliseconds)
    const view = listShown(stage.slack).at(-1)
    expect(view?.watchedText).toMatch(/^🙈 Not watched: Contoso since 2026-11-22 03:1\d UTC$/)
    expect(view?.isBusy).toBe(true)
  })
})
