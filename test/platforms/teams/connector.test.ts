import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createConnector } from '../../../src/platforms/teams/connector.js'
import { createManualClock } from '../../clock.js'
import { containing } from './matchers.js'
import { botId, createTenant, type Tenant } from './tenant.js'

let tenant: Tenant

beforeAll(async () => {
  tenant = await createTenant()
})
afterAll(() => tenant.close())
beforeEach(() => {
  tenant.calls.length = 0
})

const line = { type: 'message', text: 'hello' } as const

const serviceUrls = { isAllowed: (url: string) => new URL(url).origin === new URL(tenant.serviceUrl).origin }

function createFor(authorize: () => Promise<string>) {
  const clock = createManualClock(0)
  return { clock, connector: createConnector({ transport: { authorize }, serviceUrls, fetch, clock, botId }) }
}

test('says what to check when there is no token, and does not call without one', async () => {
  const cause = new Error('AADSTS7000215')
  const { connector } = createFor(() => Promise.reject(cause))
  const to = { serviceUrl: tenant.serviceUrl, conversationId: 'a:1' }
  await expect(connector.send(to, line)).rejects.toMatchObject({
    name: 'PlatformError',
    code: 'unavailable',
    message: containing('app id, tenant and secret'),
    cause,
  })
  expect(tenant.calls).toEqual([])
})

test('does not post any more after it has given up', async () => {
  let bring = (_authorization: string) => {}
  const { clock, connector } = createFor(
    () =>
      new Promise((resolve) => {
        bring = resolve
      }),
  )
  const to = { serviceUrl: tenant.serviceUrl, conversationId: 'a:1' }
  const sent = connector.send(to, line).catch((error: unknown) => error)
  await clock.advance(10_000)
  expect(await sent).toMatchObject({ code: 'unavailable' })
  bring('Bearer late')
  await new Promise((resolve) => setImmediate(resolve))
  // The next call would come in after it.
  const next = createFor(async () => 'Bearer next')
  await next.connector.send(to, line)
  expect(tenant.calls.map((call) => call.authorization)).toEqual(['Bearer next'])
})

test('keeps ids inside their place in the path', async () => {
  const { connector } = createFor(async () => 'Bearer token')
  const to = { serviceUrl: tenant.serviceUrl.replace(/\/$/, ''), conversationId: '19:a/../b?c#d' }
  await connector.getMember(to, '29:x/activities').catch(() => {})
  expect(tenant.lines()).toEqual(['GET v3/conversations/19:a/../b?c#d/members/29:x/activities'])
})
