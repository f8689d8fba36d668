import { describe, expect, test } from 'vitest'
import { BackendError } from '../../src/errors.js'
import { createLog } from '../../src/log/index.js'

/** In every secret below; nowhere else. */
const canary = 'c4n4ry'

function capture(level = 'debug') {
  const lines: string[] = []
  const log = createLog({ level }, { write: (line: string) => void lines.push(line) })
  return { log, lines, text: () => lines.join('\n') }
}

function nest(value: unknown, depth: number): unknown {
  return depth === 0 ? value : { inner: nest(value, depth - 1) }
}

function createSdkError(): Error {
  // As SDKs do: the request with its headers hangs on the error.
  const request = { headers: { authorization: `Bearer ${canary}` }, body: canary }
  return Object.assign(new Error('An API error occurred: invalid_auth', { cause: request }), {
    config: request,
    original: { token: canary },
  })
}

describe('no secret reaches the log', () => {
  test.each([
    [
      'under a telling key',
      { botToken: canary, clientSecret: canary, password: canary, 'set-cookie': canary },
    ],
    [
      'under keys in other cases',
      { AUTHORIZATION: canary, 'X-Slack-Signature': canary, private_key: canary },
    ],
    ['under a telling key, as a list or an object', { tokens: [canary], certificate: { pem: canary } }],
    ['deep inside', { request: { headers: { Authorization: canary } }, list: [{ a: [{ secret: canary }] }] }],
    ['deeper than anything is written', { deep: nest({ token: canary }, 20) }],
    ['hanging on an error', { err: createSdkError() }],
    [
      'in the cause of a cause',
      { err: new Error('a', { cause: new Error('b', { cause: { token: canary } }) }) },
    ],
    ['in the message of an error', { err: new Error(`401 for Bearer ${canary}.${canary}`) }],
    [
      'in the message of a cause',
      {
        err: new BackendError('no', {
          code: 'forbidden',
          outcome: 'unchanged',
          cause: new Error(`xoxb-12-${canary}`),
        }),
      },
    ],
    ['as a Slack token in a text', { problem: `invalid xoxb-1-2-${canary} and xapp-1-${canary}` }],
    ['as a rotated Slack token', { problem: `xoxe.xoxp-1-${canary}` }],
    ['as a JWT', { problem: `got eyJhbGciOiJSUzI1NiJ9.${canary}.${canary}` }],
    ['as a private key', { problem: `-----BEGIN PRIVATE KEY-----\nMII${canary}\n-----END PRIVATE KEY-----` }],
    ['as a response URL', { url: `https://hooks.slack.com/actions/T1/2/${canary}` }],
    ['as the password of a URL', { url: `postgres://reprieve:${canary}@db/reprieve` }],
  ])('%s', (_, fields) => {
    const { log, text, lines } = capture()
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](fields, 'test.event')
    expect(lines).toHaveLength(4)
    expect(text()).not.toContain(canary)
  })

  test('of fields that refer to themselves', () => {
    const { log, text } = capture()
    const fields: Record<string, unknown> = { token: canary }
    fields.self = fields
    log.info(fields, 'test.event')
    expect(text()).not.toContain(canary)
  })
})

describe('a log line', () => {
  test('has the fields and the event, and what an operator needs of an error', () => {
    const { log, lines } = capture()
    const cause = new Error('socket hang up')
    const err = new BackendError('Exchange did not answer', { code: 'timeout', outcome: 'unknown', cause })
    log.error({ incidentId: 'id-1', minutes: 5, err }, 'unblock.failed')
    const line: unknown = JSON.parse(lines[0] ?? '')
    expect(line).toMatchObject({
      level: 50,
      msg: 'unblock.failed',
      incidentId: 'id-1',
      minutes: 5,
      err: { type: 'BackendError', message: 'Exchange did not answer', cause: { message: 'socket hang up' } },
    })
    expect(lines[0]).toContain('log.test')
  })

  test('is left out below the level that was set', () => {
    const { log, lines } = capture('warn')
    log.info({}, 'test.event')
    expect(lines).toEqual([])
    log.warn({}, 'test.event')
    expect(lines).toHaveLength(1)
  })

  test('keeps addresses and times, which are no secrets', () => {
    const { log, text } = capture()
    log.info(
      { entity: 'laura@contoso.com', url: 'https://graph.microsoft.com/v1.0/users', at: 1 },
      'test.event',
    )
    expect(text()).toContain('laura@contoso.com')
    expect(text()).toContain('https://graph.microsoft.com/v1.0/users')
  })
})
