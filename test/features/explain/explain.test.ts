// A pasted bounce, and what each reader learns from it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { BackendError, PlatformError } from '../../../src/errors.js'
import { createRestriction } from '../../domain/incidents.js'
import { account, createSenderEvidence, known } from '../../domain/rules/evidence.js'
import { createSender, restrict, unblock } from '../acts.js'
import { contoso, laura, maya, nobody, olga, stranger, vera } from '../people.js'
import { createStage, type Stage, toView } from '../stage.js'

const bounce = "Remote Server returned '550 5.1.8 Access denied, bad outbound sender. AS(42004)'"

let stage: Stage
beforeEach(async () => {
  stage = await createStage()
})
afterEach(() => stage.close())

const explain = async (actor: Actor, text: string) =>
  toView(await stage.command(actor, `explain ${text}`), 'explain')

const connectorBounce = '550;5.7.711 Access denied, bad inbound connector. AS(2204).'
const createConnector = (connectorId: string, name: string) =>
  createRestriction({ entity: { kind: 'connector', connectorId, name }, raw: {} })

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

test('is for members only', async () => {
  const card = await stage.command(stranger, `explain ${bounce}`)
  expect(card).toMatchObject({ name: 'notice' })
})

test('of the restricted person counts under every address of the mailbox, role or no role', async () => {
  const restriction = createSender('n.norman@contoso.com')
  const evidence = createSenderEvidence({
    account: known({ ...account, addresses: ['N.Norman@contoso.com', 'Norman@contoso.com'] }),
  })
  stage.backend.know(restriction.entity, evidence)
  const incident = await restrict(stage, restriction)
  const view = await explain(nobody, `${bounce} Your message to bob@fabrikam.com was not delivered`)
  expect(view).toMatchObject({ incidentId: incident.id, canReview: false, canRead: false })
  expect(view.requestText).toContain('has been asked')
  expect(view.advice).toContain('Somebody else')
})

test('leads to the restriction by any address of the mailbox', async () => {
  const restriction = createSender('sam@contoso.com')
  const evidence = createSenderEvidence({
    account: known({ ...account, addresses: ['sam@contoso.com', 'samuel@contoso.com'] }),
  })
  stage.backend.know(restriction.entity, evidence)
  const incident = await restrict(stage, restriction)
  expect(await explain(maya, `${bounce} samuel@contoso.com`)).toMatchObject({ incidentId: incident.id })
})

test('says that nobody it names is restricted to those who may know', async () => {
  expect((await explain(vera, `${bounce} sam@contoso.com`)).incidentText).toMatch(
    /^sam@contoso\.com is not on the list as read at \d\d:\d\d UTC\.$/,
  )
  expect((await explain(nobody, `${bounce} sam@contoso.com`)).incidentText).toBe('')
})

test('that names several restricted senders leads to the list', async () => {
  await restrict(stage, createSender('sam@contoso.com'))
  await restrict(stage, createSender('lou@contoso.com'))
  const view = await explain(maya, `${bounce} sam@contoso.com lou@contoso.com`)
  expect(view).toMatchObject({ incidentId: '', canReview: false })
  expect(view.incidentText).toContain('list senders')
})

test('of a connector leads to the one that is restricted, or to the one it names', async () => {
  expect((await explain(maya, connectorBounce)).incidentText).toMatch(
    /^No connector is on the list as read at \d\d:\d\d UTC\.$/,
  )
  const office = await restrict(stage, createConnector('8f2c', 'Head office'))
  expect(await explain(maya, connectorBounce)).toMatchObject({ incidentId: office.id, canReview: true })
  const plant = await restrict(stage, createConnector('9a3d', 'Plant'))
  expect((await explain(maya, connectorBounce)).incidentText).toContain('2 connectors are restricted')
  expect(await explain(maya, `${connectorBounce} HEAD OFFICE`)).toMatchObject({ incidentId: office.id })
  expect(await explain(maya, `${connectorBounce} 9A3D`)).toMatchObject({ incidentId: plant.id })
  expect(await explain(nobody, `${connectorBounce} Plant`)).toMatchObject({
    incidentId: '',
    incidentText: '',
  })
})

test('asks nobody for what is under way already', async () => {
  const incident = await restrict(stage, createSender('laura@contoso.com'))
  await unblock(stage, maya, incident)
  const view = await explain(laura, bounce)
  expect(view.incidentText).toContain('Now: Unblocked')
  expect(view).toMatchObject({ incidentId: incident.id, requestText: '', isBusy: true })
  await stage.advance(2_000)
  expect(requests()).toEqual([])
})

test('becomes one request however often it is pasted at once', async () => {
  await restrict(stage, createSender('laura@contoso.com'))
  const views = await Promise.all([1, 2, 3, 4].map(() => explain(laura, bounce)))
  await stage.advance(2_000)
  expect(views.filter(({ requestText }) => requestText.includes('already'))).toHaveLength(3)
  expect(requests()).toHaveLength(2)
})

