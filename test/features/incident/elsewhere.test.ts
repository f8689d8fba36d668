// A restriction that the channel it belongs in does not show is told to somebody else.
import { afterEach, describe, expect, test } from 'vitest'
import type { Access } from '../../../src/domain/grants.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { PlatformError, type PlatformErrorCode } from '../../../src/errors.js'
import { createSender, getIncident, readCard, readLines, restrict } from '../acts.js'
import { access, contoso, maya, olga, vera } from '../people.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const c1 = { platform: 'slack', channel: 'C1' } as const
const ops = { platform: 'teams', channel: '19:ops' } as const
const onlyC1: Tenant = { ...contoso, routes: [toOpenRoute(c1)] }
/** C2 hears of connectors alone. */
const besideC2: Tenant = {
  ...contoso,
  routes: [
    { ...toOpenRoute(c1), kinds: ['sender'] },
    { ...toOpenRoute({ ...c1, channel: 'C2' }), kinds: ['connector'] },
  ],
}

let stage: Stage
afterEach(() => stage.close())

const open = async (settings: StageSettings = {}) => {
  stage = await createStage(settings)
}
const createError = (code: PlatformErrorCode) => new PlatformError('is_archived', { code })
const refuseC1 = (code: PlatformErrorCode = 'channel-not-found') =>
  stage.slack.refuse(({ channel }) => (channel === 'C1' ? createError(code) : undefined))
const readTold = async () => (await stage.journal()).filter(({ type }) => type === 'card.told-elsewhere')
const findRow = async (name: string) =>
  toView(await stage.command(vera, 'status'), 'status').rows.find((row) => row.name === name)
const readDetail = async () => (await findRow('Cards of Contoso'))?.detail

describe.each(['channel-not-found', 'unavailable'] as const)('a channel that is away (%s)', (code) => {
  test('is told in the thread of the card that people do see, once', async () => {
    await open()
    refuseC1(code)
    const { id } = await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    expect(readLines(stage.teams)).toEqual([
      'The card about sam@contoso.com cannot be shown in Slack C1 (is_archived). It comes there once that is mended; until then this is where it is told.',
    ])
    await stage.advance(40 * minuteMilliseconds)
    expect(readLines(stage.teams)).toHaveLength(1)
    expect(await readTold()).toMatchObject([
      { incidentId: id, tenantId: 'contoso', data: { ...c1, problem: 'is_archived', to: 'Teams 19:ops' } },
    ])
  })

  test('says why in brackets, without a full stop of its own', async () => {
    await open()
    stage.slack.refuse(() => new PlatformError('Slack answered with status 503.', { code }))
    await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    expect(readLines(stage.teams)).toEqual([
      'The card about sam@contoso.com cannot be shown in Slack C1 (Slack answered with status 503). It comes there once that is mended; until then this is where it is told.',
    ])
  })

  test('is stood in for by another channel of the tenant, which keeps the card up to date', async () => {
    await open({ tenants: [besideC2] })
    refuseC1(code)
    const { id } = await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    expect(stage.slack.sent.map(({ call, channel }) => `${call} ${channel}`).slice(0, 2)).toEqual([
      'post C2',
      'line C2',
    ])
    await stage.press(maya, 'review', { incidentId: id })
    await stage.idle()
    expect(readCard(stage.slack, id).whoText).toContain('Maya is on it')
  })

  test('is stood in for by the approvers in person when there is no other, each with the card', async () => {
    await open({ tenants: [onlyC1] })
    refuseC1(code)
    const { id } = await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    const people = ['D-U1', 'D-U5']
    expect(stage.slack.sent.filter(({ call }) => call === 'post').map(({ channel }) => channel)).toEqual(
      people,
    )
    expect(stage.teams.sent.filter(({ call }) => call === 'post').map(({ channel }) => channel)).toEqual([
      'D-aad-2',
    ])
    await stage.press(maya, 'review', { incidentId: id })
    await stage.idle()
    expect(stage.slack.sent.slice(-2).map(({ call, channel }) => `${call} ${channel}`)).toEqual(
      people.map((one) => `update ${one}`),
    )
    expect((await readTold())[0]?.data.to).toBe('Slack, 3 people in person')
  })
})

