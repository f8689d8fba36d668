import { createServer, request as httpRequest } from 'node:http'
import { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInFlight } from '../../../src/concurrency/in-flight.js'
import { createBoltLog } from '../../../src/platforms/slack/bolt-log.js'
import { createReceiver } from '../../../src/platforms/slack/receiver.js'
import { createVitals } from '../../../src/platforms/slack/vitals.js'
import { listen } from './listen.js'
import { createClick, createTyped, formType, sign, signingSecret, toForm } from './payloads.js'
import { createRig, line, type Rig } from './rig.js'

let rig: Rig
beforeEach(async () => {
  rig = await createRig({ onCommand: async () => line })
})
afterEach(() => rig.close())

const second = 1_000
const minute = 60 * second

describe('the Slack route', () => {
  it.each([
    { name: 'no signature', change: { 'x-slack-signature': '' } },
    { name: 'a wrong signature', change: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } },
    { name: 'an unknown version', change: { 'x-slack-signature': 'v1=00' } },
    { name: 'no timestamp', change: { 'x-slack-request-timestamp': '' } },
    { name: 'a timestamp in words', change: { 'x-slack-request-timestamp': 'now' } },
    { name: 'an endless timestamp', change: { 'x-slack-request-timestamp': 'Infinity' } },
  ])('refuses $name with 401', async ({ change }) => {
    const response = await rig.send(toForm(createClick()), change)
    await rig.idle()
    expect(response.status).toBe(401)
    expect(rig.presses).toEqual([])
  })

  it('refuses what another secret signed', async () => {
    const body = toForm(createClick())
    expect((await rig.send(body, sign(body, rig.clock.now(), 'another'))).status).toBe(401)
    expect(rig.presses).toEqual([])
  })

  it.each([
    { age: '4:59 minutes old', shift: -(4 * minute + 59 * second), status: 200 },
    { age: '5:05 minutes old', shift: -(5 * minute + 5 * second), status: 401 },
    { age: '55 seconds ahead', shift: 55 * second, status: 200 },
    { age: '65 seconds ahead', shift: 65 * second, status: 401 },
    { age: '10 years ahead', shift: 10 * 365 * 24 * 60 * minute, status: 401 },
  ])('answers a validly signed request $age with $status', async ({ shift, status }) => {
    const body = toForm(createClick())
    const response = await rig.send(body, sign(body, rig.clock.now() + shift))
    await rig.idle()
    expect(response.status).toBe(status)
    expect(rig.presses).toHaveLength(status === 200 ? 1 : 0)
  })

  it('runs a request once that arrives three times, whatever its retry number', async () => {
    const body = toForm(createClick())
    const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }
    const statuses = [
      (await rig.send(body)).status,
      (await rig.send(body, again)).status,
      (await rig.send(body)).status,
    ]
    await rig.idle()
    expect(statuses).toEqual([200, 200, 200])
    expect(rig.presses).toHaveLength(1)
  })

  it.each([
    { method: 'GET', path: '/nope', status: 404 },
    { method: 'GET', path: '//', status: 404 },
    { method: 'POST', path: '//', status: 404 },
    { method: 'GET', path: '/slack/events', status: 405 },
    { method: 'OPTIONS', path: '*', status: 404 },
    { method: 'POST', path: '/slack/events/', status: 404 },
  ])('answers $method $path with $status and lives on', async ({ method, path, status }) => {
    expect(await sendRaw(rig.url, { method, path })).toBe(status)
    expect((await rig.sendCommand(createTyped())).status).toBe(200)
  })

  it.each([
    { name: 'a form with a charset', type: 'application/x-www-form-urlencoded; charset=utf-8' },
    { name: 'a form in capitals', type: 'Application/X-WWW-Form-Urlencoded' },
  ])('reads $name', async ({ type }) => {
    await rig.send(toForm(createClick()), { 'content-type': type })
    await rig.idle()
    expect(rig.presses).toHaveLength(1)
  })

  it.each([
    { name: 'null', body: 'null', type: 'application/json; charset=utf-8' },
    { name: 'a list', body: '[]', type: 'application/json' },
    { name: 'half of an object', body: '{"type":', type: 'application/json' },
    { name: 'a null payload', body: 'payload=null', type: formType },
    { name: 'a number as payload', body: 'payload=5', type: formType },
    { name: 'another type', body: 'payload={}', type: 'text/plain' },
  ])('answers signed $name with 400', async ({ body, type }) => {
    expect((await rig.send(body, { 'content-type': type })).status).toBe(400)
  })

  it.each([
    { name: 'announced', chunks: false },
    { name: 'streamed without a length', chunks: true },
  ])('refuses more than 256 kB, $name, with 413', async ({ chunks }) => {
    const body = `payload=${'x'.repeat(257 * 1024)}`
    const headers = sign(body, rig.clock.now())
    expect(await sendRaw(rig.url, { method: 'POST', path: '/slack/events', body, chunks, headers })).toBe(413)
    expect((await rig.sendCommand(createTyped())).status).toBe(200)
  })

  it('answers the check of its URL', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
    const response = await rig.send(body, { 'content-type': 'application/json' })
    expect(await response.json()).toEqual({ challenge: 'abc' })
  })

  it('answers the unsigned check of its certificate and reads nothing of it', async () => {
    const body = `ssl_check=1&${toForm(createClick())}`
    const response = await rig.send(body, { 'x-slack-signature': '' })
    await rig.idle()
    expect(response.status).toBe(200)
    expect(rig.presses).toEqual([])
  })

  it.each([
    { name: 'a shortcut', payload: { type: 'shortcut', callback_id: 'x', user: { id: 'U1' }, team: null } },
    { name: 'a closed window', payload: { type: 'view_closed', user: { id: 'U1' }, view: {} } },
    { name: 'a type nobody knows', payload: { type: 'brand_new', user: { id: 'U1' } } },
    { name: 'a link button', payload: createClick({ actions: [{ action_id: 'link.portal' }] }) },
    { name: 'a radio button of a form', payload: createClick({ actions: [{ action_id: 'value' }] }) },
    { name: 'a click without anything', payload: { type: 'block_actions', actions: [{}], user: {} } },
  ])('takes $name at once and ignores it', async ({ payload }) => {
    const response = await rig.sendInteraction(payload)
    await rig.idle()
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect(rig.presses).toEqual([])
  })

  it('takes events at once and ignores them', async () => {
    const event = { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention', user: 'U1' } }
    const response = await rig.send(JSON.stringify(event), { 'content-type': 'application/json' })
    expect(response.status).toBe(200)
  })

  it('answers 500 to what Bolt cannot read and logs it once', async () => {
    const response = await rig.sendInteraction({ type: 'block_actions', actions: null })
    expect(response.status).toBe(500)
    expect(rig.log.filter(({ level }) => level === 'error')).toHaveLength(1)
  })

  it('never logs a token, a secret or a body', async () => {
    await rig.sendInteraction(createClick({ response_url: rig.fake.responseUrl, note: 'canary-body' }))
    await rig.sendCommand(createTyped({ text: 'canary-text' }))
    const place = { kind: 'channel', channel: { platform: 'slack', channel: 'C1' } } as const
    const card = { name: 'line', view: { icon: 'i', text: 'canary-card' } } as const
    await rig.platform.post(place, card)
    rig.fake.script('chat.postMessage', {
      status: 502,
      body: `<html>canary-reply ${'x'.repeat(1_000)}</html>`,
    })
    await expect(rig.platform.post(place, card)).rejects.toThrow('502')
    await rig.send('canary-body', { 'x-slack-signature': 'v0=canary-signature' })
    await rig.idle()
    expect(rig.log.length).toBeGreaterThan(0)
    expect(JSON.stringify(rig.log)).not.toContain('canary')
  })
})

