// What the doctor finds at Teams, through the real connector and Graph calls.
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { PlatformError, StoreError } from '../../../src/errors.js'
import { createExamine } from '../../../src/platforms/teams/examine.js'
import { createManualClock } from '../../clock.js'
import { teamId, toInstallation } from './activities.js'
import { startBot } from './bot.js'
import { containing } from './matchers.js'
import { channelId, createTenant, homeTenantId, type Script, type Tenant } from './tenant.js'

let tenant: Tenant
beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())

const now = Date.UTC(2026, 10, 22, 12)
const date = new Date(now).toUTCString()
const members: Script = ({ line }) =>
  line.endsWith('/pagedmembers') ? { status: 200, body: { members: [] }, headers: { date } } : undefined
beforeEach(() => {
  tenant.calls.length = 0
  tenant.answerWith(members)
})

const never = new AbortController().signal
const group = '12345678-9abc-4def-8012-3456789abcde'
type Options = Parameters<typeof startBot>[1]

async function open(options: Options = {}) {
  const bot = await startBot(tenant, options)
  onTestFinished(() => bot.close())
  return {
    bot,
    examine: async (signal = never) => {
      const checks = await bot.teams.examine(signal)
      return { checks, find: (name: string) => checks.find((check) => check.name === name) }
    },
  }
}

test('finds nothing to mend where the app was added to a team, and posts nothing', async () => {
  const { bot, examine } = await open({ alertChannels: ['installed'] })
  await bot.send(toInstallation(tenant))
  tenant.calls.length = 0
  const { checks } = await examine()
  expect(checks.map(({ name, result }) => [name, result])).toEqual([
    ['Bot token', 'ok'],
    ['Signing keys', 'ok'],
    ['Channel', 'ok'],
    ['Members of the channel', 'ok'],
    ['Clock', 'ok'],
  ])
  expect(tenant.lines()).toEqual([`GET v3/conversations/${channelId}/pagedmembers`])
})

test('finds that the app is in no team', async () => {
  const { examine } = await open({ alertChannels: ['installed'] })
  const { find } = await examine()
  expect(find('Channel')).toMatchObject({ result: 'problem' })
  expect(find('Channel')?.remedy).toContain('Upload the Teams app')
  expect(tenant.lines()).toEqual([])
})

describe('where alerts go', () => {
  const other = {
    tenant: { id: homeTenantId },
    team: { id: '19:team-b@thread.tacv2', name: "Norman's team" },
    channel: { id: '19:b@thread.tacv2' },
  }
  const ours = {
    tenant: { id: homeTenantId },
    team: { id: teamId, name: 'Mail Operations' },
    channel: { id: channelId, name: 'On-call' },
  }
  const pin = { platform: 'teams', channel: channelId } as const

  test('is warned of when the app is in a second team, until an approver has chosen', async () => {
    const { bot, examine } = await open({ alertChannels: ['installed'] })
    await bot.send(toInstallation(tenant, { id: '1', channelData: ours }))
    expect((await examine()).find('Teams')).toBeUndefined()
    await bot.send(toInstallation(tenant, { id: '2', channelData: other }))
    const warned = (await examine()).find('Teams')
    expect(warned).toMatchObject({ result: 'warning', remedy: containing('Send alerts here') })
    expect(warned?.found).toBe(
      "The app is in 2 teams: Mail Operations / On-call, Norman's team. Alerts go to Mail Operations / On-call, the first channel the app was added to.",
    )
    await bot.teams.pin(pin)
    expect((await examine()).find('Teams')).toMatchObject({
      result: 'ok',
      found: containing('as an approver said'),
    })
  })

  test.each([
    ['installed', 'Channel', /Restore the channel; or add it to another team/],
    [channelId, `Channel ${channelId}`, /Restore the channel; or name another channel in the settings/],
  ])('is a problem when that channel was deleted: %s', async (channel, name, remedy) => {
    const { bot, examine } = await open({ alertChannels: [channel] })
    await bot.send(toInstallation(tenant, { id: '1', channelData: ours }))
    const deleted = { ...ours, eventType: 'channelDeleted' }
    await bot.send(toInstallation(tenant, { id: '2', type: 'conversationUpdate', channelData: deleted }))
    const check = (await examine()).find(name)
    expect(check).toMatchObject({
      result: 'problem',
      found: containing('was deleted (Mail Operations / On-call).'),
    })
    expect(check?.remedy).toMatch(remedy)
  })

  test('is not known when the store cannot be read', async () => {
    const memory = {
      recall: () => Promise.reject(new StoreError('x', false)),
      remember: async () => undefined,
    }
    const { examine } = await open({ alertChannels: ['installed'], memory })
    expect((await examine()).find('Channel')).toMatchObject({
      result: 'problem',
      remedy: 'Check the data folder.',
    })
  })
})

