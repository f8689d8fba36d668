import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import { toOpenRoute } from '../../../src/domain/route.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { PlatformError, type PlatformErrorCode } from '../../../src/errors.js'
import {
  confirm,
  createSender,
  getIncident,
  readCard,
  readLines,
  readStatusWords,
  readTypes,
  restrict,
  unblock,
} from '../acts.js'
import { contoso, maya, olga, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const twoChannels: Tenant = {
  ...contoso,
  routes: [
    toOpenRoute({ platform: 'slack', channel: 'C1' }),
    toOpenRoute({ platform: 'slack', channel: 'C2' }),
  ],
}

function createError(code: PlatformErrorCode, retryAfterMilliseconds?: number): PlatformError {
  return new PlatformError(`Slack says: ${code}`, {
    code,
    ...(retryAfterMilliseconds === undefined ? {} : { retryAfterMilliseconds }),
  })
}

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

describe('a platform that throttles', () => {
  test('is left alone for as long as it asks, and then gets the newest state', async () => {
    const incident = await restrict(stage, sam)
    const from = stage.clock.now()
    stage.slack.refuse(({ at }) =>
      at < from + 30_000 ? createError('throttled', from + 30_000 - at) : undefined,
    )
    const before = stage.slack.tried.length
    await stage.press(maya, 'review', { incidentId: incident.id })
    await stage.advance(29_000)
    expect(stage.slack.tried.slice(before)).toHaveLength(1)
    expect(readCard(stage.teams, incident.id).whoText).toContain('Maya is on it')
    await stage.advance(3_000)
    expect(stage.slack.tried.slice(before).map(({ call }) => call)).toEqual(['update', 'update'])
    expect(readCard(stage.slack, incident.id).whoText).toContain('Maya is on it')
  })
})

describe('a platform that is down', () => {
  const readRows = () =>
    stage.slack.sent.map(({ card }) => {
      const { headline, rows } = toView(card, 'digest')
      return [headline, ...rows.map(({ statusWord }) => statusWord)]
    })

  test('loses nothing, is tried ever more seldom, and keeps no other waiting', async () => {
    stage.slack.refuse(() => createError('unavailable'))
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    expect(readCard(stage.teams, incident.id).statusWord).toBe('Unblocked, watching')
    await stage.advance(20 * minuteMilliseconds)
    const posts = stage.slack.tried.filter(({ call }) => call === 'post')
    const gaps = posts.slice(1).map(({ at }, index) => at - (posts[index]?.at ?? at))
    expect(gaps.slice(0, 4).map((gap) => Math.round(gap / 1_000))).toEqual([1, 2, 4, 8])
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5 * minuteMilliseconds + 1_000)
    stage.slack.refuse(() => undefined)
    await stage.advance(6 * minuteMilliseconds)
    expect(readCard(stage.slack, incident.id).statusWord).toBe('Mail flows')
    expect(stage.slack.sent.filter(({ call }) => call === 'post')).toHaveLength(1)
  })

  test('shows in status while it lasts', async () => {
    stage.slack.refuse(() => createError('unavailable'))
    await restrict(stage, sam)
    await stage.advance(10_000)
    const during = toView(await stage.command(vera, 'status'), 'status')
    expect(during.rows.find(({ name }) => name === 'Work')).toMatchObject({ word: 'has a problem' })
    expect(JSON.stringify(during.rows)).toContain('the first card for sam@contoso.com')
    stage.slack.refuse(() => undefined)
    await stage.advance(minuteMilliseconds)
    expect(toView(await stage.command(vera, 'status'), 'status').summary).toBe('Everything works.')
  })

  test('gets no card of its own for what has ended meanwhile, and no line, but a row', async () => {
    stage.slack.refuse(() => createError('unavailable'))
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    await stage.advance(2 * minuteMilliseconds)
    stage.slack.refuse(() => undefined)
    await stage.advance(6 * minuteMilliseconds)
    expect(readRows()).toEqual([
      [
        '1 sender or connector was restricted while nothing could be shown here, and that is over',
        'Left the list',
      ],
    ])
    expect((await getIncident(stage, id)).cards).toHaveLength(1)
    expect(await stage.store().readBacklog(stage.clock.now())).toMatchObject({ due: 0 })
  })

  test('gets no digest of a storm that is over, but one card with a row for each', async () => {
    stage.slack.refuse(() => createError('unavailable'))
    const storm = Array.from({ length: 8 }, (_, at) => createSender(`person${at}@contoso.com`))
    for (const one of storm) stage.backend.restrict(one)
    await stage.advance(minuteMilliseconds + 5_000)
    for (const { entity } of storm) stage.backend.clear(entity)
    await stage.advance(2 * minuteMilliseconds)
    stage.slack.refuse(() => undefined)
    await stage.advance(6 * minuteMilliseconds)
    expect(readRows()).toEqual([
      [
        '8 senders and connectors were restricted while nothing could be shown here, and that is over',
        ...Array<string>(8).fill('Left the list'),
      ],
    ])
    expect(stage.teams.sent.map(({ card }) => card.name)).toContain('digest')
  })
})