describe('the receiver', () => {
  it('acknowledges once: a second time is an error that is logged and changes nothing', async () => {
    const errors: object[] = []
    const quiet = { debug() {}, info() {}, warn() {}, error: (fields: object) => void errors.push(fields) }
    const { receiver, route } = createReceiver({
      path: '/slack/events',
      signingSecret,
      isOpen: () => true,
      inFlight: createInFlight(),
      vitals: createVitals(rig.clock),
      clock: rig.clock,
      log: quiet,
    })
    const app = new App({ receiver, authorize: async () => ({}), logger: createBoltLog(quiet) })
    app.error((error) => Promise.reject(error))
    app.command(/./, async ({ ack }) => {
      await ack('first')
      await ack('second')
    })
    const server = createServer((request, response) => void route.handle(request, response))
    const origin = await listen(server)
    const body = new URLSearchParams(createTyped()).toString()
    const headers = { 'content-type': formType, ...sign(body, rig.clock.now()) }
    const response = await fetch(`${origin}/slack/events`, { method: 'POST', body, headers })
    expect(await response.json()).toBe('first')
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(errors).toMatchObject([{ error: { code: 'slack_bolt_receiver_ack_multiple_error' } }])
  })
})

/** Below fetch, which would tidy the path up. */
function sendRaw(
  url: string,
  request: {
    readonly method: string
    readonly path: string
    readonly body?: string
    readonly chunks?: boolean
    readonly headers?: Readonly<Record<string, string>>
  },
): Promise<number> {
  const { hostname, port } = new URL(url)
  const { method, path, body = '', chunks = false, headers = {} } = request
  const length = chunks ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      hostname,
      port,
      method,
      path,
      headers: { 'content-type': formType, ...headers, ...length },
    })
    sent.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
