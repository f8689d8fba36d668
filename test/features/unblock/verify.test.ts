import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import { BackendError } from '../../../src/errors.js'
import {
  countUnblocks,
  createSender,
  getIncident,
  getLive,
  readCard,
  readLines,
  readStatus,
  readTypes,
  restrict,
  unblock,
} from '../acts.js'
import { maya, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const toTexts = ({ slack }: Stage, id: string) => readCard(slack, id).progress.map(({ text }) => text)

describe('an entry that stays on the list after the unblock', () => {
  test('is said to be stuck after one hour, on the card and in a line', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    expect(readCard(stage.slack, incident.id).progress.at(-1)?.text).toContain('Waiting for it to leave')
    await stage.skip(59 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    await stage.advance(minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('stuck')
    for (const platform of [stage.slack, stage.teams]) {
      expect(readCard(platform, incident.id)).toMatchObject({
        statusWord: 'Still restricted',
        isBad: true,
        canHandOff: true,
        canReview: false,
      })
      expect(readLines(platform)).toEqual([
        'sam@contoso.com is still on the Restricted entities list one hour after the unblock.',
      ])
    }
    expect(countUnblocks(stage)).toBe(1)
  })

  test('is looked at after 1, 5, 15 and 60 minutes', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    const from = stage.clock.now()
    await stage.advance(61 * minuteMilliseconds)
    const looks = (await stage.journal(incident.id)).filter(
      ({ type }) => type === 'poll.listed' || type === 'stuck.noticed',
    )
    expect(looks.map(({ at }) => Math.floor((at - from) / minuteMilliseconds))).toEqual([1, 5, 15, 60])
  })

  test('is handed to Microsoft Support after a day, with the text ready', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    await stage.skip(60 * minuteMilliseconds)
    await stage.skip(22 * hourMilliseconds)
    expect(await readTypes(stage, incident.id)).not.toContain('handoff.written')
    await stage.skip(hourMilliseconds)
    expect(await readTypes(stage, incident.id)).toContain('handoff.written')
    expect(readLines(stage.teams).at(-1)).toContain('24 hours after the unblock')
    expect(readCard(stage.slack, incident.id).progress.at(-1)?.text).toContain('Microsoft Support')
    const { text } = toView(await stage.press(vera, 'handoff', { incidentId: incident.id }), 'handoff')
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'Tenant: Contoso',
        'Sender address: sam@contoso.com',
        'Still listed when last looked: yes',
        '- 2026-11-22 03:15 UTC  Unblock confirmed by Maya',
        '- 2026-11-22 04:15 UTC  Still restricted after one hour',
      ]),
    )
  })

  test('is closed when it goes after all', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    await stage.skip(61 * minuteMilliseconds)
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect(readCard(stage.slack, incident.id).statusWord).toBe('Unblocked, watching')
    // Once mail is seen to flow.
    await stage.advance(3 * minuteMilliseconds)
    expect(await getIncident(stage, incident.id)).toMatchObject({ state: { outcome: 'unblocked' } })
    expect(readCard(stage.teams, incident.id)).toMatchObject({ isGood: true })
  })
})

describe('looks after an unblock', () => {
  test('are tried again when Exchange does not answer', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    stage.backend.fail('find', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
    await stage.skip(61 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    stage.backend.fail('find', undefined)
    await stage.skip(6 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('closed')
  })

  test('are counted from the unblock they belong to, not from an earlier try', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', {
      error: new BackendError('lost', { code: 'timeout', outcome: 'unknown' }),
    })
    await unblock(stage, maya, incident)
    await stage.advance(16 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('failed')
    stage.backend.freeze()
    await unblock(stage, tom, await getIncident(stage, incident.id))
    await stage.skip(50 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    await stage.skip(10 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('stuck')
  })
})

describe('a sender who is restricted again after the unblock', () => {
  test('gets a new incident that counts the earlier one, and the old card says so', async () => {
    const first = await restrict(stage, sam)
    await unblock(stage, maya, first)
    await stage.advance(10 * minuteMilliseconds)
    const second = await restrict(stage, { ...sam, createdAt: stage.clock.now() })
    expect(second.id).not.toBe(first.id)
    expect(second.earlier).toEqual({ count: 1, lastIncidentId: first.id })
    expect(await getIncident(stage, first.id)).toMatchObject({ state: { outcome: 'restricted-again' } })
    for (const platform of [stage.slack, stage.teams]) {
      expect(readCard(platform, first.id)).toMatchObject({ statusWord: 'Restricted again', canReview: false })
      expect(readCard(platform, second.id)).toMatchObject({
        statusWord: 'Looks like bulk mail, again',
        canReview: true,
      })
      expect(readLines(platform)).toEqual([
        'sam@contoso.com was restricted again after the unblock. There is a new card for it.',
      ])
    }
    await unblock(stage, tom, second)
    expect(countUnblocks(stage)).toBe(2)
  })

  test('is told from an entry that only flickers: the same one seen again is a slow list', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    stage.backend.restrict(sam)
    await stage.advance(2 * minuteMilliseconds)
    expect((await getLive(stage, sam)).id).toBe(incident.id)
    const { state } = await getIncident(stage, incident.id)
    expect(state).toMatchObject({ status: 'watching' })
    expect(state).not.toHaveProperty('goneAt')
    expect(readCard(stage.slack, incident.id).progress.at(-1)?.text).toContain('Waiting for it to leave')
    expect(readLines(stage.slack)).toEqual([])
  })

  test('shows at the next regular poll that the same entry is back, long before the next look', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    await stage.advance(20 * minuteMilliseconds)
    expect(toTexts(stage, incident.id)).toContain('03:15 UTC  Gone from the list')
    stage.backend.restrict(sam)
    await stage.advance(minuteMilliseconds)
    for (const platform of [stage.slack, stage.teams]) {
      expect(readCard(platform, incident.id).statusWord).toBe('Accepted, still listed')
      expect(readCard(platform, incident.id).progress.at(-2)?.text).toContain('Still on the list.')
    }
    expect((await readTypes(stage, incident.id)).at(-1)).toBe('poll.listed')
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect(readCard(stage.slack, incident.id).progress.at(-2)?.text).toContain('Gone from the list')
  })

  test.each([
    ['is the same one without dates, when nothing proves that the entry is new', {}, true],
    [
      'is believed without dates when the reason is another',
      { reason: parseReason('Limit exceeded') },
      false,
    ],
  ])('%s', async (_name, facts, isSame) => {
    const { createdAt: _, ...undated } = sam
    const first = await restrict(stage, undated)
    await unblock(stage, maya, first)
    await stage.advance(2 * minuteMilliseconds)
    const second = await restrict(stage, { ...undated, ...facts })
    expect(second.id === first.id).toBe(isSame)
  })

  test('may be so months later', async () => {
    const first = await restrict(stage, sam)
    await unblock(stage, maya, first)
    await stage.skip(61 * minuteMilliseconds)
    await stage.skip(60 * 24 * hourMilliseconds)
    const second = await restrict(stage, { ...sam, createdAt: stage.clock.now() })
    expect(second.earlier).toEqual({ count: 1, lastIncidentId: first.id })
  })
})

test('who is off the list already is not counted in the list as if they still were on it', async () => {
  const incident = await restrict(stage, sam)
  await restrict(stage, createSender('tom@contoso.com'))
  await unblock(stage, maya, incident)
  await stage.advance(2 * minuteMilliseconds)
  const { countText } = toView(await stage.command(vera, 'list'), 'list')
  expect(countText).toBe('2 restrictions, 1 of them off the list already')
})