describe('a card that was deleted', () => {
  test('is replaced once, and a line says that the new one takes its place', async () => {
    const incident = await restrict(stage, sam)
    stage.slack.delete('slack-1')
    await unblock(stage, maya, incident)
    await stage.advance(minuteMilliseconds)
    expect(stage.slack.sent.filter(({ call }) => call === 'post').map(({ message }) => message)).toEqual([
      'slack-1',
      'slack-2',
    ])
    const saved = await getIncident(stage, incident.id)
    expect(saved.cards.filter(({ platform }) => platform === 'slack')).toEqual([
      { platform: 'slack', channel: 'C1', message: 'slack-2' },
    ])
    expect(stage.slack.sent.filter(({ call }) => call === 'line').map(({ message }) => message)).toEqual([
      'slack-2',
    ])
    expect(readLines(stage.teams)).toEqual([])
    expect(stage.slack.sent.filter(({ call }) => call === 'update').at(-1)?.message).toBe('slack-2')
    expect(await readTypes(stage, incident.id)).toContain('card.replaced')
  })
})

describe('two channels on one platform', () => {
  let two: Stage
  beforeEach(async () => {
    two = await createStage({ tenants: [twoChannels] })
  })
  afterEach(async () => {
    await two.close()
  })

  const readWord = (channel: string) =>
    toView(
      two.slack.sent.findLast((sent) => sent.channel === channel && sent.card.name === 'incident')?.card,
      'incident',
    ).statusWord

  test('have a card each', async () => {
    const { cards } = await restrict(two, sam)
    expect(cards.map(({ channel }) => channel).toSorted()).toEqual(['C1', 'C2'])
  })

  test.each(['C1', 'C2'])('of which %s is closed to the bot: the other keeps up', async (closed) => {
    const incident = await restrict(two, sam)
    two.slack.refuse(({ channel }) => (channel === closed ? createError('forbidden') : undefined))
    await unblock(two, maya, incident)
    await two.advance(minuteMilliseconds)
    expect(readWord(closed === 'C1' ? 'C2' : 'C1')).toBe('Unblocked, watching')
    two.slack.refuse(() => undefined)
    await two.advance(3 * minuteMilliseconds)
    expect(readWord(closed)).toBe('Mail flows')
  })

  test('of which one is closed to the bot: the other has each line once, and so has that one later', async () => {
    const incident = await restrict(two, sam)
    two.slack.refuse(({ channel, call }) =>
      channel === 'C2' && call === 'line' ? createError('forbidden') : undefined,
    )
    await confirm(two, olga, incident)
    await two.advance(5 * minuteMilliseconds)
    const channels = () => two.slack.sent.filter(({ call }) => call === 'line').map(({ channel }) => channel)
    expect(channels()).toEqual(['C1'])
    const had = () => two.store().listKeys('line-posted:')
    expect(await had()).toHaveLength(1)
    two.slack.refuse(() => undefined)
    await two.advance(6 * minuteMilliseconds)
    expect(channels()).toEqual(['C1', 'C2'])
    expect(await had()).toEqual([])
  })

  test('of which one lost its card and the other is closed: the card is replaced once', async () => {
    const incident = await restrict(two, sam)
    const [first] = incident.cards
    two.slack.delete(first?.message ?? '')
    two.slack.refuse(({ channel, call }) =>
      channel !== first?.channel && call !== 'post' ? createError('unavailable') : undefined,
    )
    await two.press(maya, 'review', { incidentId: incident.id })
    await two.advance(5 * minuteMilliseconds)
    expect(two.slack.sent.filter(({ call }) => call === 'post')).toHaveLength(3)
  })
})

describe('what everyone sees', () => {
  test('is never older than what they saw before', async () => {
    const incident = await restrict(stage, sam)
    let calls = 0
    // Every other edit fails, so that edits and their repetitions mix.
    stage.teams.refuse(() => {
      calls += 1
      return calls % 2 === 1 ? createError('unavailable') : undefined
    })
    await unblock(stage, maya, incident)
    await stage.advance(minuteMilliseconds)
    const order = ['Looking', 'Looks like bulk mail', 'Unblocking', 'Unblocked, watching']
    const seen = readStatusWords(stage.teams, incident.id)
    expect(seen).toEqual(order.filter((word) => seen.includes(word)))
    expect(seen.at(-1)).toBe('Unblocked, watching')
  })

  test('is nothing private: reviews, notes and refusals stay with the actor', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    await stage.advance(minuteMilliseconds)
    const names = new Set([...stage.slack.sent, ...stage.teams.sent].map(({ card }) => card.name))
    expect([...names]).toEqual(['incident'])
    expect(JSON.stringify(stage.slack.sent)).not.toContain('Password reset')
  })
})
