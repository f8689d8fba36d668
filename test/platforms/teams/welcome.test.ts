import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { StoreError } from '../../../src/errors.js'
import type { Memory } from '../../../src/ports.js'
import { quietHome } from '../../home-card.js'
import { inPersonalChat, maya, mayaInRoster, threadId, toInstallation, toMention } from './activities.js'
import { createMemory, startBot } from './bot.js'
import { botId, createTenant, type Tenant } from './tenant.js'

let tenant: Tenant
let kept: Map<string, unknown>
let member: object

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(() => {
  kept = new Map()
  member = mayaInRoster
  tenant.calls.length = 0
  tenant.answerWith(({ line }) => (line.includes('/members/') ? { status: 200, body: member } : undefined))
})

const chatLine = 'POST v3/conversations/a:1maya-chat/activities'
const posts = () => tenant.lines().filter((line) => line.startsWith('POST'))
const added = (fields = {}) =>
  inPersonalChat(tenant, { type: 'installationUpdate', action: 'add', ...fields })
const joined = (fields = {}) =>
  inPersonalChat(tenant, {
    type: 'conversationUpdate',
    membersAdded: [{ id: maya.id }, { id: botId }],
    ...fields,
  })
const foreignTenantId = '1f0a6a4e-27e8-4d0c-9a35-5c1b7d0e93aa'

async function follow(...activities: readonly object[]) {
  const homes: string[] = []
  const bot = await startBot(tenant, {
    memory: createMemory(kept),
    async onHome(actor) {
      homes.push(actor.id)
      return quietHome
    },
  })
  for (const activity of activities) expect((await bot.send(activity)).status).toBe(200)
  await bot.close()
  return { homes, logged: bot.logged.map(({ event }) => event), commands: bot.commands }
}

describe('whoever adds the bot for themselves', () => {
  test.each([
    ['the installation', () => [added()]],
    ['the conversation', () => [joined()]],
    ['both, twice', () => [added(), joined(), added(), joined()]],
  ])('is greeted once with their home card on %s', async (_name, events) => {
    const { homes } = await follow(...events())
    expect(homes).toEqual([maya.aadObjectId])
    expect(posts()).toEqual([chatLine])
    expect(JSON.stringify(tenant.calls.at(-1)?.body)).toContain('Restricted entities')
  })

  test('is not greeted again after a restart', async () => {
    await follow(added())
    expect((await follow(added(), joined())).homes).toEqual([])
  })

  test('is greeted again after taking it away and adding it anew', async () => {
    expect((await follow(added(), joined(), added({ action: 'remove' }), added())).homes).toHaveLength(2)
  })

  test('is greeted by the next event when the first greeting got lost', async () => {
    const answer = (status: number) =>
      tenant.answerWith(({ line }) => {
        if (line.includes('/members/')) return { status: 200, body: member }
        return status === 201 ? undefined : { status }
      })
    answer(403)
    expect((await follow(added())).logged).toEqual(['teams.welcome.failed'])
    answer(201)
    expect((await follow(joined())).homes).toHaveLength(1)
  })
})

test.each<[string, () => object]>([
  ['the app is upgraded', () => added({ action: 'add-upgrade' })],
  ['somebody else is added', () => joined({ membersAdded: [{ id: maya.id }] })],
  ['the app is added to a team', () => toInstallation(tenant)],
  ['nobody says who added it', () => added({ from: { id: maya.id } })],
  [
    'it happens in another tenant',
    () =>
      added({
        channelData: { tenant: { id: foreignTenantId } },
        conversation: { id: 'a:1maya-chat', conversationType: 'personal', tenantId: foreignTenantId },
      }),
  ],
])('greets nobody when %s', async (_name, event) => {
  expect((await follow(event())).homes).toEqual([])
  expect(posts()).toEqual([])
})

test('greets no guest, and greets once they are a member', async () => {
  member = { ...mayaInRoster, userRole: 'guest' }
  expect((await follow(added())).homes).toEqual([])
  member = mayaInRoster
  expect((await follow(added())).homes).toHaveLength(1)
})

test('answers the event all the same when nothing can be remembered', async () => {
  const broken: Memory = {
    recall: async () => undefined,
    remember: () => Promise.reject(new StoreError('disk full', false)),
  }
  const bot = await startBot(tenant, { memory: broken })
  await bot.send(added())
  await bot.close()
  expect(bot.logged.map(({ event }) => event)).toContain('teams.welcome.failed')
})

describe('home', () => {
  test('typed in the personal chat shows the home card there', async () => {
    const { homes, commands } = await follow(inPersonalChat(tenant, { type: 'message', text: ' Home' }))
    expect([homes, commands]).toEqual([[maya.aadObjectId], []])
    expect(posts()).toEqual([chatLine])
  })

  test('typed in a channel is answered in private', async () => {
    await follow(toMention(tenant, 'home'))
    expect(posts()).toEqual([`POST v3/conversations/${threadId}/activities?isTargetedActivity=true`])
  })

  test('is a word of its own', async () => {
    const text = 'review home@contoso.com'
    expect((await follow(inPersonalChat(tenant, { type: 'message', text }))).homes).toEqual([])
  })
})
