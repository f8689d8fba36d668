import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refuseRealCredentials } from '../../playground/credentials.js'
import { ConfigError } from '../../src/errors.js'
import { createSaveFolder, setStage } from './stage.js'

/** fetch forbids setting Host, Origin and Sec-Fetch-*; a browser sets them itself. */
function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    asked.on('error', reject)
    asked.end(options.body)
  })
}

const saying = JSON.stringify({ person: 'maya', text: 'hi' })
const json = { 'content-type': 'application/json' }

describe('the playground on loopback', () => {
  it.each([
    ['its own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['a tool without a browser', {}, 200],
    ['another name for this machine', { host: 'evil.test' }, 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another port on localhost', { 'sec-fetch-site': 'same-site' }, 403],
    ['a foreign origin', { origin: 'https://evil.test' }, 403],
    ['a hidden origin', { origin: 'null' }, 403],
    [
      'a frame of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      403,
    ],
  ])('answers %s rightly', async (_, headers, status) => {
    const { url } = await setStage()
    const post = { method: 'POST', headers: { ...json, ...headers }, body: saying }
    expect(await ask(`${url}/playground/api/slack/say`, post)).toBe(status)
    expect(await ask(`${url}/playground/api/state`, { headers })).toBe(status)
  })

  it('follows a link from elsewhere to the page', async () => {
    const { url } = await setStage()
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    expect(await ask(`${url}/playground/api/state`, { headers })).toBe(200)
  })

  it.each([
    ['/playground/api/slack/say', { headers: json, body: '{' }, 400],
    ['/playground/api/slack/say', { headers: json, body: 'null' }, 400],
    ['/playground/api/slack/say', { headers: json, body: '{"person":"eve","text":"x"}' }, 400],
    ['/playground/api/slack/say', { headers: { 'content-type': 'text/plain' }, body: saying }, 415],
    [
      '/playground/api/slack/press',
      { headers: json, body: JSON.stringify({ person: 'maya', on: {}, blockId: 'x' }) },
      400,
    ],
    ['/playground/api/teams/execute', { headers: json, body: '[]' }, 400],
    ['/playground/slack/respond/unknown', { headers: json, body: '{}' }, 404],
    ['/playground/slack/api/chat.postMessage', { headers: json, body: '[1]' }, 200],
    ['/playground/slack/api/%00', { headers: {}, body: '\0' }, 200],
    ['/playground/teams/connector/v3/conversations/%E0%A4%A', { headers: json, body: '{}' }, 401],
    ['/playground/nothing', { headers: json, body: '{}' }, 404],
  ])('POST %s survives %j', async (path, sent, status) => {
    const { url } = await setStage()
    expect(await ask(`${url}${path}`, { method: 'POST', ...sent })).toBe(status)
    expect(await ask(`${url}/playground/api/state`, {})).toBe(200)
  })

  it('stops reading a body that does not end', async () => {
    const { url } = await setStage()
    const body = JSON.stringify({ person: 'maya', text: 'x'.repeat(1_100_000) })
    expect(await ask(`${url}/playground/api/slack/say`, { method: 'POST', headers: json, body })).toBe(413)
  })

  it('keeps its messages, keys and ids when it stops and starts', async () => {
    const first = await setStage()
    await first.playground.slack.say({ person: 'maya', text: 'before' })
    await first.playground.teams.say({ person: 'tom', text: 'before' })
    const { botToken } = first.playground.slack
    const { outboundToken, openIdMetadataUrl } = first.playground.teams.botAuthentication()
    await first.close()

    const second = await setStage({ saveFolder: first.saveFolder })
    const { slack, teams } = second.playground
    expect(slack.look('tom').messages).toMatchObject([{ text: 'before' }])
    expect(teams.look('maya').posts).toMatchObject([{ text: 'before', author: { name: 'Tom Okafor' } }])
    expect(slack.botToken).toBe(botToken)
    expect(teams.botAuthentication().outboundToken).toBe(outboundToken)
    expect(new URL(teams.botAuthentication().openIdMetadataUrl).pathname).toBe(
      new URL(openIdMetadataUrl).pathname,
    )
    await slack.say({ person: 'maya', text: 'after' })
    expect(new Set(slack.look('maya').messages.map((message) => message.ts)).size).toBe(2)
  })

  it.each(['', '{"version":1}', 'null', '{"messages":['])(
    'says which file it cannot read: %j',
    async (content) => {
      const saveFolder = createSaveFolder()
      writeFileSync(join(saveFolder, 'playground-slack.json'), content)
      await expect(setStage({ saveFolder })).rejects.toThrow(
        /playground-slack\.json: repair the file, or delete it/,
      )
    },
  )

  it.each([
    'SLACK_BOT_TOKEN',
    'SLACK_ANYTHING',
    'MicrosoftAppPassword',
    'MICROSOFTAPPID',
    'REPRIEVE_CONFIG',
    'REPRIEVE_EXCHANGE_CERTIFICATE',
  ])('refuses to run beside %s', (name) => {
    expect(() => refuseRealCredentials({ PATH: '/bin', [name]: 'secret-value' })).toThrow(ConfigError)
    expect(() => refuseRealCredentials({ [name]: 'secret-value' })).toThrow(`unset ${name}`)
    expect(() => refuseRealCredentials({ [name]: 'secret-value' })).not.toThrow('secret-value')
  })

  it('runs in an environment without real credentials', () => {
    expect(() =>
      refuseRealCredentials({ PATH: '/bin', REPRIEVE_PORT: '3978', SLACK_BOT_TOKEN: '' }),
    ).not.toThrow()
  })
})
