import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  channelData,
  inChannel,
  inPersonalChat,
  maya,
  mayaInRoster,
  toInvoke,
  toMention,
} from './activities.js'
import { startBot } from './bot.js'
import { channelId, createTenant, homeTenantId, type Tenant } from './tenant.js'

let tenant: Tenant

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())

let member: unknown
let status: number
beforeEach(() => {
  member = mayaInRoster
  status = 200
  tenant.calls.length = 0
  tenant.answerWith(({ line }) => (line.startsWith('GET') ? { status, body: member } : undefined))
})

const foreignTenantId = '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa'
const looks = () => tenant.lines().filter((line) => line.startsWith('GET'))

async function identify(fields: Record<string, unknown> = {}) {
  const bot = await startBot(tenant)
  await bot.send(toMention(tenant, 'list', fields))
  await bot.close()
  return bot.commands[0]?.actor
}

test('knows a member by the roster of the channel, without its thread', async () => {
  expect(await identify()).toEqual({
    platform: 'teams',
    id: maya.aadObjectId,
    name: 'Maya Lindqvist',
    home: homeTenantId,
    isMember: true,
    groups: [],
    addresses: ['maya@contoso.com', 'maya.l@contoso.com'],
    entraId: { objectId: maya.aadObjectId, directoryId: homeTenantId },
  })
  expect(looks()).toEqual([`GET v3/conversations/${channelId}/members/${maya.id}`])
})

test.each<[string, unknown]>([
  [
    'a guest by UPN',
    { ...mayaInRoster, userPrincipalName: 'maya_fabrikam.com#EXT#@contoso.onmicrosoft.com' },
  ],
  ['a guest by role', { ...mayaInRoster, userRole: 'guest' }],
  ['an anonymous visitor', { ...mayaInRoster, userRole: 'anonymous' }],
  ['somebody of another tenant', { ...mayaInRoster, tenantId: foreignTenantId }],
  ['somebody without a tenant', { ...mayaInRoster, tenantId: undefined }],
  ['somebody without a UPN', { ...mayaInRoster, userPrincipalName: undefined }],
  ['somebody else', { ...mayaInRoster, objectId: '4b0f2f5e-5a53-4f0e-8a0e-6d8f0c1f1a99' }],
  ['somebody without an object id', { ...mayaInRoster, objectId: undefined }],
  ['an empty record', {}],
  ['no record', null],
  ['a list', []],
])('does not take %s for a member', async (_name, found) => {
  member = found
  expect(await identify()).toMatchObject({ id: maya.aadObjectId, isMember: false })
})

test('says which tenant a person of a shared channel belongs to', async () => {
  member = { ...mayaInRoster, tenantId: foreignTenantId }
  expect(await identify()).toMatchObject({ home: foreignTenantId, isMember: false })
})

test('does not know addresses that the roster does not tell', async () => {
  member = { ...mayaInRoster, email: undefined, userPrincipalName: undefined }
  expect(await identify()).toMatchObject({ addresses: undefined })
})

test.each([
  [403, 'forbidden'],
  [404, 'channel-not-found'],
  [429, 'throttled'],
  [500, 'unavailable'],
])('is nobody yet, rather than an outsider, when the roster answers %i', async (answer, code) => {
  status = answer
  expect(await identify()).toMatchObject({
    id: maya.aadObjectId,
    isMember: false,
    addresses: undefined,
    lookupFailure: { about: 'person', code, asked: 'Microsoft Teams' },
  })
})

test('is an outsider when the roster says that it knows nobody of that id', async () => {
  status = 404
  member = { error: { code: 'MemberNotFoundInConversation' } }
  const actor = await identify()
  expect(actor).toMatchObject({ id: maya.aadObjectId, isMember: false })
  expect(actor?.lookupFailure).toBeUndefined()
})

test('is an outsider when another tenant is named, whatever becomes of the question', async () => {
  status = 500
  const conversation = { id: channelId, tenantId: foreignTenantId }
  const actor = await identify({ channelData: channelData(foreignTenantId), conversation })
  expect(actor).toMatchObject({ home: foreignTenantId, isMember: false })
  expect(actor?.lookupFailure).toBeUndefined()
})

test.each([undefined, '', null, 7])(
  'asks nobody about somebody whose object id is %s',
  async (aadObjectId) => {
    expect(await identify({ from: { ...maya, aadObjectId } })).toMatchObject({ id: maya.id, isMember: false })
    expect(looks()).toEqual([])
  },
)