describe('approvers whom the access list names by a group alone', () => {
  const inGroups: Access = {
    ...access,
    people: new Map(),
    groups: new Map([
      ['slack:S1', 'approver'],
      ['slack:S2', 'viewer'],
      ['teams:g-1', 'approver'],
    ]),
  }

  test('are told in person, but for those whose mailbox it is', async () => {
    await open({ tenants: [onlyC1], access: inGroups })
    stage.slack.letIn('S1', [
      { id: 'U1', addresses: ['maya@contoso.com'] },
      { id: 'U8', addresses: ['sam@contoso.com'] },
    ])
    stage.slack.letIn('S2', [{ id: 'U7', addresses: [] }])
    stage.teams.letIn('g-1', [{ id: 'aad-2', addresses: [] }])
    refuseC1()
    const { id } = await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    for (const [platform, channel] of [
      [stage.slack, 'D-U1'],
      [stage.teams, 'D-aad-2'],
    ] as const) {
      expect(platform.sent.filter(({ call }) => call === 'post').map((sent) => sent.channel)).toEqual([
        channel,
      ])
      expect(readCard(platform, id).canReview).toBe(true)
    }
    expect((await readTold())[0]?.data.to).toBe('Slack, 2 people in person')
  })

  test('are told on one platform when the other does not say who is in its group', async () => {
    await open({ tenants: [onlyC1], access: inGroups })
    stage.teams.letIn('g-1', [{ id: 'aad-2', addresses: [] }])
    refuseC1()
    await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    expect((await readTold())[0]?.data.to).toBe('Teams, 1 person in person')
  })
})

