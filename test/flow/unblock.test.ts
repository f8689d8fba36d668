import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError, type BackendFailure } from '../../src/errors.js'
import {
  confirm,
  countUnblocks,
  createSender,
  getIncident,
  pressYes,
  readCard,
  readLines,
  readStatus,
  restrict,
  unblock,
} from './acts.js'
import { laura, maya, tom } from './people.js'
import { createStage, type Stage, toView } from './stage.js'

const sam = createSender('sam@contoso.com')
const unchanged = (code: BackendFailure['code']) =>
  new BackendError(`Exchange says: ${code}`, { code, outcome: 'unchanged' })
const lost = new BackendError('The answer of Exchange was lost', { code: 'timeout', outcome: 'unknown' })

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const types = async (id: string) => (await stage.journal(id)).map(({ type }) => type)

describe('one unblock', () => {
  test('comes of a double press', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    const answers = await Promise.all([pressYes(stage, maya, page), pressYes(stage, maya, page)])
    await stage.advance(minuteMilliseconds)
    expect(answers.map((card) => card?.name)).toEqual(['accepted', 'notice'])
    expect(toView(answers[1], 'notice')).toMatchObject({
      title: 'Something changed',
      text: 'You confirmed this unblock at 03:15 UTC already. Nothing was done twice.',
    })
    expect(countUnblocks(stage)).toBe(1)
  })

  test.each([
    ['is under way', 0],
    ['is done', 1],
    ['was over long ago', 61],
  ])('comes of a press that the platform repeats when it %s', async (_, minutes) => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    await pressYes(stage, maya, page)
    await stage.advance(minutes * minuteMilliseconds)
    expect(toView(await pressYes(stage, maya, page), 'notice').text).toContain('You confirmed this unblock')
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(1)
  })

  test('comes of two admins at the same moment, and the second is told who was first and when', async () => {
    const incident = await restrict(stage, sam)
    const pages = [await confirm(stage, maya, incident), await confirm(stage, tom, incident)] as const
    const [first, second] = await Promise.all([
      pressYes(stage, maya, pages[0]),
      pressYes(stage, tom, pages[1]),
    ])
    await stage.advance(minuteMilliseconds)
    toView(first, 'accepted')
    expect(toView(second, 'notice')).toMatchObject({
      text: 'Maya confirmed this unblock at 03:15 UTC already. Nothing was done twice.',
      incidentId: incident.id,
    })
    expect(countUnblocks(stage)).toBe(1)
    expect((await types(incident.id)).filter((type) => type === 'unblock.requested')).toHaveLength(1)
  })

  test('is known to somebody who opens the review too late', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    const notice = toView(await stage.press(tom, 'review', { incidentId: incident.id }), 'notice')
    expect(notice.text).toBe('Maya confirmed this unblock at 03:15 UTC already. Nothing was done twice.')
  })

  test('is answered before Exchange is', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    const release = stage.backend.hold('unblock')
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.advance(10_000)
    expect(readCard(stage.teams, page.incidentId).progress.at(-1)?.text).toContain('Asking Exchange')
    release()
    await stage.idle()
  })

  test('reads the list before and after, and saves that it is about to ask before it asks', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    const release = stage.backend.hold('unblock')
    await pressYes(stage, maya, page)
    await stage.idle()
    const { state } = await getIncident(stage, page.incidentId)
    expect(state).toMatchObject({ status: 'unblocking', unblock: { attemptedAt: stage.clock.now() } })
    release()
    await stage.idle()
    expect(stage.backend.calls.slice(-3)).toEqual([
      'find sam@contoso.com',
      'unblock sam@contoso.com',
      'find sam@contoso.com',
    ])
  })
})

describe('an entry that is gone already', () => {
  test('is watched without a call to lift it', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    stage.backend.clear(sam.entity)
    await pressYes(stage, maya, page)
    await stage.idle()
    expect(countUnblocks(stage)).toBe(0)
    expect(readCard(stage.slack, page.incidentId).progress.map(({ text }) => text)).toContainEqual(
      '03:15 UTC  It was gone from the list already; nothing had to be done',
    )
    const done = (await stage.journal(page.incidentId)).find(({ type }) => type === 'unblock.done')
    expect(done?.data).toMatchObject({ alreadyGone: true })
  })

  test('between the look and the call is told as such too', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    const release = stage.backend.hold('find')
    await pressYes(stage, maya, page)
    await stage.idle()
    stage.backend.clear(sam.entity)
    release()
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
    expect(readCard(stage.slack, page.incidentId).progress.map(({ text }) => text)).toContainEqual(
      '03:15 UTC  It was gone from the list already; nothing had to be done',
    )
  })
})

