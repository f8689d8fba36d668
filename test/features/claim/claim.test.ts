// "I'm on it", as people on both platforms see it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minuteMilliseconds } from '../../../src/domain/instant.js'
import type { PressName } from '../../../src/features/index.js'
import { createSender, getIncident, readCard, readLines, restrict, unblock } from '../acts.js'
import { access, laura, maya, olga, tom, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const sam = createSender('sam@contoso.com')

let stage: Stage
let incidentId: string
beforeEach(async () => {
  stage = await createStage()
  incidentId = (await restrict(stage, sam)).id
})
afterEach(() => stage.close())

const press = (actor: typeof maya, action: PressName) => stage.press(actor, action, { incidentId })
const who = () => [stage.slack, stage.teams].map((platform) => readCard(platform, incidentId).whoText)
const buttons = () => readCard(stage.slack, incidentId).buttons.map(({ title }) => title)

test('a new restriction says that nobody is on it yet, and asks who is', () => {
  expect(who()).toEqual(['⏳ Nobody yet', '⏳ Nobody yet'])
  expect(buttons()).toEqual(['I’m on it'])
})

test('one press puts a name on the card, on every platform, and in the thread', async () => {
  const answer = toView(await press(maya, 'claim'), 'notice')
  expect(answer).toMatchObject({ title: 'You are on it', incidentId })
  await stage.idle()
  const text = '🙋 Maya is on it · 03:15 UTC to 03:45 UTC'
  expect(who()).toEqual([text, text])
  expect(buttons()).toEqual(['Take over'])
  expect(readLines(stage.teams)).toEqual(['Maya is on it: sam@contoso.com'])
  expect((await stage.journal()).at(-1)).toMatchObject({ type: 'claim.taken', by: { name: 'Maya' } })
})

test('somebody else takes over with a press, and the record says from whom', async () => {
  await press(maya, 'claim')
  await press(tom, 'claim')
  await stage.idle()
  expect(who()[0]).toContain('Tom is on it')
  expect((await stage.journal()).at(-1)).toMatchObject({ by: { name: 'Tom' }, data: { fromName: 'Maya' } })
})

test('opening the review is being on it, unless somebody else is', async () => {
  await press(maya, 'review')
  await press(tom, 'review')
  await stage.idle()
  expect(who()[0]).toContain('Maya is on it')
})

test('a second press of the same person changes nothing and tells nobody again', async () => {
  await press(maya, 'claim')
  await stage.idle()
  const before = stage.slack.sent.length
  await press(maya, 'claim')
  await stage.idle()
  expect(stage.slack.sent).toHaveLength(before)
})

describe('half an hour without a press', () => {
  test('ends it, and the thread says that nobody is on it', async () => {
    await press(maya, 'claim')
    await stage.advance(29 * minuteMilliseconds)
    expect(who()[0]).toContain('Maya is on it')
    await stage.advance(2 * minuteMilliseconds)
    expect(who()).toEqual(['⏳ Nobody yet', '⏳ Nobody yet'])
    expect(readLines(stage.slack)[1]).toBe(
      'Maya has been quiet for 30 minutes, so nobody is on sam@contoso.com now.',
    )
  })

  test('is counted from the last press of whoever is on it, whatever they pressed', async () => {
    await press(maya, 'claim')
    await stage.advance(20 * minuteMilliseconds)
    await press(maya, 'show')
    await stage.advance(15 * minuteMilliseconds)
    expect(who()[0]).toBe('🙋 Maya is on it · 03:15 UTC to 04:05 UTC')
    await stage.advance(16 * minuteMilliseconds)
    expect(who()[0]).toBe('⏳ Nobody yet')
  })

  test('ends it as well when it came with a review', async () => {
    await press(maya, 'review')
    await stage.advance(31 * minuteMilliseconds)
    expect(who()[0]).toBe('⏳ Nobody yet')
  })

  test('is counted across a crash', async () => {
    await press(maya, 'claim')
    await stage.idle()
    await stage.crash()
    await stage.advance(31 * minuteMilliseconds)
    expect(who()[0]).toBe('⏳ Nobody yet')
  })
})

test('is counted from a press of theirs on the other platform as well: one person is one person', async () => {
  await stage.close()
  const accounts = new Map([['slack:U1', { objectId: 'aad-2', directoryId: 'tenant-1' }]])
  stage = await createStage({ access: { ...access, accounts } })
  incidentId = (await restrict(stage, sam)).id
  await press(maya, 'claim')
  await stage.advance(20 * minuteMilliseconds)
  const page = toView(await press(tom, 'review'), 'overview')
  expect(page.companyText).toBe('')
  await stage.advance(15 * minuteMilliseconds)
  expect(who()[0]).toContain('is on it')
})

test('who only looks at it does not move the end of somebody else', async () => {
  await press(maya, 'claim')
  await stage.advance(20 * minuteMilliseconds)
  await press(tom, 'show')
  await stage.advance(11 * minuteMilliseconds)
  expect(who()[0]).toBe('⏳ Nobody yet')
})

test('once it is unblocked nobody has to be on it, and nobody is told that nobody is', async () => {
  await unblock(stage, maya, await getIncident(stage, incidentId))
  await stage.advance(40 * minuteMilliseconds)
  expect(who()).toEqual(['', ''])
  expect(readLines(stage.slack)).toEqual([])
  await stage.advance(30 * minuteMilliseconds)
  expect((await getIncident(stage, incidentId)).state.status).toBe('closed')
})

test('nobody is on their own mailbox, and no viewer is on anything', async () => {
  const own = await restrict(stage, createSender('laura@contoso.com'))
  const refused = toView(await stage.press(laura, 'claim', { incidentId: own.id }), 'notice')
  expect(refused.text).toContain('your own mailbox')
  expect(toView(await press(vera, 'claim'), 'notice').text).toContain('the role "operator"')
  expect(toView(await press(olga, 'claim'), 'notice').title).toBe('You are on it')
})
