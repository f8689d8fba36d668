import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { maya, mayaInRoster, toInvoke, toMention } from './activities.js'
import { type Bot, startBot } from './bot.js'
import { including } from './matchers.js'
import { createTenant, type ScriptedAnswer, type Tenant } from './tenant.js'

let tenant: Tenant
let member: object
let graph: (ids: readonly string[]) => ScriptedAnswer | 'hang' | 'drop'

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(() => {
  tenant.calls.length = 0
  member = mayaInRoster
  graph = (ids) => ({ status: 200, body: { value: ids.slice(0, 1) } })
  tenant.answerWith(({ line, body }) => {
    if (line.includes('/members/')) return { status: 200, body: member }
    return isGraph(line) ? graph((body as { groupIds: string[] }).groupIds) : undefined
  })
})

const isGraph = (line: string) => line.startsWith('POST graph/')
const asked = () => tenant.calls.filter(({ line }) => isGraph(line))
const toGroups = (count: number) =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`)
const [first = '', second = ''] = toGroups(2)

async function say(bot: Bot, id = '1'): Promise<readonly string[] | undefined> {
  await bot.send(toMention(tenant, 'list', { id }))
  return bot.commands.at(-1)?.actor.groups
}

test('asks Graph which of the groups a member is in', async () => {
  const bot = await startBot(tenant, { accessGroups: [first.toUpperCase(), second, first] })
  expect(await say(bot)).toEqual([first])
  expect(asked()).toEqual([
    {
      line: `POST graph/v1.0/users/${maya.aadObjectId}/checkMemberGroups`,
      authorization: 'Bearer outbound-token',
      body: { groupIds: [first, second] },
    },
  ])
  await bot.close()
})

test('asks about at most twenty groups at a time', async () => {
  const bot = await startBot(tenant, { accessGroups: toGroups(41) })
  expect(await say(bot)).toEqual([toGroups(41)[0], toGroups(41)[20], toGroups(41)[40]])
  expect(asked().map(({ body }) => (body as { groupIds: string[] }).groupIds.length)).toEqual([20, 20, 1])
  await bot.close()
})

test('asks nothing when no group has a role', async () => {
  const bot = await startBot(tenant)
  expect(await say(bot)).toEqual([])
  expect(asked()).toEqual([])
  await bot.close()
})

test('asks anew for a Yes, and gives no group when Graph does not answer', async () => {
  const bot = await startBot(tenant, { accessGroups: [first] })
  expect(await say(bot)).toEqual([first])
  const yes = { verb: 'contain-now', data: { incidentId: 'incident-1', confirmationId: 'c-1' } }
  graph = () => ({ status: 200, body: { value: [] } })
  await bot.send(toInvoke(tenant, yes, { id: '2' }))
  graph = () => ({ status: 503 })
  await bot.send(toInvoke(tenant, yes, { id: '3' }))
  const actors = bot.presses.map(({ actor }) => [actor.groups, actor.lookupFailure?.about])
  expect(actors).toEqual([
    [[], undefined],
    [[], 'groups'],
  ])
  await bot.close()
})

test('tells who is in a group, without guests, disabled accounts and what is no person', async () => {
  const one = (id: string, more: object = {}) => ({ id, userType: 'Member', accountEnabled: true, ...more })
  let answer: ScriptedAnswer = {
    status: 200,
    body: {
      value: [
        one('oid-1', { mail: 'Maya@Contoso.com', userPrincipalName: 'maya@contoso.com' }),
        one('oid-2', { userType: 'Guest' }),
        one('oid-3', { accountEnabled: false }),
        { '@odata.type': '#microsoft.graph.group', id: 'group-1' },
      ],
    },
  }
  tenant.answerWith(({ line }) => (line.includes('/transitiveMembers') ? answer : undefined))
  const bot = await startBot(tenant, { accessGroups: [first] })
  expect(await bot.teams.listMembers(first)).toEqual([{ id: 'oid-1', addresses: ['maya@contoso.com'] }])
  answer = { status: 403 }
  await expect(bot.teams.listMembers(first)).rejects.toMatchObject({ code: 'forbidden' })
  await bot.close()
})

test('shows a token of its own making to nobody', async () => {
  const { graphUrl: _graphUrl, ...authentication } = tenant.authentication
  const bot = await startBot({ ...tenant, authentication }, { accessGroups: [first] })
  expect([await say(bot), bot.logged]).toEqual([[], []])
  await bot.close()
})

test.each([
  ['a guest', { ...mayaInRoster, userRole: 'guest' }],
  ['somebody of another tenant', { ...mayaInRoster, tenantId: '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa' }],
  ['somebody the roster does not know', {}],
])('asks nothing about %s', async (_name, found) => {
  member = found
  const bot = await startBot(tenant, { accessGroups: [first] })
  expect(await say(bot)).toEqual([])
  expect(asked()).toEqual([])
  await bot.close()
})

test('takes no group that it did not ask about', async () => {
  graph = () => ({
    status: 200,
    body: { value: [second.toUpperCase(), 'ffffffff-0000-4000-8000-000000000000'] },
  })
  const bot = await startBot(tenant, { accessGroups: [first, second] })
  expect(await say(bot)).toEqual([second])
  await bot.close()
})

test.each<[string, ScriptedAnswer | 'drop', string]>([
  ['refuses the token', { status: 401 }, 'forbidden'],
  ['lacks the consent', { status: 403 }, 'forbidden'],
  ['does not know the person', { status: 404 }, 'rejected'],
  ['has too much to do', { status: 429 }, 'throttled'],
  ['is broken', { status: 500 }, 'unavailable'],
  ['answers nonsense', { status: 200, body: { value: 'all' } }, 'unavailable'],
  ['answers nothing', { status: 200 }, 'unavailable'],
  ['hangs up', 'drop', 'unavailable'],
])('gives no group, keeps membership and logs it when Graph %s', async (_name, answer, code) => {
  graph = () => answer
  const bot = await startBot(tenant, { accessGroups: [first] })
  expect(await say(bot)).toEqual([])
  expect(bot.commands[0]?.actor).toMatchObject({
    isMember: true,
    lookupFailure: { about: 'groups', groups: [first], code, asked: 'Microsoft Graph' },
  })
  expect(bot.logged).toEqual([
    {
      level: 'warn',
      event: 'teams.actor.groups.failed',
      fields: including({ code, actorId: maya.aadObjectId }),
    },
  ])
  await bot.close()
})

test('does not carry its token after a redirect', async () => {
  graph = () => ({ status: 307, headers: { location: `${tenant.serviceUrl}elsewhere` } })
  const bot = await startBot(tenant, { accessGroups: [first] })
  expect(await say(bot)).toEqual([])
  expect(tenant.lines().filter((line) => line.includes('checkMemberGroups'))).toHaveLength(1)
  expect(tenant.lines().filter((line) => line.includes('elsewhere'))).toEqual([])
  await bot.close()
})

test('gives no group at all when one of several questions fails', async () => {
  graph = (ids) => (ids.length === 20 ? { status: 200, body: { value: ids } } : { status: 503 })
  const bot = await startBot(tenant, { accessGroups: toGroups(21) })
  expect(await say(bot)).toEqual([])
  await bot.close()
})

test('gives up on Graph after five seconds', async () => {
  graph = () => 'hang'
  const bot = await startBot(tenant, { accessGroups: [first] })
  const said = say(bot)
  await tenant.received(2)
  await bot.clock.advance(4_999)
  expect(bot.commands).toEqual([])
  await bot.clock.advance(1)
  await said
  await expect.poll(() => bot.commands.map(({ actor }) => actor.groups)).toEqual([[]])
  await bot.close()
})

test('asks again after five minutes, and not before', async () => {
  const bot = await startBot(tenant, { accessGroups: [first] })
  expect([await say(bot, '1'), await say(bot, '2')]).toEqual([[first], [first]])
  expect(asked()).toHaveLength(1)
  await bot.clock.advance(300_000)
  graph = () => ({ status: 200, body: { value: [] } })
  expect(await say(bot, '3')).toEqual([])
  await bot.close()
})

test('does not remember a question that failed', async () => {
  const bot = await startBot(tenant, { accessGroups: [first] })
  const works = graph
  graph = () => ({ status: 503 })
  expect(await say(bot, '1')).toEqual([])
  graph = works
  expect(await say(bot, '2')).toEqual([first])
  expect(bot.commands.map(({ actor }) => actor.lookupFailure?.about)).toEqual(['groups', undefined])
  await bot.close()
})
