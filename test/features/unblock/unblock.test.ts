import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayMilliseconds, hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import { parseReason } from '../../../src/domain/reason.js'
import { BackendError, type BackendFailure } from '../../../src/errors.js'
import {
  confirm,
  countUnblocks,
  createSender,
  getIncident,
  pressYes,
  readCard,
  readLines,
  readStatus,
  readTypes,
  restrict,
  unblock,
} from '../acts.js'
import { laura, maya, olga, tom } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

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
    ['is under way', 0, 'You confirmed this unblock'],
    ['is done', 1, 'You confirmed this unblock'],
    ['was over long ago', 61, 'Unblocked by Maya'],
  ])('comes of a press that the platform repeats when it %s', async (_, minutes, text) => {
    const page = await confirm(stage, maya, await restrict(stage, sam))
    await pressYes(stage, maya, page)
    await stage.advance(minutes * minuteMilliseconds)
    expect(toView(await pressYes(stage, maya, page), 'notice').text).toContain(text)
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
    expect((await readTypes(stage, incident.id)).filter((type) => type === 'unblock.requested')).toHaveLength(
      1,
    )
  })

  test('is known to somebody who opens the review too late', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    const notice = toView(await stage.press(tom, 'review', { incidentId: incident.id }), 'notice')
    expect(notice.text).toBe('Maya confirmed this unblock at 03:15 UTC already. Nothing was done twice.')
  })

  test('that is long over is no news to whoever opens the review of its old card: it says when and how it ended', async () => {
    const incident = await restrict(stage, sam)
    await unblock(stage, maya, incident)
    await stage.advance(hourMilliseconds)
    await stage.skip(3 * dayMilliseconds)
    const notice = toView(await stage.press(tom, 'review', { incidentId: incident.id }), 'notice')
    expect(notice).toMatchObject({ title: 'Not done', incidentId: incident.id })
    expect(notice.text).toMatch(
      /^This is over since 2026-11-22 0\d:\d\d UTC\. Unblocked by Maya, off the list /,
    )
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
        expect(readCard(platform, incident.id).progress[1]?.text).toContain(`Exchange says: ${code}`)
        expect(readLines(platform)).toHaveLength(1)
      }
      const failed = (await stage.journal(incident.id)).find(({ type }) => type === 'unblock.failed')
      expect(failed).toMatchObject({
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
      'Exchange did not answer the unblock of sam@contoso.com. The next reads of the list decide.',
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
    const notice = toView(await stage.press(olga, 'review', { incidentId: incident.id }), 'notice')
    expect(notice.text).toContain('"approver"')
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
    expect(await readTypes(stage, page.incidentId)).toContain('unblock.uncertain')
    stage.backend.clear(sam.entity)
    await stage.advance(2 * minuteMilliseconds + 20_000)
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

describe('an unblock of which nobody knows what became', () => {
  const busy = new BackendError('Exchange Online answered with status 503: The service is busy.', {
    code: 'unavailable',
    outcome: 'unknown',
  })
  const broken = new BackendError('The connection broke.', {
    code: 'unavailable',
    outcome: 'unknown',
    isAnswered: false,
  })
  const progress = (id: string) => readCard(stage.slack, id).progress.map(({ text }) => text)

  async function lose(error: BackendError) {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', { error })
    await unblock(stage, maya, incident)
    expect(await readStatus(stage, incident.id)).toBe('uncertain')
    return incident
  }

  test('shows the words of Exchange when it answered, on the card, in the line and in the record', async () => {
    const { id } = await lose(busy)
    expect(progress(id)).toEqual([
      '03:15 UTC  Maya confirmed the unblock',
      '03:15 UTC  Exchange answered with an error: Exchange Online answered with status 503: The service is busy.',
      'It is not asked twice by itself; the next reads of the list decide',
    ])
    expect(readLines(stage.teams)[0]).toContain('with an error: Exchange Online answered with status 503')
    const details = toView(await stage.press(tom, 'show', { incidentId: id }), 'show')
    expect(details.timeline.at(-1)?.text).toBe(
      'Exchange answered with an error by Maya: Exchange Online answered with status 503: The service is busy.',
    )
  })

  test('says "No answer" when there was none, and why', async () => {
    const { id } = await lose(broken)
    expect(progress(id)[1]).toBe('03:15 UTC  No answer from Exchange: The connection broke.')
    expect(readLines(stage.slack)[0]).toContain('Exchange did not answer the unblock of sam@contoso.com.')
  })

  test('says when the list was last read with the entry on it, by every regular poll', async () => {
    const { id } = await lose(busy)
    await stage.advance(minuteMilliseconds)
    expect(progress(id).at(-1)).toBe(
      '03:16 UTC  Read the list: still on it. Not asked twice by itself; the next reads decide',
    )
    await stage.advance(3 * minuteMilliseconds)
    expect(progress(id).at(-1)).toContain('03:19 UTC  Read the list: still on it.')
  })

  test('may be tried once more by an approver after two such polls, with a new review and a new Yes', async () => {
    const incident = await lose(busy)
    const before = toView(await stage.press(tom, 'review', { incidentId: incident.id }), 'notice')
    expect(before.text).toContain('Maya confirmed this unblock')
    await stage.advance(3 * minuteMilliseconds)
    expect(readCard(stage.teams, incident.id)).toMatchObject({
      statusWord: 'Outcome unknown',
      canReview: true,
    })
    expect(progress(incident.id).at(-1)).toContain('An approver may review it and try once more')
    expect(countUnblocks(stage)).toBe(1)
    const refused = toView(await stage.press(olga, 'review', { incidentId: incident.id }), 'notice')
    expect(refused.text).toContain('"approver"')
    await unblock(stage, tom, await getIncident(stage, incident.id))
    expect(countUnblocks(stage)).toBe(2)
    const { state, attempts = [] } = await getIncident(stage, incident.id)
    expect(state).toMatchObject({ status: 'watching', unblock: { by: { name: 'Tom' } } })
    expect(attempts).toMatchObject([{ by: { name: 'Maya' }, trouble: { why: busy.message } }])
    expect(progress(incident.id)[0]).toContain('03:15 UTC  Unblock confirmed by Maya: Exchange answered')
  })

  test('needs two more polls before a third try', async () => {
    const incident = await lose(busy)
    await stage.advance(3 * minuteMilliseconds)
    stage.backend.trouble('unblock', { error: busy })
    await unblock(stage, tom, await getIncident(stage, incident.id))
    expect(await readStatus(stage, incident.id)).toBe('uncertain')
    const third = await stage.press(maya, 'review', { incidentId: incident.id })
    expect(toView(third, 'notice').text).toContain('Tom confirmed this unblock')
    await stage.advance(minuteMilliseconds)
    expect(readCard(stage.slack, incident.id).canReview).toBe(false)
    await stage.advance(2 * minuteMilliseconds)
    expect(readCard(stage.slack, incident.id).canReview).toBe(true)
    expect(countUnblocks(stage)).toBe(2)
  })

  test('is not tried again with the Yes of before', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    stage.backend.trouble('unblock', { error: busy })
    await pressYes(stage, maya, page)
    await stage.advance(3 * minuteMilliseconds)
    toView(await pressYes(stage, maya, page), 'notice')
    toView(await stage.press(maya, 'review', { incidentId: incident.id }), 'overview')
    toView(await pressYes(stage, maya, page), 'notice')
    await stage.advance(minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(1)
  })

  test('is not tried twice by a bot that died in the second try', async () => {
    const incident = await lose(busy)
    await stage.advance(3 * minuteMilliseconds)
    stage.backend.hold('unblock')
    await unblock(stage, tom, await getIncident(stage, incident.id))
    expect(countUnblocks(stage)).toBe(2)
    await stage.crash()
    await stage.advance(7 * minuteMilliseconds)
    expect(countUnblocks(stage)).toBe(2)
    expect(await readTypes(stage, incident.id)).toContain('unblock.uncertain')
  })

  test('counts no poll that began before the call', async () => {
    const incident = await restrict(stage, sam)
    const page = await confirm(stage, maya, incident)
    const release = stage.backend.hold('list')
    await stage.advance(40_000)
    stage.backend.trouble('unblock', { error: busy })
    await pressYes(stage, maya, page)
    await stage.idle()
    release()
    await stage.idle()
    expect((await getIncident(stage, incident.id)).state).not.toHaveProperty('unblock.listed')
  })

  test('counts a poll that also brings other facts of the entry', async () => {
    const incident = await lose(busy)
    for (const count of [900, 901]) {
      const reason = parseReason(`OutboundSpamLast24Hours=${count};OutboundMailLast24Hours=1203`)
      stage.backend.restrict({ ...sam, reason })
      await stage.advance(minuteMilliseconds)
    }
    expect(readCard(stage.slack, incident.id)).toMatchObject({ canReview: true })
  })

  test('is ours when the entry goes while somebody reviews the second try', async () => {
    const incident = await lose(broken)
    await stage.advance(3 * minuteMilliseconds)
    toView(await stage.press(tom, 'review', { incidentId: incident.id }), 'overview')
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect((await getIncident(stage, incident.id)).state).toMatchObject({
      status: 'watching',
      unblock: { by: { name: 'Maya' } },
    })
  })
})

describe('an unblock that worked although Exchange said no', () => {
  test('is ours when the next poll shows the entry gone, and not somebody in the portal', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', { error: unchanged('throttled'), isDone: true })
    await unblock(stage, maya, incident)
    expect(await readStatus(stage, incident.id)).toBe('failed')
    await stage.advance(minuteMilliseconds + 20_000)
    expect(await readStatus(stage, incident.id)).toBe('watching')
    expect(readCard(stage.slack, incident.id).progress.map(({ text }) => text)).toContainEqual(
      '03:15 UTC  Exchange answered with an error: Exchange says: throttled. The list shows that it worked all the same',
    )
    const done = (await stage.journal(incident.id)).find(({ type }) => type === 'unblock.done')
    expect(done).toMatchObject({ by: { name: 'Maya' }, data: { settledBy: 'look' } })
    await stage.skip(61 * minuteMilliseconds)
    expect((await getIncident(stage, incident.id)).state).toMatchObject({ outcome: 'unblocked' })
    expect(readCard(stage.teams, incident.id).outcomeText).toContain('Unblocked by Maya')
  })

  test('is ours too when somebody has opened the review again meanwhile', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', { error: unchanged('malformed'), isDone: true })
    await unblock(stage, maya, incident)
    await stage.press(tom, 'review', { incidentId: incident.id })
    await stage.advance(2 * minuteMilliseconds)
    expect(await readStatus(stage, incident.id)).toBe('watching')
  })

  test.each(['forbidden', 'limit-reached'] as const)(
    'is somebody else’s when Exchange had said %s: that rules ours out',
    async (code) => {
      const incident = await restrict(stage, sam)
      stage.backend.trouble('unblock', { error: unchanged(code) })
      await unblock(stage, maya, incident)
      stage.backend.clear(sam.entity)
      await stage.advance(minuteMilliseconds + 20_000)
      expect((await getIncident(stage, incident.id)).state).toMatchObject({ outcome: 'cleared-elsewhere' })
    },
  )

  test('is somebody else’s once a poll has seen the entry after the refusal', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.trouble('unblock', { error: unchanged('throttled') })
    await unblock(stage, maya, incident)
    await stage.advance(2 * minuteMilliseconds)
    expect(readCard(stage.slack, incident.id).progress.at(-1)?.text).toContain('Read the list: still on it')
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect((await getIncident(stage, incident.id)).state).toMatchObject({ outcome: 'cleared-elsewhere' })
  })
})