describe('an unblock that Exchange refuses', () => {
  test.each(['limit-reached', 'forbidden', 'throttled', 'unavailable'] as const)(
    'for %s is not tried again, says why, and can be reviewed anew',
    async (code) => {
      const incident = await restrict(stage, sam)
      const page = await confirm(stage, maya, incident)
      stage.backend.trouble('unblock', { error: unchanged(code) })
      await pressYes(stage, maya, page)
      await stage.advance(5 * minuteMilliseconds)
      expect(countUnblocks(stage)).toBe(1)
      for (const platform of [stage.slack, stage.teams]) {
        expect(readCard(platform, incident.id)).toMatchObject({
          statusWord: 'Unblock failed',
          canReview: true,
        })
        expect(readCard(platform, incident.id).progress.at(-1)?.text).toContain(`Exchange says: ${code}`)
        expect(readLines(platform)).toHaveLength(1)
      }
      expect((await stage.journal(incident.id)).at(-1)).toMatchObject({
        type: 'unblock.failed',
        by: { name: 'Maya' },
        data: { why: `Exchange says: ${code}` },
      })
      const stale = toView(await pressYes(stage, maya, page), 'notice')
      expect(stale.text).toContain('used or replaced')
      await unblock(stage, tom, await getIncident(stage, incident.id))
      expect(countUnblocks(stage)).toBe(2)
      expect(await readStatus(stage, incident.id)).toBe('watching')
    },
  )

  test('is called off when the list cannot be read before it', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.fail('find', unchanged('unavailable'))
    await unblock(stage, maya, incident)
    expect(await readStatus(stage, incident.id)).toBe('unblocking')
    await stage.advance(30_000)
    expect(countUnblocks(stage)).toBe(0)
    expect(stage.backend.calls.filter((call) => call.startsWith('find'))).toHaveLength(4)
    expect(await readStatus(stage, incident.id)).toBe('failed')
    expect(readCard(stage.slack, incident.id).progress.at(-1)?.text).toContain('nothing was changed')
  })

  test('is done when the list could be read at the second try', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('find', { error: unchanged('throttled') })
    await unblock(stage, maya, incident)
    await stage.advance(5_000)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    expect(countUnblocks(stage)).toBe(1)
  })
})

describe('an unblock whose answer is lost', () => {
  test('is said to be unknown, and settled by the next look when it was done', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', { error: lost, isDone: true })
    await unblock(stage, maya, incident)
    expect(await readStatus(stage, incident.id)).toBe('uncertain')
    expect(readCard(stage.teams, incident.id)).toMatchObject({
      statusWord: 'Outcome unknown',
      canReview: false,
    })
    expect(readLines(stage.teams)).toEqual([
      'Exchange did not answer the unblock of sam@contoso.com. The next looks at the list decide.',
    ])
    await stage.advance(minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    const done = (await stage.journal(incident.id)).find(({ type }) => type === 'unblock.done')
    expect(done).toMatchObject({ by: { name: 'Maya' }, data: { settledBy: 'look' } })
    await stage.skip(61 * minuteMilliseconds)
    expect(await getIncident(stage, incident.id)).toMatchObject({ state: { outcome: 'unblocked' } })
    expect(countUnblocks(stage)).toBe(1)
  })

  test('failed when the entry is still listed after a quarter of an hour, and can be reviewed then', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', { error: lost })
    await unblock(stage, maya, incident)
    await stage.advance(14 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('uncertain')
    const notice = toView(await stage.press(tom, 'review', { incidentId: incident.id }), 'notice')
    expect(notice.text).toContain('Maya confirmed this unblock')
    await stage.advance(2 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('failed')
    expect(readCard(stage.slack, incident.id).progress.at(-1)?.text).toContain('did not happen')
    expect(countUnblocks(stage)).toBe(1)
    await unblock(stage, tom, await getIncident(stage, incident.id))
    expect(await readStatus(stage, incident.id)).toBe('watching')
  })

  test('is given up when no answer comes at all', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.hold('unblock')
    await unblock(stage, maya, incident)
    await stage.advance(61_000)
    expect(await readStatus(stage, incident.id)).toBe('uncertain')
    expect(countUnblocks(stage)).toBe(1)
  })

  test('was taken all the same when only the look after it fails', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    const release = stage.backend.hold('unblock')
    await pressYes(stage, maya, page)
    await stage.idle()
    stage.backend.trouble('find', { error: unchanged('unavailable') })
    release()
    await stage.idle()
    expect((await getIncident(stage, incident.id)).state).toMatchObject({
      status: 'watching',
      alreadyGone: false,
    })
    expect(countUnblocks(stage)).toBe(1)
  })
})

describe('a bot that dies', () => {
  test('right after it asked Exchange never asks again: the next one says unknown, and the list decides', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    stage.backend.freeze()
    stage.backend.hold('unblock')
    await pressYes(stage, maya, page)
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
    await stage.crash()
    // The dead one's task is given out again when its lease has run out.
    await stage.advance(7 * minuteMilliseconds)
    expect(await readStatus(stage, page.incidentId)).toBe('uncertain')
    expect(await types(page.incidentId)).toContain('unblock.uncertain')
    stage.backend.clear(sam.entity)
    await stage.advance(2 * minuteMilliseconds)
    expect(await readStatus(stage, page.incidentId)).toBe('watching')
    expect(countUnblocks(stage)).toBe(1)
  })

  test('before it asked leaves an accepted Yes that the next one finishes', async () => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    stage.backend.hold('find')
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(0)
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(1)
    expect(await readStatus(stage, page.incidentId)).toBe('watching')
  })

  test('keeps confirmations, reviewers and who may not act', async () => {
    const incident = await restrict(stage, createSender('laura@contoso.com'))
    const page = await confirm(stage, maya, incident)
    await stage.crash()
    const { incidentId, confirmationId } = page
    expect(
      toView(await stage.press(laura, 'unblock', { incidentId, confirmationId }), 'notice').text,
    ).toContain('your own mailbox')
    toView(await pressYes(stage, maya, page), 'accepted')
    await stage.idle()
    expect(countUnblocks(stage)).toBe(1)
  })
})
