// The pager both ways: rings when nobody comes, is quiet once somebody does, and who answers there is on it here.
import { afterEach, describe, expect, test } from 'vitest'
import { createLocalPagerDuty, type LocalPagerDuty } from '../../../playground/pager/pagerduty.js'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { Step } from '../../../src/domain/ladder.js'
import { createPagerDuty } from '../../../src/pagers/pagerduty.js'
import type { Clock, Pager } from '../../../src/ports.js'
import { createSender, readCard, readLines, restrict, unblock } from '../acts.js'
import { contoso, maya } from '../people.js'
import { createStage, type Stage } from '../stage.js'
import { post } from './post.js'

const nadia = { id: 'PUSER1', name: 'Nadia' }
const ring: Step = {
  afterMinutes: 10,
  when: 'always',
  name: 'night',
  target: { kind: 'pager', pager: 'night' },
}
const ladder = {
  verdicts: ['compromised', 'unclear', 'bulk', 'limit-only'],
  severities: ['critical', 'high', 'medium', 'low'],
  steps: [ring],
} as const
const tenant = { ...contoso, routes: contoso.routes.map((route) => ({ ...route, ladders: [ladder] })) }

let stage: Stage
let phone: LocalPagerDuty
let answers: number[] = []
/** What is on a real network takes no time of the stage. */
let underWay: Promise<number>[] = []
let deliveries: { body: string; headers: Record<string, string> }[] = []
afterEach(() => stage.close())

function createPagers(clock: Clock) {
  let count = 0
  phone = createLocalPagerDuty({
    clock,
    createId: () => {
      count += 1
      return `event-${count}`
    },
    async deliver(body, headers) {
      deliveries.push({ body, headers })
      const sent = post(stage.bot().routes, '/pagers/night', { body, headers })
      underWay.push(sent)
      answers.push(await sent)
    },
  })
  const { routingKey, webhookSecret } = phone
  const settings = { id: 'night', routingKey, webhookSecret, url: 'https://pager.test/v2/enqueue' }
  return [createPagerDuty(settings, { fetch: phone.fetch })]
}

async function open(): Promise<string> {
  answers = []
  underWay = []
  deliveries = []
  stage = await createStage({ tenants: [tenant], createPagers })
  return (await restrict(stage, createSender('sam@contoso.com'))).id
}

async function minutes(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    await stage.advance(minuteMilliseconds)
    await Promise.all(underWay)
  }
}

const who = (id: string) => readCard(stage.slack, id).whoText
const progress = (id: string) => readCard(stage.slack, id).progress.map(({ text }) => text)
const statuses = () => phone.pages().map(({ key, status }) => `${key} ${status}`)

test('rings once when nobody came, and says what it is about in one line', async () => {
  const id = await open()
  expect(who(id)).toBe('⏳ Nobody yet · pages night at 03:25 UTC')
  await minutes(20)
  expect(phone.pages()).toMatchObject([
    {
      key: id,
      summary: 'Reprieve: sam@contoso.com looks like bulk mail, nobody for 10 min',
      status: 'triggered',
      url: 'https://slack.test/slack-1',
    },
  ])
  expect(phone.events).toEqual([{ action: 'trigger', key: id }])
  expect(progress(id)).toEqual(['✅ 03:25 UTC paged night'])
})

test('who acknowledges there is on it here, by name, and nothing rings any more', async () => {
  const id = await open()
  await minutes(11)
  await phone.press('acknowledge', id, nadia)
  await stage.idle()
  expect(who(id)).toContain('🙋 Nadia is on it')
  expect(readLines(stage.slack)).toContain('Nadia answered the pager and is on it: sam@contoso.com')
  expect(answers.every((status) => status === 200)).toBe(true)
  expect((await stage.journal()).filter(({ type }) => type === 'claim.taken')).toMatchObject([
    { by: { platform: 'pager', id: 'night:PUSER1', name: 'Nadia' } },
  ])
})

test('who takes it on here acknowledges there, and the end resolves it', async () => {
  const id = await open()
  await minutes(11)
  await stage.press(maya, 'claim', { incidentId: id })
  await minutes(1)
  expect(statuses()).toEqual([`${id} acknowledged`])
  const [incident] = await stage.incidents()
  if (incident === undefined) throw new Error('no incident')
  await unblock(stage, maya, incident)
  await minutes(26 * 60)
  expect(statuses()).toEqual([`${id} resolved`])
})

test('who is faster than the pager is not woken', async () => {
  const id = await open()
  await stage.press(maya, 'claim', { incidentId: id })
  await minutes(20)
  expect(phone.events).toEqual([])
})

test('it rings anew, as another page, when whoever answered goes quiet', async () => {
  const id = await open()
  await minutes(11)
  await phone.press('acknowledge', id, nadia)
  await minutes(42)
  expect(statuses()).toEqual([`${id}:2 triggered`, `${id} resolved`])
})