test('becomes a request in the thread of the digest when there was a storm', async () => {
  for (const name of ['laura', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])
    stage.backend.restrict(createSender(`${name}@contoso.com`))
  await stage.advance(65_000)
  await explain(laura, bounce)
  await stage.advance(2_000)
  const digest = stage.slack.sent.find(({ card }) => card.name === 'digest')
  expect(requests().find(({ channel }) => channel === 'C1')).toMatchObject({
    call: 'line',
    message: digest?.message,
  })
})

test('becomes a request beside the card when the card could not be posted yet', async () => {
  stage.slack.refuse(({ card }) =>
    card.name === 'incident' ? new PlatformError('not now', { code: 'unavailable' }) : undefined,
  )
  await restrict(stage, createSender('laura@contoso.com'))
  await explain(laura, bounce)
  await stage.advance(2_000)
  expect(requests().map(({ call, channel }) => [call, channel])).toEqual(
    expect.arrayContaining([
      ['post', 'C1'],
      ['line', '19:ops'],
    ]),
  )
  expect(requests()).toHaveLength(2)
})

test('promises nothing where no channel hears of it', async () => {
  const silent = await createStage({ tenants: [{ ...contoso, routes: [] }] })
  try {
    await restrict(silent, createSender('laura@contoso.com'))
    const view = toView(await silent.command(laura, `explain ${bounce}`), 'explain')
    expect(view).toMatchObject({ requestText: '' })
    expect(view.incidentId).not.toBe('')
  } finally {
    await silent.close()
  }
})

test('is what help offers to people without a role', async () => {
  const view = toView(await stage.command(nobody, 'help'), 'help')
  expect(view.intro).toContain('no role')
  expect(view.rows.map(({ command }) => command.split(' ')[0])).toEqual(['explain', 'help'])
})

test('says of what was unblocked by whom and when, until when to wait or that mail flows, also after it closed', async () => {
  const incident = await restrict(stage, createSender('sam@contoso.com'))
  await unblock(stage, maya, incident)
  const { advice } = await explain(olga, `${bounce} sam@contoso.com`)
  expect(advice).toMatch(/^Maya unblocked it at .*Mail usually flows again within one hour, at the latest at/)
  await stage.advance(5 * 60_000)
  const watching = await explain(olga, `${bounce} sam@contoso.com`)
  expect(watching).toMatchObject({ helpsText: 'Unblocked 5 min ago', unblockHelps: false })
  expect(watching.advice).toMatch(
    /^Maya unblocked it at .*\. Mail flows: delivered outside at \d\d:\d\d UTC\./,
  )
  await stage.advance(70 * 60_000)
  const closed = await explain(olga, `${bounce} sam@contoso.com`)
  expect(closed).toMatchObject({ helpsText: 'Unblocked 1 h ago', advice: watching.advice, incidentId: '' })
  await stage.advance(25 * 3_600_000)
  expect((await explain(olga, `${bounce} sam@contoso.com`)).helpsText).toContain('nothing to unblock')
})

test('does not say that an unblock helps what the list does not have', async () => {
  const view = await explain(olga, `${bounce} info@contoso.com`)
  expect(view.unblockHelps).toBe(false)
  expect(view.advice).toContain('a delegate of the mailbox in From')
})

test.each([
  ['mx.fabrikam.com said: 550 5.1.8 no', 'Microsoft’s restriction'],
  ['550 5.7.703 blocked', 'Tenant Allow/Block List'],
])('offers the restricted person nobody’s help for %s', async (text, words) => {
  await restrict(stage, createSender('laura@contoso.com'))
  const view = await explain(laura, text)
  expect(view).toMatchObject({ unblockHelps: false, requestText: '' })
  expect(view.meaning).toContain(words)
})

test('leads from the alert mail to the incident', async () => {
  const incident = await restrict(stage, createSender('laura@contoso.com'))
  const text =
    'A high-severity alert has been triggered: User restricted from sending email. User: laura@contoso.com'
  expect(await explain(olga, text)).toMatchObject({
    code: 'Understood by its words',
    incidentId: incident.id,
    unblockHelps: true,
    canReview: true,
  })
})

test('denies nothing while the list cannot be read', async () => {
  stage.backend.fail('list', new BackendError('down', { code: 'unavailable', outcome: 'unchanged' }))
  await stage.advance(3 * 3_600_000)
  const view = await explain(olga, `${bounce} info@contoso.com`)
  expect(view).toMatchObject({ unblockHelps: false, incidentText: '' })
  expect(view.helpsText).toContain('cannot be known now')
})

test('keeps its lines, so that an older bounce that is quoted in it does not count', async () => {
  const text = `550 5.7.703 blocked\n\n> ${bounce}`
  expect(await explain(nobody, text)).toMatchObject({ code: '550 5.7.703' })
  const lines = `Hello\n> ${bounce}\n550 5.7.705 tenant has exceeded threshold`
  expect(await explain(nobody, lines)).toMatchObject({ code: '550 5.7.705' })
})
