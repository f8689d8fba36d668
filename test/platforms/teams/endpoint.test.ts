import { request as openRequest } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toRuns } from '../../long.js'
import { inPersonalChat } from './activities.js'
import { type Bot, startBot } from './bot.js'
import { createTenant, type Tenant } from './tenant.js'

let tenant: Tenant
let bot: Bot

beforeAll(async () => {
  tenant = await createTenant()
  bot = await startBot(tenant)
})
afterAll(async () => {
  await bot.close()
  await tenant.close()
})

async function post(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<number> {
  const authorization = `Bearer ${await tenant.sign()}`
  const response = await fetch(bot.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body,
  })
  await response.arrayBuffer()
  return response.status
}

describe('a genuine caller', () => {
  test.each([
    ['an empty body', '', 400],
    ['no JSON', 'hello', 400],
    ['half of JSON', '{"type":', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a number', '7', 400],
    ['a string', '"message"', 400],
    ['an empty object', '{}', 401],
    ['a byte that is no UTF-8', new Uint8Array([0xff, 0x7b, 0x7d]), 400],
    ['lists in lists without end', '['.repeat(50_000) + ']'.repeat(50_000), 400],
    [
      'a list in lists where a length is looked for',
      `{"id":{"length":${'['.repeat(9_000)}${']'.repeat(9_000)}}}`,
      400,
    ],
    ['256 kB and more', `"${'x'.repeat(256 * 1024)}"`, 413],
  ])('is answered %s with a status of 4xx', async (_name, body, status) => {
    expect(await post(body)).toBe(status)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'may not send %s',
    async (contentType) => {
      expect(await post('{}', { 'content-type': contentType })).toBe(415)
    },
  )

  test('may name a charset', async () => {
    const body = JSON.stringify(inPersonalChat(tenant, { type: 'typing' }))
    expect(await post(body, { 'content-type': 'Application/JSON; charset=utf-8' })).toBe(200)
  })

  test('gets an answer whatever the body holds', async () => {
    const genuine = inPersonalChat(tenant, {
      type: 'message',
      text: 'help',
      name: 'adaptiveCard/action',
      value: {},
      entities: [],
      membersAdded: [],
      membersRemoved: [],
      action: 'add',
    })
    const twisted = fc.record(
      Object.fromEntries(
        Object.keys(genuine)
          .filter((key) => key !== 'serviceUrl' && key !== 'channelId')
          .map((key) => [
            key,
            fc.oneof(fc.jsonValue(), fc.constantFrom('message', 'invoke', 'conversationUpdate')),
          ]),
      ),
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(twisted, fc.boolean(), async (fields, isWhole) => {
        const body = isWhole ? { ...fields, serviceUrl: tenant.serviceUrl } : { ...genuine, ...fields }
        const { status } = await bot.send(body)
        expect([200, 400, 401, 501]).toContain(status)
      }),
      { numRuns: toRuns(300) },
    )
  })
})

test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with 405', async (method) => {
  const response = await fetch(bot.url, { method })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
})

test('does not wait for the body of a stranger', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const request = openRequest(bot.url, { method: 'POST', headers: { 'content-type': 'application/json' } })
    request.on('response', (response) => {
      resolve(response.statusCode)
      request.destroy()
    })
    request.on('error', reject)
    request.write('{"type":')
  })
  expect(status).toBe(401)
})

test('survives a caller that hangs up half way', async () => {
  const authorization = `Bearer ${await tenant.sign()}`
  const headers = { 'content-type': 'application/json', authorization, 'content-length': '1000' }
  await new Promise<void>((resolve) => {
    const request = openRequest(bot.url, { method: 'POST', headers })
    request.on('error', () => resolve())
    request.write('{"type":', () => request.destroy(new Error('hung up')))
  })
  expect((await bot.send(inPersonalChat(tenant, { type: 'typing' }))).status).toBe(200)
})

test('takes nothing after it has been stopped', async () => {
  const other = await startBot(tenant)
  await other.teams.stop()
  const { status } = await other.send(inPersonalChat(tenant, { type: 'message', text: 'help' }))
  expect([status, other.commands]).toEqual([503, []])
  await other.close()
})