test.each([
  [403, { error: { code: 'BotNotInConversationRoster' } }, /403 BotNotInConversationRoster/, /Add the app/],
  [404, { error: { code: 'ConversationNotFound' } }, /the channel is not there/, /Add the app/],
  [503, {}, /Teams answered 503/, /through its proxy/],
])('finds a service that answers %i', async (status, body, found, remedy) => {
  const { examine } = await open({ alertChannels: [channelId] })
  tenant.answerWith(() => ({ status, body }))
  const check = (await examine()).find(`Members of the channel ${channelId}`)
  expect(check?.result).toBe('problem')
  expect(check?.found).toMatch(found)
  expect(check?.remedy).toMatch(remedy)
})

test('finds that nothing answers, and says so once for each channel', async () => {
  const { examine } = await open({ alertChannels: [channelId, channelId] })
  tenant.answerWith(() => 'drop')
  const { checks } = await examine()
  expect(checks.filter(({ result }) => result === 'problem').map(({ found }) => found)).toEqual([
    'Teams could not be reached: the other side ended the connection (UND_ERR_SOCKET).',
  ])
})

test('notices a clock that goes wrong', async () => {
  const { examine } = await open({ alertChannels: [channelId] })
  tenant.answerWith(() => ({
    status: 200,
    body: {},
    headers: { date: new Date(now + 120_000).toUTCString() },
  }))
  expect((await examine()).find('Clock')).toMatchObject({
    result: 'problem',
    found: "This machine's clock is 120 s behind that of Teams.",
  })
})

test('answers with what it has when there is no time', async () => {
  const { examine } = await open({ alertChannels: [channelId], accessGroups: [group] })
  const { checks } = await examine(AbortSignal.abort())
  expect(checks.map(({ name, result }) => [name, result])).toEqual([
    ['Bot token', 'ok'],
    ['Signing keys', 'ok'],
    ['Further channels', 'skipped'],
    ['Further groups', 'skipped'],
    ['Clock', 'skipped'],
  ])
  expect(tenant.lines()).toEqual([])
})

describe('groups of the access list', () => {
  test.each([
    [{ status: 200, body: { displayName: 'Mail operators' } }, 'ok', 'Known as Mail operators.', ''],
    [
      { status: 403 },
      'problem',
      /refuses to tell about groups/,
      /permissions User\.Read\.All and GroupMember\.Read\.All,/,
    ],
    [{ status: 404 }, 'problem', /no such group/, /Correct the id/],
    [{ status: 500 }, 'problem', /answered 500/, /proxy/],
    ['drop', 'problem', /could not be reached: the other side ended the connection/, /proxy/],
    [{ status: 200, body: 'odd' }, 'problem', /did not answer/, /proxy/],
  ] as const)('answered with %j', async (answer, result, found, remedy) => {
    const { examine } = await open({ accessGroups: [group] })
    tenant.answerWith(() => answer)
    const check = (await examine()).find(`Group ${group}`)
    expect(check?.result).toBe(result)
    expect(check?.found).toMatch(found)
    expect(check?.remedy).toMatch(remedy)
    expect(tenant.lines()).toEqual([`GET graph/v1.0/groups/${group}?$select=displayName`])
  })

  test('are not asked about when there are none', async () => {
    const { examine } = await open()
    await examine()
    expect(tenant.lines()).toEqual([])
  })
})

const noKeys = {
  look: () => Promise.reject(new PlatformError('No keys', { code: 'unavailable' })),
  readTrouble: () => undefined,
}

test('gives up a token that never comes', async () => {
  const clock = createManualClock(now)
  const examine = createExamine({
    transport: { authorize: () => new Promise(() => {}), keys: noKeys },
    connector: {
      getMembers: () => Promise.reject(new Error('not asked')),
      readTime: () => ({ theirs: undefined, ours: 0 }),
    },
    conversations: { recall: () => Promise.reject(new Error('not asked')) },
    serviceUrls: { readRefused: () => undefined },
    groups: { examine: async () => [] },
    alertChannels: ['installed'],
    clock,
  })
  const examining = examine(never)
  await clock.advance(10_000)
  expect(await examining).toMatchObject([
    { name: 'Bot token', result: 'problem' },
    { name: 'Signing keys', result: 'problem', found: 'No keys.' },
  ])
})

test.each([
  ['AADSTS7000222: The provided client secret keys for app 1234 are expired.', /secret has expired/],
  ['AADSTS7000215: Invalid client secret provided.', /secret is wrong/],
  ['AADSTS50000: canary', /no token \(AADSTS50000\)/],
  ['getaddrinfo ENOTFOUND canary', /no token\./],
])('a token that is refused with "%s" is told without its words', async (message, found) => {
  const examine = createExamine({
    transport: { authorize: () => Promise.reject(new Error(message)), keys: noKeys },
    connector: {
      getMembers: () => Promise.reject(new Error('not asked')),
      readTime: () => ({ theirs: undefined, ours: 0 }),
    },
    conversations: { recall: () => Promise.reject(new Error('not asked')) },
    serviceUrls: { readRefused: () => undefined },
    groups: { examine: async () => [] },
    alertChannels: ['installed'],
    clock: createManualClock(now),
  })
  const checks = await examine(never)
  expect(checks).toHaveLength(2)
  expect(checks[0]?.found).toMatch(found)
  expect(checks[0]?.remedy).not.toBe('')
  expect(JSON.stringify(checks)).not.toMatch(/canary|1234/)
})