test.each([
  [
    'another tenant',
    { channelData: channelData(foreignTenantId), conversation: { id: channelId, tenantId: foreignTenantId } },
  ],
  ['two tenants at once', { channelData: channelData(foreignTenantId) }],
  ['two tenants the other way round', { conversation: { id: channelId, tenantId: foreignTenantId } }],
  ['no tenant', { channelData: {}, conversation: { id: channelId } }],
])('takes nobody for a member whose activity names %s', async (_name, fields) => {
  expect(await identify(fields)).toMatchObject({ isMember: false })
})

test.each([
  ['as the roster has it', mayaInRoster, 'Maya Lindqvist'],
  ['by the UPN when the roster has no name', { ...mayaInRoster, name: undefined }, 'Maya.L@contoso.com'],
  ['by the id when nobody was found', { objectId: undefined }, maya.aadObjectId],
])('is called %s, whatever the activity says', async (_, found, name) => {
  member = found
  expect(await identify({ from: { ...maya, name: 'Tom Okafor' } })).toMatchObject({ name })
})

test('cuts a name and takes control characters out of it', async () => {
  member = { ...mayaInRoster, name: `\u202eMaya\n\u0000 ${'x'.repeat(500)}` }
  const actor = await identify()
  expect(actor?.name).toBe(`Maya ${'x'.repeat(95)}`)
})

test('asks the roster again after five minutes, and not before', async () => {
  const bot = await startBot(tenant)
  await bot.send(toMention(tenant, 'list', { id: '1' }))
  await bot.send(toMention(tenant, 'list', { id: '2' }))
  expect(looks()).toHaveLength(1)
  member = { ...mayaInRoster, userRole: 'guest' }
  await bot.clock.advance(300_000)
  await bot.send(toMention(tenant, 'list', { id: '3' }))
  expect(bot.commands.map((command) => command.actor.isMember)).toEqual([true, true, false])
  await bot.close()
})

test.each(['unblock', 'contain-now'])('is asked for anew for a Yes (%s)', async (verb) => {
  const bot = await startBot(tenant)
  await bot.send(toInvoke(tenant, { verb: 'review', data: { incidentId: 'incident-1' } }, { id: '1' }))
  member = { ...mayaInRoster, userRole: 'guest' }
  const yes = { verb, data: { incidentId: 'incident-1', confirmationId: 'c-1' } }
  await bot.send(toInvoke(tenant, yes, { id: '2' }))
  status = 503
  await bot.send(toInvoke(tenant, yes, { id: '3' }))
  const actors = bot.presses.map(({ actor }) => [actor.isMember, actor.lookupFailure?.about])
  expect(actors).toEqual([
    [true, undefined],
    [false, undefined],
    [false, 'person'],
  ])
  await bot.close()
})

test('is asked for anew for a Yes from a client without invokes', async () => {
  const bot = await startBot(tenant)
  await bot.send(toMention(tenant, 'list', { id: '1' }))
  member = { ...mayaInRoster, userRole: 'guest' }
  const value = { action: 'unblock', incidentId: 'incident-1', confirmationId: 'c-1' }
  await bot.send(inChannel(tenant, { type: 'message', text: '', value, id: '2' }))
  expect(bot.presses.map(({ actor }) => actor.isMember)).toEqual([false])
  await bot.close()
})

test('does not remember a look that failed', async () => {
  const bot = await startBot(tenant)
  status = 503
  await bot.send(toMention(tenant, 'list', { id: '1' }))
  status = 200
  await bot.send(toMention(tenant, 'list', { id: '2' }))
  expect(bot.commands.map((command) => command.actor.isMember)).toEqual([false, true])
  await bot.close()
})

test('does not carry what it knows from one conversation to another', async () => {
  const bot = await startBot(tenant)
  await bot.send(toMention(tenant, 'list'))
  await bot.send(inPersonalChat(tenant, { type: 'message', text: 'list' }))
  expect(looks()).toHaveLength(2)
  await bot.close()
})

test('answers strangers privately, too', async () => {
  const bot = await startBot(tenant)
  const fields = {
    channelData: channelData(foreignTenantId),
    conversation: { id: channelId, tenantId: foreignTenantId },
  }
  const review = { verb: 'review', data: { incidentId: 'incident-1' } }
  const { status: answered, body } = await bot.send(toInvoke(tenant, review, fields))
  expect([answered, body]).toMatchObject([200, { type: 'application/vnd.microsoft.card.adaptive' }])
  expect(bot.presses).toMatchObject([{ actor: { home: foreignTenantId, isMember: false } }])
  await bot.close()
})
