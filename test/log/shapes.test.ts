// Everything that SDKs, runtimes and mischief hand to a log.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebClient } from '@slack/web-api'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/log/index.js'
import { measureCpu } from '../cpu-time.js'

/** In every secret below; nowhere else. */
const canary = 'c4n4ry'

function write(fields: object, secrets: readonly string[] = []) {
  const lines: string[] = []
  const log = createLog({ level: 'debug', secrets }, { write: (line: string) => void lines.push(line) })
  log.error(fields, 'test.event')
  expect(lines).toHaveLength(1)
  const text = lines[0] ?? ''
  expect(text).not.toContain(canary)
  const line: unknown = JSON.parse(text)
  expect(line).toMatchObject({ level: 50, msg: 'test.event' })
  return { text, line }
}

async function serve(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': `d=${canary}` }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

async function fail(call: () => Promise<unknown>): Promise<Error> {
  try {
    await call()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not fail')
}

/** As HTTP clients build them. */
function createRequestError(): Error {
  const config = {
    url: `https://x.test/?access_token=${canary}`,
    headers: { Authorization: `Bearer ${canary}`, 'Content-Type': 'application/json' },
    data: `grant_type=client_credentials&client_secret=${canary}`,
  }
  const response = { status: 401, config, request: { _header: `GET / HTTP/1.1\r\nCookie: a=${canary}\r\n` } }
  const error = new Error(`Request failed: client_secret=${canary}`)
  return Object.assign(error, {
    name: 'AxiosError',
    code: 'ERR_BAD_REQUEST',
    config,
    response,
    toJSON: () => config,
  })
}

describe('errors', () => {
  test.each([
    ['refuses the token', 200, '{"ok":false,"error":"invalid_auth"}'],
    ['breaks', 500, `{"token":"${canary}"}`],
    ['is not JSON', 200, `<html>token=${canary}</html>`],
  ])('of the Slack SDK when Slack %s', async (_, status, body) => {
    const slackApiUrl = await serve(status, body)
    const client = new WebClient(`xoxb-1-${canary}`, {
      slackApiUrl,
      retryConfig: { retries: 0 },
      logger: {
        debug() {},
        info() {},
        warn() {},
        error() {},
        setLevel() {},
        getLevel: () => 'error' as never,
        setName() {},
      },
    })
    const err = await fail(() => client.chat.postMessage({ channel: 'C1', text: 'x' }))
    const { line } = write({ err, request: Object.assign({}, err) })
    expect(line).toMatchObject({ err: { message: expect.stringMatching(/\S/) as unknown } })
  })

  test('of fetch, with the reason below', async () => {
    const err = await fail(() =>
      fetch('http://127.0.0.1:1/', { headers: { authorization: `Bearer ${canary}` } }),
    )
    expect(write({ err }).text).toMatch(/fetch failed.*(ECONNREFUSED|bad port)/)
  })

  test('of an HTTP client, with the request hanging on it', () => {
    const err = createRequestError()
    const { line } = write({ err, again: Object.assign({}, err), list: [err], deep: { cause: err } })
    expect(line).toMatchObject({ err: { type: 'AxiosError', code: 'ERR_BAD_REQUEST' } })
  })

  test('of a sign-in library', () => {
    const err = Object.assign(
      new Error(`AADSTS7000215: Invalid client secret provided: {"client_assertion":"${canary}"}`),
      {
        name: 'ServerError',
        errorCode: 'invalid_client',
        errorMessage: `client_assertion=${canary}`,
        correlationId: 'f0e1',
        account: { idToken: canary },
      },
    )
    expect(write({ err }).text).toContain('AADSTS7000215')
  })

  test('of errors: causes upon causes, and several at once', () => {
    const loop = new Error(`a Bearer ${canary}`)
    loop.cause = new Error(`b xoxb-${canary}`, { cause: loop })
    const several = new AggregateError([loop, createRequestError(), canary], '')
    const { line } = write({ err: several })
    expect(line).toMatchObject({ err: { errors: [{ cause: {} }, { code: 'ERR_BAD_REQUEST' }] } })
  })

  test('whose own fields lie about what they are', () => {
    const err = new Error('x')
    Object.defineProperty(err, 'message', { get: () => ({ token: canary }) })
    Object.defineProperty(err, 'stack', { value: { token: canary } })
    Object.defineProperty(err, 'name', {
      get() {
        throw new Error(canary)
      },
    })
    Object.defineProperty(err, 'cause', {
      get() {
        throw new Error(canary)
      },
    })
    write({ err: Object.assign(err, { code: { token: canary } }) })
  })

  test('that are not in a field but the fields themselves', () => {
    const { text } = write(createRequestError())
    expect(text).toContain('test.event')
  })
})

describe('values', () => {
  test('of every kind become something that can be read', () => {
    const { line } = write({
      big: 12n,
      none: null,
      missing: undefined,
      nan: Number.NaN,
      date: new Date(0),
      broken: new Date(Number.NaN),
      bytes: Buffer.from(`token ${canary}`),
      numbers: new Uint8Array(3),
      url: new URL(`https://a:${canary}@x.test/`),
      map: new Map<unknown, unknown>([
        ['password', canary],
        ['b', 1],
        [{}, 2],
      ]),
      set: new Set([1, `xoxb-${canary}`]),
      boxed: new String(`xoxb-${canary}`),
      symbol: Symbol(canary),
      run: () => canary,
      headers: new Headers({ authorization: canary }),
      json: { toJSON: () => canary, a: 1 },
    })
    expect(line).toMatchObject({
      big: '12',
      none: null,
      nan: 'NaN',
      date: '1970-01-01T00:00:00.000Z',
      broken: '[no date]',
      bytes: '[12 bytes]',
      numbers: '[3 bytes]',
      url: 'https://a:[secret]@x.test/',
      map: { password: '[secret]', b: 1, '': 2 },
      set: [1, '[secret]'],
      boxed: '[secret]',
      json: { a: 1 },
    })
  })

  test('under names that tell, as lists of names and values tell them too', () => {
    const { line } = write({
      rawHeaders: ['Host', 'x', 'Authorization', canary, 'X-Slack-Signature', canary],
      pairs: [['cookie', canary]],
    })
    expect(line).toMatchObject({
      rawHeaders: ['Host', 'x', 'Authorization', '[secret]', 'X-Slack-Signature', '[secret]'],
    })
  })

  test('in the names of fields', () => {
    write({ [`xoxb-${canary}`]: 1, [canary]: { [`Bearer ${canary}`]: 1 } }, [canary])
  })

  test('that throw when they are read', () => {
    const traps = Object.fromEntries(
      ['get', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'has'].map((trap) => [
        trap,
        () => {
          throw new Error(canary)
        },
      ]),
    )
    const { line } = write({
      proxy: new Proxy({}, traps),
      get trap() {
        throw new Error(canary)
      },
      fine: 1,
    })
    expect(line).toMatchObject({ proxy: '[unreadable]', trap: '[unreadable]', fine: 1 })
    write(new Proxy({ a: 1 }, { ownKeys: traps.ownKeys ?? (() => []) }))
  })

  test('that go round in circles', async () => {
    const circle: Record<string, unknown> = { token: canary }
    for (let index = 0; index < 30; index += 1) circle[`self${index}`] = circle
    let length = 0
    const cpu = await measureCpu(() => {
      length = write(circle).text.length
    })
    expect(length).toBeLessThan(100_000)
    expect(cpu).toBeLessThan(1_000)
  })

  test('that are huge stay short', async () => {
    const text = `${'word '.repeat(400_000)} xoxb-${canary}`
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, index]))
    let line = ''
    const cpu = await measureCpu(() => {
      line = write({ text, list: Array.from({ length: 1e5 }).fill(text), many }).text
    })
    expect(line.length).toBeLessThan(1_000_000)
    expect(line).toContain('characters]')
    expect(line).toContain('99950 more')
    expect(cpu).toBeLessThan(2_000)
  })

  test.each([7_990, 7_998, 8_000, 11_990, 11_998])(
    'cut through a secret at %i characters show none of it',
    (at) => {
      const { text } = write(
        { text: `${'x '.repeat(at / 2)}${'c4n4ry-part '.repeat(1)}${'y '.repeat(9_000)}` },
        ['c4n4ry-part'],
      )
      expect(text).not.toContain('c4n4')
    },
  )
})

test('known secrets are masked in fields, in errors and in the event', () => {
  const lines: string[] = []
  const secrets = [`plain words ${canary}`]
  const log = createLog({ level: 'info', secrets }, { write: (line: string) => void lines.push(line) })
  const err = new Error(`refused: plain words ${canary}`, { cause: new Error(`plain words ${canary}`) })
  log.info(
    { err, text: `plain words ${canary}!`, list: [`plain words ${canary}`] },
    `event plain words ${canary}`,
  )
  expect(lines.join('')).not.toContain(canary)
  expect(lines.join('')).toContain('refused: [secret]')
})

test('a line costs little', async () => {
  const log = createLog({ level: 'info', secrets: ['a'.repeat(32), 'b'.repeat(32)] }, { write: () => {} })
  const err = new Error('Slack did not answer', { cause: new Error('ECONNRESET') })
  const cpu = await measureCpu(() => {
    for (let count = 0; count < 2_000; count += 1)
      log.warn({ task: 'post:id:slack', attempts: count, err }, 'task.failed')
  })
  expect(cpu).toBeLessThan(2_000)
})