describe('what is told elsewhere', () => {
  test('is one card in person, also when a second channel is away and its thread takes no line at first', async () => {
    await open()
    let takesLines = false
    stage.slack.refuse(({ channel, call }) =>
      channel === 'C1' || (call === 'line' && !takesLines) ? createError('throttled') : undefined,
    )
    stage.teams.refuse(() => createError('forbidden'))
    await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    takesLines = true
    await stage.advance(10 * minuteMilliseconds)
    const posts = stage.slack.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident')
    expect(posts.map(({ channel }) => channel)).toEqual([...new Set(posts.map(({ channel }) => channel))])
    expect(posts.length).toBeGreaterThan(1)
    expect(await readTold()).toHaveLength(2)
  })

  test('is said in status, by the doctor and with the short name of the tenant, until its channel shows it', async () => {
    await open({ tenants: [{ ...onlyC1 }] })
    refuseC1()
    const { id } = await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    const text =
      /^1 card is not where it belongs, such as in Slack C1 at \d\d:\d\d UTC: is_archived; told in Slack, 3 people in person instead$/
    expect(await readDetail()).toMatch(text)
    await stage.command(olga, 'doctor')
    await stage.advance(10_000)
    expect(JSON.stringify(await stage.command(olga, 'doctor results'))).toContain('told in Slack, 3 people')
    await stage.crash()
    expect(await readDetail()).toMatch(text)

    stage.slack.refuse(() => undefined)
    await stage.advance(15 * minuteMilliseconds)
    expect((await getIncident(stage, id)).cards.map(({ channel }) => channel)).toContain('C1')
    expect(await readDetail()).toBeUndefined()
    expect(await readTold()).toHaveLength(1)
  })

  test('is missing nowhere any more when the platform is taken out of the settings', async () => {
    await open()
    refuseC1()
    await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    expect(await readDetail()).toContain('1 card is not where it belongs')
    await stage.crash({ platforms: ['teams'] })
    await stage.advance(minuteMilliseconds)
    expect(await readDetail()).toBeUndefined()
  })

  test('is not told again when the bot dies between the try and its telling', async () => {
    await open()
    refuseC1()
    await restrict(stage, sam)
    await stage.crash()
    await stage.advance(5 * minuteMilliseconds)
    expect(readLines(stage.teams)).toHaveLength(1)
  })

  test('is nothing when the card came late, or all is over', async () => {
    await open({ tenants: [onlyC1] })
    refuseC1('unavailable')
    await restrict(stage, sam)
    await stage.advance(minuteMilliseconds)
    stage.slack.refuse(() => undefined)
    await stage.advance(5 * minuteMilliseconds)
    expect(await readTold()).toEqual([])
    refuseC1()
    const { entity } = await restrict(stage, createSender('kim@contoso.com'))
    stage.backend.clear(entity)
    await stage.advance(6 * minuteMilliseconds)
    expect(await readTold()).toEqual([])
  })

  test('knows the Teams channel of "installed" by its own name', async () => {
    const route = toOpenRoute({ ...ops, channel: 'installed' })
    await open({ tenants: [{ ...contoso, routes: [route] }] })
    let isFirst = true
    stage.teams.rename(({ channel }) => (channel === 'installed' ? '19:general' : channel))
    stage.teams.refuse(() => {
      const error = isFirst ? createError('unavailable') : undefined
      isFirst = false
      return error
    })
    const { id } = await restrict(stage, sam)
    await stage.press(maya, 'review', { incidentId: id })
    await stage.advance(5 * minuteMilliseconds)
    expect(await readTold()).toEqual([])
    expect(readLines(stage.teams)).toEqual([])
  })

  test('is tried again as long as nobody at all can be reached', async () => {
    await open({ tenants: [onlyC1] })
    for (const platform of [stage.slack, stage.teams]) platform.refuse(() => createError('unavailable'))
    await restrict(stage, sam)
    await stage.advance(6 * minuteMilliseconds)
    expect(await readTold()).toEqual([])
    stage.teams.refuse(() => undefined)
    await stage.advance(5 * minuteMilliseconds)
    expect((await readTold())[0]?.data.to).toBe('Teams, 1 person in person')
  })

  test('leaves out an approver whose own mailbox it is about', async () => {
    const people = new Map([
      ['slack:U1', { role: 'approver', addresses: ['sam@contoso.com'] }],
      ['slack:U5', { role: 'approver', addresses: [] }],
    ] as const)
    const homes = new Set(['slack:T1', 'teams:tenant-1'])
    await open({ tenants: [onlyC1], access: { homes, people, groups: new Map() } })
    refuseC1()
    await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    expect(new Set(stage.slack.sent.map(({ channel }) => channel))).toEqual(new Set(['D-U5']))
  })
})

describe('a storm whose digest is not taken', () => {
  const storm = Array.from({ length: 8 }, (_, at) => createSender(`person${at}@contoso.com`))
  const begin = async () => {
    for (const one of storm) stage.backend.restrict(one)
    await stage.advance(6 * minuteMilliseconds)
  }

  test('is told in the thread of the digest that people do see, once', async () => {
    await open()
    refuseC1()
    await begin()
    await stage.advance(30 * minuteMilliseconds)
    expect(readLines(stage.teams)).toEqual([
      '8 senders and connectors of Contoso are restricted, and the card about them cannot be shown in Slack C1 (is_archived). It comes there once that is mended; until then type "list" to see them.',
    ])
    expect(await readTold()).toHaveLength(1)
    expect(await readDetail()).toContain('told in Teams 19:ops instead')
    stage.slack.refuse(() => undefined)
    await stage.advance(15 * minuteMilliseconds)
    expect(await readDetail()).toBeUndefined()
  })

  test('is told to the approvers in person when there is no other channel', async () => {
    await open({ tenants: [onlyC1] })
    refuseC1()
    await begin()
    expect(stage.slack.sent.map(({ call, channel }) => `${call} ${channel}`)).toEqual([
      'post D-U1',
      'post D-U5',
    ])
    expect(readLines(stage.slack)[0]).toContain('8 senders and connectors of Contoso are restricted')
  })
})
