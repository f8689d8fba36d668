// A platform took a card, and its answer was lost on the way: two cards at most, one that lives, and none never.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { PlatformError, StoreError } from '../../../src/errors.js'
import { createMetrics } from '../../../src/metrics/index.js'
import type { Metrics } from '../../../src/ports.js'
import { createSender, getIncident, readCard, readLines, restrict, unblock } from '../acts.js'
import { maya, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let metrics: Metrics
let stage: Stage
beforeEach(async () => {
  metrics = createMetrics({ version: '0', taskKinds: [], platforms: ['slack', 'teams'] })
  stage = await createStage({ metrics })
})
afterEach(() => stage.close())

const listPosts = () =>
  stage.slack.sent.filter(({ call, card }) => call === 'post' && card.name === 'incident')
const loseFirst = (count = 1, call = 'post') => {
  let left = count
  stage.slack.loseAnswer((sent) => {
    if (sent.call !== call || left === 0) return false
    left -= 1
    return true
  })
}
const readSlackCards = async (id: string) =>
  (await getIncident(stage, id)).cards.filter(({ platform }) => platform === 'slack')
const count = async (end: string) => {
  const { text } = await metrics.expose(undefined)
  const line = text.split('\n').find((one) => one.includes(`platform="slack",end="${end}"`))
  return Number(line?.split(' ').at(-1))
}

test('a card that is refused while hardly anything can be written is no card that may be there: it comes once it is taken', async () => {
  stage.slack.refuse(() => new PlatformError('invalid_blocks', { code: 'rejected' }))
  let isRefusing = true
  let writes = 0
  stage.store().beforeCommit(({ cells = [] }) => {
    if (!isRefusing || !cells.some(({ key }) => key.startsWith('posting:post:'))) return
    // That a post begins can be written, and never that it was refused.
    writes += 1
    if (writes % 2 === 0) throw new StoreError('Full', false)
  })
  const { id } = await restrict(stage, sam)
  await stage.advance(20 * minuteMilliseconds)
  isRefusing = false
  stage.slack.refuse(() => undefined)
  await stage.advance(minuteMilliseconds)
  expect(readCard(stage.slack, id).canReview).toBe(true)
  expect(listPosts()).toHaveLength(1)
})

test('a process that stood still before it posted a card leaves it to the one that has begun to post it since', async () => {
  let isFirst = true
  stage.store().beforeCommit(async ({ cells = [] }) => {
    const mark = cells.find(({ key }) => /^posting:post:.*:slack:/.test(key))
    if (mark === undefined || !isFirst) return
    isFirst = false
    const value = { since: stage.clock.now(), doubts: 0 }
    await stage.store().commit({ cells: [{ key: mark.key, value }] })
  })
  const { id } = await restrict(stage, sam)
  expect(listPosts()).toHaveLength(0)
  await stage.advance(2 * minuteMilliseconds)
  expect(readCard(stage.slack, id).canReview).toBe(true)
  expect(listPosts()).toHaveLength(1)
})

test('a process that stood still before it posted a card posts none when another one has been given the task and is done', async () => {
  let isFirst = true
  const store = stage.store()
  store.beforeCommit(async ({ cells = [], holds }) => {
    const isMark = cells.some(({ key }) => /^posting:post:.*:slack:/.test(key))
    if (!isMark || !isFirst || holds === undefined) return
    isFirst = false
    // Nothing is left of what that one did but the end of the task.
    await store.commit({ settle: { claim: holds } })
  })
  await restrict(stage, sam)
  await stage.advance(2 * minuteMilliseconds)
  expect(isFirst).toBe(false)
  expect(listPosts()).toHaveLength(0)
})

describe('a post whose answer is lost', () => {
  test('is made once more after a minute, not every few seconds, and the second card lives', async () => {
    loseFirst()
    const { id } = await restrict(stage, sam)
    await stage.advance(55_000)
    expect(listPosts()).toHaveLength(1)
    await stage.advance(10_000)
    expect(listPosts().map(({ message }) => message)).toEqual(['slack-1', 'slack-2'])
    expect(await readSlackCards(id)).toEqual([{ platform: 'slack', channel: 'C1', message: 'slack-2' }])
    expect((await getIncident(stage, id)).doubted).toEqual([{ platform: 'slack', channel: 'C1' }])
    await stage.advance(20 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(2)
    expect([await count('posted-again'), await count('found')]).toEqual([1, 0])
  })

  test('is not made again while the platform does not answer a question either, and once when it does', async () => {
    stage.slack.refuse(() => new PlatformError('503', { code: 'unavailable', mayBeDone: true }))
    stage.slack.answerProbes(false)
    const { id } = await restrict(stage, sam)
    await stage.advance(hourMilliseconds)
    const tries = () =>
      stage.slack.tried.filter(({ call, card }) => call === 'post' && card.name === 'incident')
    expect(tries()).toHaveLength(1)
    expect(stage.slack.countProbes()).toBeGreaterThan(1)
    stage.slack.refuse(() => undefined)
    stage.slack.answerProbes(true)
    await stage.advance(5 * minuteMilliseconds)
    expect(tries()).toHaveLength(2)
    expect(await readSlackCards(id)).toHaveLength(1)
  })

  test('is looked for where the history may be read, and is the card from then on', async () => {
    stage.slack.letRead()
    loseFirst()
    const { id } = await restrict(stage, sam)
    await stage.advance(10_000)
    expect(await readSlackCards(id)).toEqual([{ platform: 'slack', channel: 'C1', message: 'slack-1' }])
    await unblock(stage, maya, await getIncident(stage, id))
    await stage.advance(minuteMilliseconds)
    expect(readCard(stage.slack, id).statusWord).toBe('Unblocked, watching')
    expect(listPosts()).toHaveLength(1)
    expect([await count('posted-again'), await count('found')]).toEqual([0, 1])
  })

  test('again and again is not made a third time, and told elsewhere meanwhile', async () => {
    loseFirst(100)
    await restrict(stage, sam)
    await stage.advance(4 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(2)
    expect(readLines(stage.teams)).toHaveLength(1)
    await stage.skip(26 * hourMilliseconds)
    await stage.advance(30 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(2)
  })

  test('twice is said in its channel and in status, until somebody presses one of them, which is the card from then on', async () => {
    loseFirst(2)
    const { id } = await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(2)
    expect(stage.slack.sent.filter(({ card }) => card.name === 'line').map(({ channel }) => channel)).toEqual(
      ['C1'],
    )
    const status = async () => JSON.stringify(toView(await stage.command(vera, 'status'), 'status').rows)
    expect(await status()).toContain('posted, and no answer said where; a line there says so')
    expect(toView(await stage.command(vera, 'status'), 'status').summary).toBe('Everything works.')
    const on = { platform: 'slack', channel: 'C1', message: 'slack-1' } as const
    toView(await stage.press(maya, 'review', { incidentId: id, on }), 'overview')
    await stage.idle()
    expect(await readSlackCards(id)).toEqual([on])
    await unblock(stage, maya, await getIncident(stage, id))
    await stage.idle()
    expect(stage.slack.sent.findLast(({ call }) => call === 'update')).toMatchObject({ message: 'slack-1' })
    expect(await status()).not.toContain('posted, and no answer said where')
    toView(
      await stage.press(maya, 'review', { incidentId: id, on: { ...on, message: 'slack-2' } }),
      'pointer',
    )
    await stage.advance(30 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(2)
  })

  test('twice is said in its channel too when that takes a line again, after others were told', async () => {
    const isOfChannel = ({ call, channel }: { call: string; channel: string }) =>
      call !== 'update' && channel === 'C1'
    let isBad = true
    stage.slack.loseAnswer((sent) => isBad && isOfChannel(sent))
    stage.slack.refuse(({ card }) =>
      isBad && card.name === 'line' ? new PlatformError('503', { code: 'unavailable' }) : undefined,
    )
    await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    expect(readLines(stage.teams)).toHaveLength(1)
    isBad = false
    await stage.advance(10 * minuteMilliseconds)
    expect(readLines(stage.slack)).toEqual([
      'The card about sam@contoso.com was posted here, and no answer said where. Press any button on it, and it is kept up to date; if it is not there, type "list".',
    ])
    expect(toView(await stage.command(vera, 'status'), 'status').summary).toBe('Everything works.')
    await stage.advance(hourMilliseconds)
    expect([readLines(stage.slack).length, readLines(stage.teams).length, listPosts().length]).toEqual([
      1, 1, 2,
    ])
  })

  test('is not made again when somebody has pressed what arrived', async () => {
    loseFirst()
    const { id } = await restrict(stage, sam)
    const on = { platform: 'slack', channel: 'C1', message: 'slack-1' } as const
    toView(await stage.press(maya, 'review', { incidentId: id, on }), 'overview')
    await stage.advance(5 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(1)
    expect(await readSlackCards(id)).toEqual([on])
  })

  test('twice is made again when a look shows that neither arrived', async () => {
    let left = 2
    stage.slack.refuse(({ call }) => {
      if (call !== 'post' || left === 0) return undefined
      left -= 1
      return new PlatformError('No answer', { code: 'unavailable', mayBeDone: true })
    })
    const { id } = await restrict(stage, sam)
    await stage.advance(5 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(0)
    stage.slack.letRead()
    await stage.advance(20 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(1)
    expect(await readSlackCards(id)).toHaveLength(1)
  })

  test('of a digest twice becomes the digest that somebody presses', async () => {
    loseFirst(2)
    for (let number = 1; number <= 8; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(10 * minuteMilliseconds)
    const [incident] = await stage.incidents()
    const on = { platform: 'slack', channel: 'C1', message: 'slack-2' } as const
    await stage.press(maya, 'review', { incidentId: incident?.id ?? '', on })
    await stage.advance(10_000)
    expect(stage.slack.sent.at(-1)).toMatchObject({
      call: 'update',
      message: 'slack-2',
      card: { name: 'digest' },
    })
  })

  test('of a digest twice keeps nobody off the channel who is restricted later: those have a digest of their own', async () => {
    loseFirst(2)
    const restrictEight = (from: string) => {
      for (let number = 1; number <= 8; number += 1)
        stage.backend.restrict(createSender(`${from}${number}@contoso.com`))
    }
    restrictEight('early')
    await stage.advance(10 * minuteMilliseconds)
    restrictEight('late')
    await stage.advance(2 * minuteMilliseconds)
    const digests = stage.slack.sent.filter(({ card }) => card.name === 'digest')
    const shown = JSON.stringify(digests.at(-1)?.card.view)
    expect(digests.map(({ message }) => message)).toContain('slack-4')
    expect([shown.includes('late1@contoso.com'), shown.includes('early1@contoso.com')]).toEqual([true, false])
  })

  test('is made again at once when it is certain that it did not arrive', async () => {
    let isFirst = true
    stage.slack.refuse(() => {
      const error = isFirst ? new PlatformError('ECONNREFUSED', { code: 'unavailable' }) : undefined
      isFirst = false
      return error
    })
    await restrict(stage, sam)
    await stage.advance(5_000)
    expect(listPosts()).toHaveLength(1)
    expect((await stage.incidents())[0]?.doubted).toBeUndefined()
  })

  test('of an incident that ended meanwhile is not made again; where it can be found it is brought up to date', async () => {
    loseFirst()
    const { id } = await restrict(stage, sam)
    stage.backend.clear(sam.entity)
    stage.slack.letRead()
    await stage.advance(3 * minuteMilliseconds)
    expect(listPosts()).toHaveLength(1)
    expect(readCard(stage.slack, id).statusWord).toBe('Left the list')
  })

  test('of a digest is made once more as well', async () => {
    loseFirst()
    for (let number = 1; number <= 8; number += 1)
      stage.backend.restrict(createSender(`person${number}@contoso.com`))
    await stage.advance(10 * minuteMilliseconds)
    expect(stage.slack.sent.filter(({ call }) => call === 'post')).toHaveLength(2)
  })
})

describe('a bot that dies while it posts', () => {
  test('does not post again at once, but looks or waits first', async () => {
    stage.slack.slow(5_000)
    stage.backend.restrict(sam)
    await stage.advance(minuteMilliseconds + 1_000)
    expect(stage.slack.tried).toHaveLength(1)
    await stage.crash()
    stage.slack.slow(0)
    await stage.advance(20_000)
    expect(stage.slack.tried).toHaveLength(1)
    await stage.advance(minuteMilliseconds)
    expect(stage.slack.tried.filter(({ call }) => call === 'post')).toHaveLength(2)
    const [incident] = await stage.incidents()
    expect(incident?.cards.filter(({ platform }) => platform === 'slack')).toHaveLength(1)
  })

  test('leaves nothing behind when all went well', async () => {
    await restrict(stage, sam)
    await stage.advance(minuteMilliseconds)
    expect(await stage.store().listKeys('posting')).toEqual([])
  })
})

test('waiting for one’s own turn is no failure: not counted, not shown, not journalled', async () => {
  const { id } = await restrict(stage, sam)
  let left = 3
  stage.slack.refuse(() => {
    left -= 1
    return left < 0
      ? undefined
      : new PlatformError('Too many calls at once', {
          code: 'throttled',
          isPaced: true,
          retryAfterMilliseconds: 5_000,
        })
  })
  await stage.press(maya, 'review', { incidentId: id })
  await stage.advance(9_000)
  const { text } = await metrics.expose(undefined)
  expect(text).toContain('reprieve_platform_errors_total{platform="slack",code="throttled"} 0')
  expect(stage.log.filter(({ event }) => event === 'task.failed')).toEqual([])
  await stage.advance(10_000)
  expect(readCard(stage.slack, id).whoText).toContain('Maya is on it')
})

describe('the card in place of one that was deleted, when its answer is lost,', () => {
  const loseFromNow = async (count: number) => {
    const { id } = await restrict(stage, sam)
    stage.slack.delete('slack-1')
    loseFirst(count)
    await stage.press(maya, 'claim', { incidentId: id })
    return id
  }

  test('is posted once more after a minute, not every few seconds, and that one lives', async () => {
    const id = await loseFromNow(1)
    await stage.advance(55_000)
    expect(listPosts()).toHaveLength(2)
    await stage.advance(10_000)
    expect(listPosts().map(({ message }) => message)).toEqual(['slack-1', 'slack-2', 'slack-3'])
    expect(await readSlackCards(id)).toEqual([{ platform: 'slack', channel: 'C1', message: 'slack-3' }])
    expect((await getIncident(stage, id)).doubted).toEqual([{ platform: 'slack', channel: 'C1' }])
    await stage.advance(hourMilliseconds)
    expect(listPosts()).toHaveLength(3)
  })

  test('is found where the history may be read', async () => {
    stage.slack.letRead()
    const id = await loseFromNow(1)
    await stage.advance(20_000)
    expect(await readSlackCards(id)).toEqual([{ platform: 'slack', channel: 'C1', message: 'slack-2' }])
    expect(listPosts()).toHaveLength(2)
  })

  test('twice, is not made a third time, and is whichever somebody presses', async () => {
    const id = await loseFromNow(100)
    await stage.advance(hourMilliseconds)
    expect(listPosts()).toHaveLength(3)
    stage.slack.loseAnswer(() => false)
    const on = { platform: 'slack', channel: 'C1', message: 'slack-2' } as const
    toView(await stage.press(maya, 'review', { incidentId: id, on }), 'overview')
    await stage.advance(20 * minuteMilliseconds)
    expect(await readSlackCards(id)).toEqual([on])
    expect(listPosts()).toHaveLength(3)
    expect(stage.slack.sent.at(-1)).toMatchObject({ call: 'update', message: 'slack-2' })
  })
})
