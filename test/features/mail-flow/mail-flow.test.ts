// After an unblock message trace is read until it is known whether mail flows.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourMilliseconds, minuteMilliseconds } from '../../../src/domain/instant.js'
import type { MailSeen } from '../../../src/domain/mail-flow.js'
import { BackendError } from '../../../src/errors.js'
import {
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
import { maya, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(async () => {
  await stage.close()
})

const see = (value: MailSeen) => stage.backend.trace(sam.entity, { known: true, value })

async function unblocked(seen: MailSeen = {}) {
  see(seen)
  const incident = await restrict(stage, sam)
  await unblock(stage, maya, incident)
  return { ...incident, at: stage.clock.now() }
}

/** As many characters as a line has on a screen of 360 pixels. */
function toPhoneLines(text: string): readonly string[] {
  return text.match(/\S.{0,27}(?=\s|$)/g) ?? []
}

describe('mail that was delivered outside after the unblock', () => {
  test('is what "Mail flows" is said of, with when', async () => {
    const { id, at } = await unblocked()
    expect(readCard(stage.slack, id).statusWord).toBe('Unblocked, watching')
    const first = at + 2 * minuteMilliseconds
    see({ outside: { first, last: first } })
    await stage.advance(4 * minuteMilliseconds)
    for (const platform of [stage.slack, stage.teams])
      expect(readCard(platform, id)).toMatchObject({
        statusIcon: '🟢',
        statusWord: 'Mail flows',
        headline: 'Mail flows: delivered outside at 03:17 UTC',
        isGood: true,
        testText: '',
      })
    expect(await readTypes(stage, id)).toContain('mail.delivered')
    // The headline has said when, and that mail may take an hour is over.
    const lines = readCard(stage.slack, id).progress.map(({ text }) => text.slice('03:15 UTC  '.length))
    expect(lines.slice(2)).toEqual(['Gone from the list', 'Seen in message trace'])
    await stage.skip(60 * minuteMilliseconds)
    expect(readCard(stage.teams, id).outcomeText).toContain('Mail flows: delivered outside at 03:17 UTC.')
  })

  test('counts although the list is slow, and the list has its hour', async () => {
    see({ outside: { first: stage.clock.now() + 120_000, last: stage.clock.now() + 120_000 } })
    const { id } = await restrict(stage, sam)
    stage.backend.freeze()
    await unblock(stage, maya, await getIncident(stage, id))
    await stage.advance(5 * minuteMilliseconds)
    expect(readCard(stage.slack, id).headline).toBe(
      'Mail flows: delivered outside at 03:16 UTC. It is still on the list',
    )
    await stage.skip(60 * minuteMilliseconds)
    expect(readCard(stage.teams, id)).toMatchObject({ statusWord: 'Mail flows, still listed', isBusy: true })
  })
})

describe('mail that is refused after the unblock', () => {
  test('says at once that it is still blocked, whatever the list says, and how long to wait', async () => {
    const { id, at } = await unblocked()
    see({ refused: { at: at + 2 * minuteMilliseconds, code: '5.1.8' } })
    await stage.advance(4 * minuteMilliseconds)
    expect(await readStatus(stage, id)).toBe('stuck')
    for (const platform of [stage.slack, stage.teams]) {
      const card = readCard(platform, id)
      expect(card).toMatchObject({
        statusWord: 'Still blocked',
        headline: 'Still blocked: mail was refused with 5.1.8 at 03:17 UTC, after the unblock',
        isBad: true,
        canHandOff: true,
      })
      expect(card.progress.at(-1)?.text).toContain('wait until 2026-11-23 03:15 UTC')
      expect(readLines(platform)).toEqual([
        'Mail of sam@contoso.com was refused with 5.1.8 at 03:17 UTC, after the unblock: still blocked. The card says how long to wait.',
      ])
    }
  })

  test('is no refusal when it was sent before the unblock', async () => {
    const { id, at } = await unblocked()
    see({ refused: { at: at - minuteMilliseconds, code: '5.1.8' } })
    await stage.advance(10 * minuteMilliseconds)
    expect(await readStatus(stage, id)).toBe('watching')
    expect(readCard(stage.slack, id).headline).toBe('No mail seen by 03:25 UTC')
  })

  test('is over when something is delivered after it', async () => {
    const { id, at } = await unblocked()
    see({ refused: { at: at + 2 * minuteMilliseconds, code: '5.1.8' } })
    await stage.advance(4 * minuteMilliseconds)
    const later = at + 20 * minuteMilliseconds
    see({ outside: { first: later, last: later } })
    await stage.advance(30 * minuteMilliseconds)
    expect(await readStatus(stage, id)).toBe('watching')
    expect(readCard(stage.teams, id)).toMatchObject({ statusWord: 'Mail flows', canHandOff: false })
    await stage.skip(60 * minuteMilliseconds)
    expect(await getIncident(stage, id)).toMatchObject({ state: { status: 'closed', outcome: 'unblocked' } })
  })

  test('is handed to Microsoft Support after a day although the list has nothing', async () => {
    const { id, at } = await unblocked()
    see({ refused: { at: at + 30 * minuteMilliseconds, code: '5.1.8' } })
    await stage.skip(23 * hourMilliseconds)
    expect(await readTypes(stage, id)).not.toContain('handoff.written')
    await stage.skip(2 * hourMilliseconds)
    expect(await readTypes(stage, id)).toContain('handoff.written')
    expect(await readStatus(stage, id)).toBe('stuck')
    expect(readLines(stage.teams).at(-1)).toContain('Mail of sam@contoso.com is still refused 24 hours after')
    const { text } = toView(await stage.press(vera, 'handoff', { incidentId: id }), 'handoff')
    expect(text).toContain('Mail refused with 5.1.8')
  })

  test('ends after ten days, since no trace is older, and says that it was refused', async () => {
    const { id, at } = await unblocked()
    see({ refused: { at: at + 30 * minuteMilliseconds, code: '5.1.8' } })
    await stage.skip(9 * 24 * hourMilliseconds)
    expect(await readStatus(stage, id)).toBe('stuck')
    await stage.skip(36 * hourMilliseconds)
    expect(await readStatus(stage, id)).toBe('closed')
    expect(readCard(stage.slack, id)).toMatchObject({ statusWord: 'Off the list, mail refused', isBad: true })
  })
})

describe('no mail after the unblock', () => {
  test('is a card of twelve lines on a phone', async () => {
    const { id } = await unblocked()
    await stage.advance(4 * minuteMilliseconds)
    const { statusWord, entity, headline, progress, testText } = readCard(stage.slack, id)
    const rows = progress.map(({ text }) => `› ${text}`)
    const above = [`⏳ ${statusWord}`, entity, headline, ...rows, 'To ask the owner, copy this:', testText]
    // Below it who it is and the buttons, a line each.
    expect(above.flatMap(toPhoneLines).length + 2).toBeLessThanOrEqual(12)
  })

  test('is said, with a text that asks the owner for a test', async () => {
    const { id } = await unblocked()
    await stage.advance(4 * minuteMilliseconds)
    for (const platform of [stage.slack, stage.teams]) {
      const card = readCard(platform, id)
      expect(card.headline).toBe('No mail seen by 03:18 UTC')
      expect(card.testText).toBe(
        'Please send a test mail from sam@contoso.com to an outside address, and forward me any bounce.',
      )
      expect(card.canHandOff).toBe(false)
    }
  })

  test('keeps the watch going past the hour, and closes after a day without the text for Microsoft Support', async () => {
    const { id } = await unblocked()
    await stage.skip(2 * hourMilliseconds)
    expect(await readStatus(stage, id)).toBe('watching')
    await stage.skip(23 * hourMilliseconds)
    expect(await readStatus(stage, id)).toBe('closed')
    expect(readCard(stage.teams, id)).toMatchObject({
      statusWord: 'Not restricted, no mail seen',
      isCalm: true,
      canHandOff: false,
    })
    expect(readCard(stage.slack, id).outcomeText).toContain('No mail was seen')
    expect(await readTypes(stage, id)).not.toContain('handoff.written')
    const { canHandOff } = toView(await stage.press(vera, 'show', { incidentId: id }), 'show')
    expect(canHandOff).toBe(false)
  })

  test('is not said of mail that stayed inside', async () => {
    const { id, at } = await unblocked()
    see({ insideAt: at + minuteMilliseconds })
    await stage.advance(4 * minuteMilliseconds)
    expect(readCard(stage.slack, id)).toMatchObject({
      statusWord: 'Unblocked, watching',
      headline: 'No mail seen outside by 03:18 UTC',
    })
  })

  test('ends with the hour where nobody can see mail, and says why', async () => {
    stage.backend.trace(sam.entity, { known: false, why: 'The app lacks a role.' })
    const { id } = await restrict(stage, sam)
    await unblock(stage, maya, await getIncident(stage, id))
    await stage.advance(5 * minuteMilliseconds)
    expect(readCard(stage.slack, id).progress.at(-1)?.text).toContain(
      'Whether mail flows cannot be told: The app lacks a role.',
    )
    await stage.skip(60 * minuteMilliseconds)
    expect(readCard(stage.teams, id)).toMatchObject({ statusWord: 'Unblocked', isCalm: true })
    expect(readCard(stage.teams, id).outcomeText).toContain('cannot be told: The app lacks a role.')
  })

  test('is not said where message trace never answered', async () => {
    stage.backend.fail('traceMail', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
    const { id } = await unblocked()
    for (let hour = 0; hour < 25; hour += 1) await stage.skip(hourMilliseconds)
    expect(readCard(stage.slack, id)).toMatchObject({ statusWord: 'Unblocked', isCalm: true })
    expect(readCard(stage.slack, id).outcomeText).toContain('cannot be told: Message trace did not answer.')
  })

  test('is a new restriction when the entry is back after the hour, which somebody may review', async () => {
    const { createdAt: _, ...undated } = sam
    see({})
    const first = await restrict(stage, undated)
    await unblock(stage, maya, first)
    await stage.skip(3 * hourMilliseconds)
    stage.backend.restrict(undated)
    await stage.advance(2 * minuteMilliseconds)
    expect(await getIncident(stage, first.id)).toMatchObject({ state: { outcome: 'restricted-again' } })
    expect((await getLive(stage, sam)).earlier.lastIncidentId).toBe(first.id)
  })

  test('is that too when the machine slept over the hour, and nobody is told of one that never left', async () => {
    const { createdAt: _, ...undated } = sam
    see({})
    const first = await restrict(stage, undated)
    await unblock(stage, maya, first)
    await stage.advance(2 * minuteMilliseconds)
    stage.backend.restrict(undated)
    await stage.skip(25 * hourMilliseconds)
    await stage.advance(2 * minuteMilliseconds)
    expect(await getIncident(stage, first.id)).toMatchObject({ state: { outcome: 'restricted-again' } })
    expect(readLines(stage.slack)).toEqual([
      'sam@contoso.com was restricted again after the unblock. There is a new card for it.',
    ])
  })
})

describe('message trace', () => {
  test('is read ever more seldom', async () => {
    const { at } = await unblocked()
    await stage.advance(61 * minuteMilliseconds)
    for (let hour = 0; hour < 24; hour += 1) await stage.skip(hourMilliseconds)
    const times = stage.backend.timesOf('traceMail').map((one) => Math.round((one - at) / minuteMilliseconds))
    expect(times.slice(0, 8)).toEqual([3, 6, 10, 15, 20, 30, 45, 60])
    expect(times.length).toBeLessThan(22)
  })

  test('that asks for a pause gets it, and is no failure', async () => {
    const { id } = await unblocked()
    const throttled = { code: 'throttled', outcome: 'unchanged', retryAfterMilliseconds: 300_000 } as const
    stage.backend.trouble('traceMail', { error: new BackendError('too many', throttled) })
    await stage.advance(7 * minuteMilliseconds)
    expect(stage.backend.timesOf('traceMail')).toHaveLength(1)
    await stage.advance(2 * minuteMilliseconds)
    expect(stage.backend.timesOf('traceMail')).toHaveLength(2)
    expect(readCard(stage.slack, id).headline).toBe('No mail seen by 03:23 UTC')
  })

  test('of many keeps nobody waiting who says Yes', async () => {
    const finish = stage.backend.hold('traceMail')
    await unblocked()
    await stage.advance(4 * minuteMilliseconds)
    const tom = createSender('tom@contoso.com')
    const next = await restrict(stage, tom)
    await unblock(stage, maya, next)
    expect(await readStatus(stage, next.id)).toBe('watching')
    finish()
  })
})
