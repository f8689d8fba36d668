// A pasted bounce, and what each reader learns from it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSender, restrict } from './acts.js'
import { laura, type maya, nobody, olga, vera } from './people.js'
import { createStage, type Stage, toView } from './stage.js'

const bounce = "Remote Server returned '550 5.1.8 Access denied, bad outbound sender. AS(42004)'"

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const explain = async (actor: typeof maya, text: string) =>
  toView(await stage.command(actor, `explain ${text}`), 'explain')

const requests = () =>
  [...stage.slack.sent, ...stage.teams.sent].filter(({ card }) => card.name === 'request')

test('is explained to anyone at home, with what helps', async () => {
  expect(await explain(nobody, bounce)).toMatchObject({
    code: '550 5.1.8',
    unblockHelps: true,
    incidentId: '',
    incidentText: '',
  })
  expect(await explain(nobody, '550 5.7.705 tenant has exceeded threshold')).toMatchObject({
    unblockHelps: false,
  })
})

test('is said to be unknown when it is, with what to paste instead', async () => {
  const view = await explain(nobody, 'it does not work')
  expect(view).toMatchObject({ code: '', unblockHelps: false })
  expect(view.advice).toContain('5.1.8')
})

test('leads whoever may review to the restriction it names', async () => {
  const incident = await restrict(stage, createSender('sam@contoso.com'))
  expect(await explain(olga, `${bounce} for <SAM@contoso.com>`)).toMatchObject({
    incidentId: incident.id,
    canReview: true,
  })
  expect(await explain(vera, `${bounce} for sam@contoso.com`)).toMatchObject({
    incidentId: incident.id,
    canReview: false,
  })
})

test('tells people without a role nothing about others', async () => {
  await restrict(stage, createSender('sam@contoso.com'))
  const view = await explain(nobody, `${bounce} sam@contoso.com`)
  expect(view).toMatchObject({ incidentId: '', incidentText: '', canReview: false, requestText: '' })
  expect(JSON.stringify(view)).not.toContain('sam@contoso.com')
})

test('of the restricted person becomes one request in the threads of the cards, and no right to unblock', async () => {
  const incident = await restrict(stage, createSender('laura@contoso.com'))
  const first = await explain(laura, bounce)
  expect(first).toMatchObject({ incidentId: incident.id, canReview: false })
  expect(first.requestText).toContain('has been asked')
  await stage.advance(2_000)
  expect(requests().map(({ call, channel }) => [call, channel])).toEqual([
    ['line', 'C1'],
    ['line', '19:ops'],
  ])
  expect(requests()[0]?.card).toMatchObject({
    view: { text: expect.stringContaining('Laura asks') as string },
  })
  const again = await explain(laura, bounce)
  expect(again.requestText).toContain('already')
  await stage.advance(5_000)
  expect(requests()).toHaveLength(2)
  const asked = (await stage.journal(incident.id)).filter(({ type }) => type === 'incident.asked')
  expect(asked).toMatchObject([{ by: { id: laura.id } }])
})

test('of the restricted person that has nothing to do with it asks nobody', async () => {
  await restrict(stage, createSender('laura@contoso.com'))
  expect(await explain(laura, '550 5.1.10 RecipientNotFound')).toMatchObject({ requestText: '' })
  await stage.advance(2_000)
  expect(requests()).toEqual([])
})
