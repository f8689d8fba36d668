// The channel of `installed`: who may choose it, and who is told what becomes of it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChannelNews, ChannelTurn } from '../../../src/domain/alert-channel.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import { PlatformError } from '../../../src/errors.js'
import { restrict } from '../acts.js'
import { contoso, laura, maya, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const here = { channel: '19:on-call', name: 'Mail Operations / On-call' }
const there = { channel: '19:norman', name: "Norman's team / General" }
const pressedHere = { channel: { platform: 'teams', channel: here.channel } } as const
const norman = { platform: 'teams', id: 'aad-17', name: 'Norman' } as const
const inSlack = toOpenRoute({ platform: 'slack', channel: 'C1' })
const inTeams = toOpenRoute({ platform: 'teams', channel: 'installed' })
const fabrikam = {
  ...contoso,
  id: 'fabrikam',
  name: 'Fabrikam',
  routes: [toOpenRoute({ platform: 'slack', channel: 'C9' })],
}

let stage: Stage
beforeEach(async () => {
  stage = await createStage({ tenants: [{ ...contoso, routes: [inSlack, inTeams] }, fabrikam] })
})
afterEach(async () => {
  await stage.close()
})

async function hear(turn: ChannelTurn, about: Pick<ChannelNews, 'by'> = { by: norman }) {
  await stage.bot().handlers.onChannelNews({ platform: 'teams', ...about, ...turn })
}
const welcomes = () =>
  [...stage.teams.sent, ...stage.slack.sent].flatMap(({ call, channel, card }) =>
    card.name === 'welcome' ? [{ call, channel, ...card.view }] : [],
  )
const journalled = async (type: string) => (await stage.journal()).filter((event) => event.type === type)

describe('"Send alerts here"', () => {
  beforeEach(() => stage.teams.answerPin({ isNew: true, now: here, before: there }))

  test('pressed by an approver is told in the channel that had the alerts, and journalled', async () => {
    const answer = toView(await stage.press(tom, 'pin-alerts', pressedHere), 'notice')
    expect(answer).toMatchObject({ isGood: true, title: 'Done' })
    expect(welcomes().map(({ channel, text, canPin }) => [channel, text, canPin])).toEqual([
      ['19:on-call', 'Alerts come here: Tom said so, 03:14 UTC.', false],
      [
        '19:norman',
        'Tom sent them to Mail Operations / On-call, 03:14 UTC. Cards that are here stay here. An approver can move the alerts back.',
        true,
      ],
    ])
    expect(await journalled('alerts.pinned')).toMatchObject([
      { by: { id: 'aad-2', name: 'Tom' }, data: { channel: '19:on-call', before: '19:norman' } },
    ])
  })

  test('takes the button away from the card it was on', async () => {
    await hear({ kind: 'added', at: here, alerts: { ...there, isPinned: false } })
    await stage.press(tom, 'pin-alerts', pressedHere)
    expect(welcomes().map(({ call, channel, canPin }) => [call, channel, canPin])).toEqual([
      ['post', '19:on-call', true],
      ['update', '19:on-call', false],
      ['post', '19:norman', true],
    ])
  })

  test('tells nobody else when it only makes final what was so', async () => {
    stage.teams.answerPin({ isNew: true, now: here, before: here })
    await stage.press(tom, 'pin-alerts', pressedHere)
    expect(welcomes().map(({ channel }) => channel)).toEqual(['19:on-call'])
  })

  test('pressed a second time changes nothing', async () => {
    stage.teams.answerPin({ isNew: false, now: here, before: here })
    expect(toView(await stage.press(tom, 'pin-alerts', pressedHere), 'notice').text).toMatch(
      /come here already/,
    )
    expect([welcomes(), await journalled('alerts.pinned')]).toEqual([[], []])
  })

  test('holds although the channel that had them cannot be told', async () => {
    stage.teams.refuse(({ channel }) =>
      channel === '19:norman' ? new PlatformError('gone', { code: 'forbidden' }) : undefined,
    )
    expect(toView(await stage.press(tom, 'pin-alerts', pressedHere), 'notice').title).toBe('Done')
    expect(await journalled('alerts.pinned')).toHaveLength(1)
    expect(stage.log.filter(({ event }) => event === 'alert-channel.not-told')).toMatchObject([
      { fields: { channel: '19:norman' } },
    ])
  })

  test.each([
    ['a viewer', vera, pressedHere, 'no-role'],
    ['an approver in a personal chat', tom, {}, 'bad-input'],
    ['an approver on Slack', maya, {}, 'bad-input'],
    ['an approver as a guest', { ...tom, isMember: false }, pressedHere, 'not-home'],
  ])('pressed by %s is refused, and nothing moves', async (_who, actor, where, reason) => {
    expect(toView(await stage.press(actor, 'pin-alerts', where), 'notice').title).toBe('Not done')
    expect(await journalled('press.refused')).toMatchObject([{ data: { reason, action: 'pin-alerts' } }])
    expect([welcomes(), await journalled('alerts.pinned')]).toEqual([[], []])
  })

  test('is refused in the words of a platform that has no such channel', async () => {
    const inC1 = { channel: { platform: 'slack', channel: 'C1' } } as const
    expect(toView(await stage.press(laura, 'pin-alerts', inC1), 'notice').text).toBe(
      'The settings say where.',
    )
  })
})

describe('a channel the app was added to', () => {
  test.each([
    ['the first', { ...here, isPinned: false }, /^Alerts come here, because .* first/, true],
    ['pinned', { ...here, isPinned: true }, /^Alerts come here\.$/, false],
    [
      'a second',
      { ...there, isPinned: false },
      /do not come here: they go to Norman's team \/ General/,
      true,
    ],
    ['a second, and the first is pinned', { ...there, isPinned: true }, /do not come here/, true],
    ['one of a bot whose settings name channels', undefined, /settings say/, false],
  ])('is told where alerts go: %s', async (_which, alerts, text, canPin) => {
    await hear({ kind: 'added', at: here, alerts })
    expect(welcomes()).toMatchObject([{ call: 'post', channel: '19:on-call', canPin }])
    expect(welcomes()[0]?.text).toMatch(text)
    expect(await journalled('app.added')).toMatchObject([
      { by: { name: 'Norman' }, data: { name: here.name } },
    ])
  })
})

describe('a channel that was lost', () => {
  test.each([
    ['app-removed', 'I was removed from the team of Mail Operations / On-call by Norman.'],
    ['team-deleted', 'The team of Mail Operations / On-call was deleted by Norman.'],
    ['team-archived', 'The team of Mail Operations / On-call was archived by Norman.'],
    ['channel-deleted', 'Mail Operations / On-call was deleted by Norman.'],
  ] as const)('is told at once to those who had alerts there: %s', async (loss, words) => {
    await hear({ kind: 'lost', at: here, loss, near: undefined })
    expect(welcomes()).toMatchObject([{ channel: 'C1', isBad: true, canPin: false }])
    expect(welcomes()[0]?.text).toContain(words)
    expect(await journalled('alerts.lost')).toMatchObject([{ by: { name: 'Norman' }, data: { loss } }])
    expect(stage.log.at(-1)).toMatchObject({ level: 'error', event: 'alerts.lost' })
  })

  test('offers its team to send them to another channel', async () => {
    await hear({ kind: 'lost', at: here, loss: 'channel-deleted', near: '19:general' }, { by: undefined })
    expect(welcomes().map(({ channel, canPin }) => [channel, canPin])).toEqual([
      ['19:general', true],
      ['C1', false],
    ])
    expect(welcomes()[0]?.text).toMatch(/^Mail Operations \/ On-call was deleted\. New alerts wait/)
  })

  test('is told where it can be although one channel takes nothing', async () => {
    stage.teams.refuse(() => new PlatformError('down', { code: 'unavailable' }))
    await hear({ kind: 'lost', at: here, loss: 'channel-deleted', near: '19:general' })
    expect(welcomes().map(({ channel }) => channel)).toEqual(['C1'])
  })

  test('is told to be back, there and where its loss was told', async () => {
    await hear({ kind: 'restored', at: here })
    expect(welcomes().map(({ channel, text }) => [channel, text])).toEqual([
      ['19:on-call', 'Alerts come here again.'],
      ['C1', 'Alerts go to Mail Operations / On-call again.'],
    ])
    expect(await journalled('alerts.restored')).toHaveLength(1)
  })
})

describe('an alert that waits for a channel', () => {
  test.each(['added', 'restored'] as const)('goes out at once when one is %s', async (kind) => {
    stage.teams.refuse(() => new PlatformError('The bot is in no team yet.', { code: 'channel-not-found' }))
    const { id } = await restrict(stage)
    await stage.advance(90_000)
    const countPosts = () =>
      stage.teams.sent.filter(({ card }) => card.name === 'incident' && card.view.incidentId === id).length
    expect(countPosts()).toBe(0)
    stage.teams.refuse(() => undefined)
    const alerts = { ...here, isPinned: false }
    await hear(kind === 'added' ? { kind, at: here, alerts } : { kind, at: here })
    await stage.idle()
    expect(countPosts()).toBe(1)
  })
})