describe('an unblock that Exchange accepted', () => {
  test('is not said to have lifted anything while the entry is on the list', async () => {
    const incident = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, incident)
    await stage.advance(2 * minuteMilliseconds)
    const card = readCard(stage.teams, incident.id)
    expect(card).toMatchObject({
      statusWord: 'Accepted, still listed',
      headline: 'Exchange accepted the unblock',
    })
    expect(card.progress.map(({ text }) => text)).toEqual([
      '03:15 UTC  Maya confirmed the unblock',
      '03:15 UTC  Exchange accepted the unblock',
      '03:16 UTC  Still on the list. Waiting for it to leave the list; it is read after 1, 5, 15 and 60 minutes',
    ])
    const details = toView(await stage.press(tom, 'show', { incidentId: incident.id }), 'show')
    expect(details.timeline.map(({ text }) => text)).toContain(
      'Unblock by Maya accepted by Exchange, still on the list',
    )
    stage.backend.clear(sam.entity)
    await stage.advance(minuteMilliseconds + 20_000)
    expect(readCard(stage.teams, incident.id).statusWord).toBe('Mail flows')
  })

  test('is not said to be still listed when the list could not be read after it', async () => {
    const incident = await restrict(stage, sam)
    const release = stage.backend.hold('unblock')
    await unblock(stage, maya, incident)
    stage.backend.trouble('find', { error: unchanged('unavailable') })
    release()
    await stage.idle()
    expect(readCard(stage.slack, incident.id)).toMatchObject({ statusWord: 'Accepted, watching' })
  })
})
