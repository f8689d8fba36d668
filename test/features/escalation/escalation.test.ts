// Nobody takes it on: whom the ladder of the settings tells, when, and what stops it.
import { afterEach, describe, expect, test } from 'vitest'
import { toText } from '../../../src/cli/text.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Ladder, Step } from '../../../src/domain/ladder.js'
import type { Tenant } from '../../../src/domain/tenant.js'
import { PlatformError } from '../../../src/errors.js'
import { createSender, fillForm, openForm, readCard, restrict, unblock } from '../acts.js'
import { contoso, maya, olga } from '../people.js'
import type { RecordingPlatform } from '../platform.js'
import { createStage, type Stage, type StageSettings, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')
const security = { platform: 'slack', channel: 'C9' } as const

const ask: Step = {
  afterMinutes: 10,
  when: 'always',
  name: 'Mail on call',
  target: { kind: 'mention', memberId: 'S1', isGroup: true },
}
const tell: Step = {
  afterMinutes: 20,
  when: 'always',
  name: 'Security',
  target: { kind: 'channel', channel: security },
}

function toLadder(steps: readonly Step[], more: Partial<Ladder> = {}): Ladder {
  return {
    verdicts: ['compromised', 'unclear', 'bulk', 'limit-only'],
    severities: ['critical', 'high', 'medium', 'low'],
    steps,
    ...more,
  }
}

function withLadders(ladders: readonly Ladder[], more: Partial<Tenant['routes'][number]> = {}): Tenant {
  const [slack, teams] = contoso.routes
  if (slack === undefined || teams === undefined) throw new Error('no routes')
  return { ...contoso, routes: [{ ...slack, ladders, ...more }, teams] }
}

let stage: Stage
afterEach(() => stage.close())

async function open(steps: readonly Step[], settings: Partial<StageSettings> = {}): Promise<string> {
  stage = await createStage({ tenants: [withLadders([toLadder(steps)])], ...settings })
  return (await restrict(stage, sam)).id
}

const minutes = (count: number) => stage.advance(count * minuteMilliseconds)
const who = (incidentId: string) => readCard(stage.slack, incidentId).whoText
const progress = (incidentId: string) => readCard(stage.slack, incidentId).progress.map(({ text }) => text)

function readAsks(platform: RecordingPlatform) {
  return platform.sent.flatMap(({ card, call, message }) =>
    card.name === 'escalation' ? [{ call, message, ...card.view }] : [],
  )
}

async function readSteps() {
  const events = await stage.journal()
  return events.filter(({ type }) => type === 'escalation.step').map(({ data }) => data)
}

test('the card says on every platform who is asked next, and when', async () => {
  const id = await open([ask])
  expect(who(id)).toBe('⏳ Nobody yet · asks Mail on call at 03:25 UTC')
  expect(readCard(stage.teams, id).whoText).toBe(who(id))
})

test('the list, Home, the status and whoever asks in a terminal hear what comes next, until somebody is on it', async () => {
  const id = await open([ask])
  const next = 'asks Mail on call at 03:25 UTC'
  const readNext = async () => {
    const list = toView(await stage.command(maya, 'list'), 'list')
    const home = toView(await stage.bot().handlers.onHome(maya), 'home')
    const { rows } = toView(await stage.command(maya, 'status'), 'status')
    return {
      list: list.rows.map(({ nextText }) => nextText),
      home: [...home.nobody, ...home.waiting].map(({ nextText }) => nextText),
      terminal: toText({ name: 'list', view: list }).includes(next),
      status: rows
        .filter(({ name }) => name === 'Nobody on it')
        .map(({ word, detail }) => `${word}: ${detail}`),
    }
  }
  expect(await readNext()).toEqual({
    list: [next],
    home: [next],
    terminal: true,
    status: [`1 restriction: Next: ${next}.`],
  })
  await stage.press(maya, 'claim', { incidentId: id })
  expect(await readNext()).toEqual({ list: [''], home: [''], terminal: false, status: [] })
})

test('after ten minutes with nobody on it the group is mentioned in the thread, once', async () => {
  const id = await open([ask])
  await minutes(9)
  expect(readAsks(stage.slack)).toEqual([])
  await minutes(30)
  expect(readAsks(stage.slack)).toEqual([
    {
      call: 'line',
      message: 'slack-1',
      incidentId: id,
      icon: '📣',
      text: 'Nobody is on it after 10 min: sam@contoso.com, looks like bulk mail. Press “I’m on it” on the card.',
      mentions: [{ memberId: 'S1', isGroup: true, mark: 'Mail on call' }],
    },
  ])
  expect(readAsks(stage.teams)).toEqual([])
  expect(await readSteps()).toEqual([{ kind: 'mention', name: 'Mail on call', afterMinutes: 10 }])
})

test('the card shows who was told in vain, and what comes next', async () => {
  const id = await open([ask, tell])
  await minutes(11)
  expect(who(id)).toBe('⏳ Nobody yet · tells Security at 03:35 UTC')
  expect(progress(id)).toEqual(['✅ 03:25 UTC asked Mail on call'])
  expect(readAsks(stage.slack)[0]?.text).toContain('Reprieve tells Security at 03:35 UTC.')
  await minutes(10)
  expect(who(id)).toBe('⏳ Nobody yet')
  expect(progress(id)).toEqual(['✅ 03:25 UTC asked Mail on call · ✅ 03:35 UTC told Security'])
})

test('a further channel gets the card, and every edit of it', async () => {
  const id = await open([tell])
  const inSecurity = () => stage.slack.sent.filter(({ channel }) => channel === 'C9')
  expect(inSecurity()).toEqual([])
  await minutes(21)
  expect(inSecurity().map(({ call }) => call)).toContain('post')
  await stage.press(maya, 'claim', { incidentId: id })
  await stage.idle()
  const edit = inSecurity().findLast(({ call }) => call === 'update')
  expect(toView(edit?.card, 'incident').whoText).toContain('Maya is on it')
})

describe('whoever says that they are on it', () => {
  test('stops the ladder', async () => {
    const id = await open([ask])
    await stage.press(maya, 'claim', { incidentId: id })
    await minutes(20)
    expect(readAsks(stage.slack)).toEqual([])
    expect(await readSteps()).toEqual([])
  })

  test('and goes quiet starts it again from the first step', async () => {
    const id = await open([ask])
    await minutes(11)
    await stage.press(maya, 'claim', { incidentId: id })
    await minutes(31)
    expect(who(id)).toBe('⏳ Nobody yet · asks Mail on call at 04:06 UTC')
    expect(progress(id)).toEqual([])
    await minutes(11)
    expect(readAsks(stage.slack)).toHaveLength(2)
  })

  test('while the message waits for Slack is not asked any more', async () => {
    const id = await open([ask])
    stage.slack.refuse(({ card }) =>
      card.name === 'escalation' ? new PlatformError('Down', { code: 'unavailable' }) : undefined,
    )
    await minutes(10)
    await stage.press(maya, 'claim', { incidentId: id })
    stage.slack.refuse(() => undefined)
    await minutes(10)
    expect(readAsks(stage.slack)).toEqual([])
  })
})

test('a step that reached nobody says so on the card, until it does', async () => {
  const id = await open([ask])
  stage.slack.refuse(({ card }) =>
    card.name === 'escalation' ? new PlatformError('Down', { code: 'unavailable' }) : undefined,
  )
  await minutes(11)
  expect(progress(id)).toEqual(['❗ 03:25 UTC Mail on call not reached'])
  stage.slack.refuse(() => undefined)
  await minutes(10)
  expect(progress(id)).toEqual(['✅ 03:25 UTC asked Mail on call'])
  expect(readAsks(stage.slack)).toHaveLength(1)
})

test('a step is done once, however often the program dies around it', async () => {
  const id = await open([ask, tell])
  for (const _ of [1, 2, 3, 4]) {
    await minutes(6)
    await stage.crash()
  }
  expect(readAsks(stage.slack)).toHaveLength(1)
  expect(await readSteps()).toHaveLength(2)
  expect(progress(id)).toHaveLength(1)
})

test('what fell due while the machine slept is done at once', async () => {
  await open([ask, tell])
  await stage.skip(60 * minuteMilliseconds)
  expect(readAsks(stage.slack)).toHaveLength(1)
  expect(await readSteps()).toHaveLength(2)
})

test('a ladder that is new in the settings counts for what waits already', async () => {
  const id = await open([])
  await stage.crash({ changed: withLadders([toLadder([ask])]) })
  await minutes(11)
  expect(readAsks(stage.slack)).toHaveLength(1)
  expect(progress(id)).toHaveLength(1)
})

test('one that sleeps is told to nobody, and from the first step when it wakes', async () => {
  const id = await open([ask])
  await minutes(5)
  await stage.press(maya, 'snooze-now', {
    incidentId: id,
    values: { until: '1h', reason: 'Sam phones back at nine' },
  })
  await minutes(59)
  expect(readAsks(stage.slack)).toEqual([])
  expect(who(id)).toContain('💤')
  await minutes(2)
  expect(who(id)).toBe('⏳ Nobody yet · asks Mail on call at 04:30 UTC')
  await minutes(10)
  expect(readAsks(stage.slack)).toHaveLength(1)
})

test('a review that waits for approval is not told as one that nobody is on', async () => {
  const id = await open([{ ...ask, afterMinutes: 40 }])
  await stage.press(olga, 'review', { incidentId: id })
  const form = fillForm(await openForm(stage, olga, id), { note: 'Password reset at the desk' })
  await stage.press(olga, 'confirm', form)
  await minutes(90)
  expect(readAsks(stage.slack)).toEqual([])
  expect(who(id)).toContain('waiting for approval')
})

test('one that was unblocked is not told either', async () => {
  stage = await createStage({ tenants: [withLadders([toLadder([{ ...ask, afterMinutes: 40 }])])] })
  const incident = await restrict(stage, sam)
  await unblock(stage, maya, incident)
  await minutes(90)
  expect(readAsks(stage.slack)).toEqual([])
})

test('the first ladder that fits the verdict counts', async () => {
  stage = await createStage({
    tenants: [
      withLadders([
        toLadder([{ ...ask, afterMinutes: 1, name: 'Night' }], { verdicts: ['compromised'] }),
        toLadder([ask], { verdicts: ['bulk'], severities: ['critical'] }),
        toLadder([{ ...ask, name: 'Day' }], { verdicts: ['bulk'] }),
      ]),
    ],
  })
  const { id } = await restrict(stage, sam)
  expect(who(id)).toBe('⏳ Nobody yet · asks Day at 03:25 UTC')
})

test('a step for hours of work waits until they begin, and keeps its distance to the one before', async () => {
  const hours = { days: ['mon', 'sun'] as const, fromMinutes: 8 * 60, toMinutes: 18 * 60 }
  const business = { ...ask, when: 'business' } as const
  const later = { ...business, afterMinutes: 25, name: 'The lead' }
  stage = await createStage({
    tenants: [
      withLadders([toLadder([business, later])], { businessHours: hours, timeZone: 'Europe/Berlin' }),
    ],
  })
  const { id } = await restrict(stage, sam)
  expect(who(id)).toBe('⏳ Nobody yet · asks Mail on call at 08:00 CET')
  await minutes(4 * 60 - 10)
  expect(who(id)).toBe('⏳ Nobody yet · asks The lead at 08:15 CET')
  expect(readAsks(stage.slack)).toHaveLength(1)
})

test('a storm is asked about once, by how many wait and the worst of them', async () => {
  stage = await createStage({ tenants: [withLadders([toLadder([ask])])] })
  for (const at of Array.from({ length: 8 }, (_, index) => index + 1))
    stage.backend.restrict(createSender(`user${at}@contoso.com`))
  await minutes(12)
  const asks = readAsks(stage.slack)
  expect(asks.map(({ text }) => text)).toEqual([
    'Nobody is on it after 10 min: user1@contoso.com, looks like bulk mail, and 7 others of this storm. Press “I’m on it” on the card.',
  ])
  expect(await readSteps()).toHaveLength(8)
})