test('what is given back on the pager waits for somebody again', async () => {
  const id = await open()
  await minutes(11)
  await phone.press('acknowledge', id, nadia)
  await phone.press('unacknowledge', id, nadia)
  await stage.idle()
  expect(who(id)).toContain('Nobody yet')
  expect(readLines(stage.slack)).toContain(
    'Nadia gave it back on the pager, so nobody is on sam@contoso.com now.',
  )
})

test('that it rings on there does not take it from whoever is on it here', async () => {
  const id = await open()
  await minutes(11)
  await stage.press(maya, 'claim', { incidentId: id })
  await minutes(1)
  await phone.press('unacknowledge', id, nadia)
  await minutes(1)
  expect(who(id)).toContain('Maya is on it')
  expect(statuses()).toEqual([`${id} acknowledged`])
})

test('who resolves it there is on it, and the sender is still restricted here', async () => {
  const id = await open()
  await minutes(11)
  await phone.press('resolve', id, nadia)
  await stage.idle()
  expect(who(id)).toContain('Nadia is on it')
  expect(await stage.incidents()).toHaveLength(1)
})

describe('a pager that does not ring', () => {
  test('because it is down is tried again, and the card says so', async () => {
    const id = await open()
    phone.set({ status: 500 })
    await minutes(12)
    expect(progress(id)).toEqual(['❗ 03:25 UTC night not reached'])
    phone.set({})
    await minutes(6)
    expect(progress(id)).toEqual(['✅ 03:25 UTC paged night'])
    expect(statuses()).toEqual([`${id} triggered`])
  })

  test('because what it took was dropped is rung again, three times, and then said on the card', async () => {
    const id = await open()
    phone.set({ drops: true })
    await minutes(20)
    expect(phone.events.map(({ action }) => action)).toEqual(['trigger', 'trigger', 'trigger'])
    expect(progress(id)).toEqual(['❗ 03:25 UTC night not reached'])
  })
})

describe('what arrives at its door', () => {
  test('without its signature is refused and changes nothing', async () => {
    const id = await open()
    await minutes(11)
    const body = JSON.stringify({ event: { id: 'x' } })
    const headers = { 'x-pagerduty-signature': 'v1=00' }
    expect(await post(stage.bot().routes, '/pagers/night', { body, headers })).toBe(401)
    expect(await post(stage.bot().routes, '/pagers/night', { body, headers: {} })).toBe(401)
    expect(who(id)).toContain('Nobody yet')
  })

  test('twice counts once, also when somebody recorded it', async () => {
    const id = await open()
    await minutes(11)
    await phone.press('acknowledge', id, nadia)
    const sent = deliveries.at(-1) ?? { body: '', headers: {} }
    await minutes(31)
    expect(who(id)).toContain('Nobody yet')
    expect(await post(stage.bot().routes, '/pagers/night', sent)).toBe(200)
    await stage.idle()
    expect(who(id)).toContain('Nobody yet')
  })
})

test('of a storm rings once, and who answers is on all of it', async () => {
  answers = []
  underWay = []
  deliveries = []
  stage = await createStage({ tenants: [tenant], createPagers })
  for (const at of [1, 2, 3, 4, 5, 6, 7]) stage.backend.restrict(createSender(`user${at}@contoso.com`))
  await minutes(12)
  expect(phone.pages()).toHaveLength(1)
  expect(phone.pages()[0]?.summary).toContain('and others')
  await phone.press('acknowledge', phone.pages()[0]?.key ?? '', nadia)
  await stage.idle()
  const taken = (await stage.incidents()).map(({ taken: one }) => one?.by.name)
  expect(taken).toEqual(Array.from({ length: 7 }, () => 'Nadia'))
})

test('who answers one of two pagers quiets the other one as well', async () => {
  const rung: string[] = []
  const duty: Pager = {
    id: 'duty',
    speaks: false,
    send: async ({ action, key }) => void rung.push(`${action} ${key}`),
    hear: () => 'nothing',
    examine: async () => [],
  }
  const second: Step = { ...ring, name: 'duty', target: { kind: 'pager', pager: 'duty' } }
  const ladders = [{ ...ladder, steps: [ring, second] }]
  const routes = contoso.routes.map((route) => ({ ...route, ladders }))
  stage = await createStage({
    tenants: [{ ...contoso, routes }],
    createPagers: (clock) => [...createPagers(clock), duty],
  })
  const { id } = await restrict(stage, createSender('sam@contoso.com'))
  await minutes(11)
  expect(rung).toEqual([`ring ${id}`])
  await phone.press('acknowledge', id, nadia)
  await stage.idle()
  expect(who(id)).toContain('🙋 Nadia is on it')
  expect(rung).toEqual([`ring ${id}`, `acknowledge ${id}`])
})

test('a crash around it makes no second page', async () => {
  const id = await open()
  await minutes(9)
  await stage.crash()
  await minutes(1)
  await stage.crash()
  await minutes(5)
  expect(statuses()).toEqual([`${id} triggered`])
})
