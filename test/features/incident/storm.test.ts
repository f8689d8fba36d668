import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { BackendError } from '../../../src/errors.js'
import { createTakenOver } from '../../domain/rules/evidence.js'
import { createSender, readLines, restrict, unblock } from '../acts.js'
import { maya, tom, vera } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, toView } from '../stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

function restrictMany(count: number, name = 'person'): void {
  for (let number = 1; number <= count; number += 1)
    stage.backend.restrict(createSender(`${name}${number}@contoso.com`))
}

async function storm(count: number, name?: string): Promise<void> {
  restrictMany(count, name)
  await stage.advance(minuteMilliseconds)
  await stage.advance(5_000)
}

const posts = (platform: RecordingPlatform) =>
  platform.sent.filter(({ call }) => call === 'post').map(({ card }) => card.name)
const readDigest = (platform: RecordingPlatform) =>
  toView(platform.sent.findLast(({ card }) => card.name === 'digest')?.card, 'digest')

describe('a storm', () => {
  test('of forty restrictions is one digest per channel and not one card', async () => {
    await storm(40)
    expect(await stage.incidents()).toHaveLength(40)
    for (const platform of [stage.slack, stage.teams]) {
      expect(posts(platform)).toEqual(['digest'])
      const view = readDigest(platform)
      expect(view).toMatchObject({
        headline: '40 restricted within a short time: 40 bulk mail',
        countsText: '40 open, 0 under way, 0 over',
        moreText: 'and 30 more, under All open',
        isBad: true,
      })
      expect(view.rows).toHaveLength(10)
    }
  })

  test('is shown group by group as its senders look, each with its number, and no group hides another', async () => {
    for (const number of [1, 2])
      stage.backend.know(
        createSender(`taken${number}@contoso.com`).entity,
        createTakenOver({ addresses: [`taken${number}@contoso.com`] }),
      )
    restrictMany(2, 'taken')
    await storm(15)
    const groups = () =>
      readDigest(stage.slack).rows.flatMap(({ groupText, localPart }) =>
        groupText === '' ? [] : [`${groupText}: ${localPart}`],
      )
    expect(groups()).toEqual(['🚨 2 look compromised: taken1', '📣 15 bulk mail: person1'])
    const [first, second] = (await stage.incidents()).filter(({ verdict }) => verdict?.verdict === 'bulk')
    if (first === undefined || second === undefined) throw new Error('nothing looks like bulk mail')
    await unblock(stage, maya, first)
    await stage.advance(5_000)
    expect(groups()).toEqual([
      '🚨 2 look compromised: taken1',
      '📣 14 bulk mail: person2',
      '⏳ 1 under way: person1',
    ])
    expect(readDigest(stage.teams).rows).toHaveLength(10)
    expect(readDigest(stage.teams).moreText).toBe('and 7 more, under All open')
  })

  test('has one heading while all of it looks alike, for its button', async () => {
    await storm(12)
    const headings = readDigest(stage.slack).rows.map(({ groupText, groupTitle }) => [groupText, groupTitle])
    expect(headings).toEqual([
      ['📣 12 bulk mail', 'Review 12…'],
      ...Array.from({ length: 9 }, () => ['', '']),
    ])
  })

  test('is not made by one sender that comes and goes', async () => {
    for (let times = 1; times <= 6; times += 1) {
      const sam = createSender('sam@contoso.com', { createdAt: stage.clock.now() })
      stage.backend.restrict(sam)
      await stage.advance(minuteMilliseconds)
      stage.backend.clear(sam.entity)
      await stage.advance(minuteMilliseconds + 20_000)
    }
    expect(posts(stage.slack)).toEqual(Array.from({ length: 6 }, () => 'incident'))
  })

  test('is taken up row by row, and the digest moves with it in few edits', async () => {
    await storm(12)
    const [row, other] = readDigest(stage.slack).rows
    const incident = (await stage.incidents()).find(({ id }) => id === row?.incidentId)
    if (incident === undefined || other === undefined) throw new Error('the digest has no rows')
    const before = stage.slack.sent.length
    await unblock(stage, maya, incident)
    toView(await stage.press(tom, 'review', { incidentId: other.incidentId }), 'overview')
    await stage.advance(5_000)
    expect(stage.slack.sent.length - before).toBeLessThanOrEqual(2)
    expect(posts(stage.slack)).toEqual(['digest'])
    expect(readDigest(stage.teams).countsText).toBe('11 open, 1 under way, 0 over')
    expect(readDigest(stage.teams).rows.map(({ whoText }) => whoText)).toContain('🙋 Tom is on it')
    await stage.skip(61 * minuteMilliseconds)
    expect(readDigest(stage.slack).countsText).toBe('11 open, 0 under way, 1 over')
  })

  test('takes in what comes while it lasts', async () => {
    await storm(10)
    await stage.skip(10 * minuteMilliseconds)
    await storm(1, 'late')
    expect(posts(stage.slack)).toEqual(['digest'])
    expect(readDigest(stage.slack).countsText).toBe('11 open, 0 under way, 0 over')
  })

  test('is over after a while, and then a restriction has a card of its own again', async () => {
    await storm(10)
    await stage.skip(hourMilliseconds)
    await storm(1, 'later')
    expect(posts(stage.slack)).toEqual(['digest', 'incident'])
  })

  test('may come one by one', async () => {
    for (let number = 1; number <= 7; number += 1) await storm(number, 'trickle')
    expect(posts(stage.slack)).toEqual([...Array<string>(5).fill('incident'), 'digest'])
    expect(readDigest(stage.slack).countsText).toBe('2 open, 0 under way, 0 over')
  })

  test('has its lines in the thread of the digest', async () => {
    await storm(8)
    const [incident] = await stage.incidents()
    if (incident === undefined) throw new Error('nothing was opened')
    stage.backend.trouble('unblock', {
      error: new BackendError('refused', { code: 'forbidden', outcome: 'unchanged' }),
    })
    await unblock(stage, maya, incident)
    await stage.advance(2_000)
    expect(readLines(stage.slack)).toHaveLength(1)
    const line = stage.slack.sent.find(({ call }) => call === 'line')
    expect(line?.message).toBe(stage.slack.sent.find(({ call }) => call === 'post')?.message)
  })

  test('is whole after a crash in the middle of it', async () => {
    restrictMany(20)
    let commits = 0
    stage.store().beforeCommit(({ incident }) => {
      commits += incident === undefined ? 0 : 1
      return commits > 8 ? new Promise(() => {}) : undefined
    })
    await stage.advance(minuteMilliseconds)
    await stage.crash()
    await stage.advance(8 * minuteMilliseconds)
    expect(await stage.incidents()).toHaveLength(20)
    expect(readDigest(stage.slack).countsText).toBe('20 open, 0 under way, 0 over')
    expect(posts(stage.teams)).toEqual(['digest'])
  })

  test('has pages in the list', async () => {
    await storm(40)
    const first = toView(await stage.command(vera, 'list'), 'list')
    expect(first).toMatchObject({ countText: '40 restrictions, page 1 of 4', previousCommand: '' })
    const second = toView(await stage.press(vera, 'command', { values: { text: first.nextCommand } }), 'list')
    expect(second.countText).toBe('40 restrictions, page 2 of 4')
    expect(second.rows[0]?.incidentId).not.toBe(first.rows[0]?.incidentId)
  })
})

describe('a few restrictions at once', () => {
  test('have a card each', async () => {
    await storm(5)
    for (const platform of [stage.slack, stage.teams])
      expect(posts(platform)).toEqual(Array<string>(5).fill('incident'))
  })

  test('of which one is cleared leave the others be', async () => {
    await storm(3)
    const sam = createSender('person2@contoso.com')
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect(await stage.incidents()).toHaveLength(2)
    await restrict(stage, sam)
    expect(await stage.incidents()).toHaveLength(3)
  })
})
