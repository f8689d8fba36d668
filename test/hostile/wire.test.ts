// The server itself under fire, below what any HTTP client would send: odd request lines, headers, lengths and ends.
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClick, formType, sign, toForm } from '../platforms/slack/payloads.js'
import { hasSecret, openPlace, type Place } from './place.js'
import { createTrial, longestMilliseconds } from './trial.js'

const trial = createTrial('The wire')
let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => {
  trial.report()
  await place.close()
})

/** What waits for more gets no more after this. */
const patienceMilliseconds = 150
/** What hangs, told apart from what is slow. */
const longestAnswerMilliseconds = 30_000

interface Raw {
  /** One character is one byte. */
  readonly bytes: string
  /** Hangs up after the last byte instead of waiting for an answer. */
  readonly isCutOff: boolean
}

/** The first line of the answer; empty when the connection was closed without one. */
function sendRaw({ bytes, isCutOff }: Raw): Promise<{ readonly line: string; readonly hung: boolean }> {
  const { hostname, port } = new URL(place.url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) })
    let received = ''
    const isAnswered = () => /^HTTP\/1\.1 (?!100)\d{3}[^\r]*\r\n(?:.*\r\n)*?\r\n/.test(received)
    const hangUp = setTimeout(() => socket.end(), patienceMilliseconds)
    let hung = false
    const giveUp = setTimeout(() => {
      hung = true
      socket.destroy()
    }, longestAnswerMilliseconds)
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      if (isAnswered()) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(hangUp)
      clearTimeout(giveUp)
      resolve({ line: received.split('\r\n', 1)[0] ?? '', hung })
    })
    socket.write(Buffer.from(bytes, 'latin1'))
    if (isCutOff) socket.end()
  })
}

const paths = [
  '/slack/events',
  '/api/messages',
  '/healthz',
  '/readyz',
  '/routez',
  '/metrics',
  '/',
  '/nothing/here',
]
const target = fc.oneof(
  { arbitrary: fc.constantFrom(...paths), weight: 4 },
  {
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'http://evil.test',
          'https://u:p@127.0.0.1:1',
          'ftp://x',
          '//evil.test',
          '/.',
          '/..',
          '\\',
          '',
        ),
        fc.constantFrom(...paths),
        fc.constantFrom('', '?', '#', '?a=%', ';x', '/', '%00', '%2e%2e%2f', '\xff', '?__proto__=1'),
      )
      .map((parts) => parts.join('')),
    weight: 3,
  },
  {
    arbitrary: fc.constantFrom('*', '//', '/%', '/\x80', '/a b', 'x', '/'.repeat(9_000), '?', '[::1]:80'),
    weight: 1,
  },
)
const method = fc.oneof(
  fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'OPTIONS'),
  fc.constantFrom('CONNECT', 'TRACE', 'PRI', 'M-SEARCH', 'get', 'G\0T', '', 'POST POST', 'GET\t'),
)
const version = fc.constantFrom(
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/9.9',
  'HTTP/1.1 x',
  'http/1.1',
  '',
)
const header = fc.constantFrom(
  'content-length: 10',
  'content-length: -1',
  'content-length: 1e3',
  'content-length: 99999999999999999999',
  'content-length: 5, 6',
  'transfer-encoding: chunked',
  'transfer-encoding: chunked, chunked',
  'transfer-encoding: gzip, chunked',
  'transfer-encoding : chunked',
  'expect: 100-continue',
  'expect: the unexpected',
  'connection: upgrade\r\nupgrade: websocket',
  'connection: close, keep-alive, te',
  'upgrade: h2c',
  'content-encoding: gzip',
  'content-type: application/json',
  `content-type: ${formType}`,
  'content-type: application/json\r\ncontent-type: text/html',
  'authorization: Bearer a.b.c',
  'authorization: Bearer a.b.c\r\nauthorization: Bearer d.e.f',
  'x-slack-signature: v0=00\r\nx-slack-signature: v0=01',
  'x-slack-request-timestamp: 1\r\nx-slack-request-timestamp: 2',
  'x-forwarded-host: evil.test',
  'x-http-method-override: DELETE',
  '__proto__: x',
  'no colon at all',
  ': no name',
  ' folded: line',
  'bad\0name: x',
  'x: a\0b\x80\xff',
  `x: ${'y'.repeat(20_000)}`,
  Array.from({ length: 2_100 }, (_, at) => `x-${at}: y`).join('\r\n'),
)
const body = fc.constantFrom(
  '',
  '0123456789',
  '{"type":',
  '5\r\nhello\r\n0\r\n\r\n',
  'ffffffffffffffff\r\nx',
  '-1\r\nx\r\n',
  '5;ext="\r\n\r\nx',
  'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n',
  '\0'.repeat(300_000),
)
const request = fc
  .tuple(
    fc.tuple(method, target, version).map((parts) => parts.join(' ')),
    fc.constantFrom(
      'host: 127.0.0.1',
      'host: 127.0.0.1',
      'host: ',
      'host: a\r\nhost: b',
      'host: evil.test/x',
      '',
    ),
    fc.array(header, { maxLength: 4 }),
    fc.constantFrom('\r\n', '\r\n', '\n', '\r'),
    body,
  )
  .map(([line, host, headers, newline, rest]) => [line, host, ...headers, '', rest].join(newline))
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\r\n\r\n\r\n',
    'SSH-2.0-x\r\n',
  ),
)

async function sendAll(batch: readonly Raw[]): Promise<readonly unknown[]> {
  const all = await Promise.all(
    batch.map(async (raw) => {
      const { line, hung } = await sendRaw(raw)
      const isWrong = hung || hasSecret(line) || (line !== '' && !/^HTTP\/1\.1 [1-4]/.test(line))
      return isWrong ? { bytes: raw.bytes.slice(0, 500), line, hung } : undefined
    }),
  )
  return all.filter((problem) => problem !== undefined)
}

test(
  'whatever arrives is answered or hung up on',
  async () => {
    const before = await place.decisions()
    const raw = fc.record({
      bytes: fc.oneof({ arbitrary: request, weight: 6 }, { arbitrary: garbage, weight: 1 }),
      isCutOff: fc.boolean(),
    })
    await trial.batches(raw, 60, sendAll)
    expect(await place.decisions()).toEqual(before)
    expect(await place.findDamage()).toEqual([])
    expect(place.errors()).toEqual([])
  },
  longestMilliseconds,
)

test(
  'half a genuine request is hung up on, wherever it is cut',
  async () => {
    const whole = (() => {
      const text = toForm(createClick())
      const signed = Object.entries({ ...sign(text, Date.now()), 'content-type': formType })
      const headers = signed.map(([name, value]) => `${name}: ${value}`).join('\r\n')
      return `POST /slack/events HTTP/1.1\r\nhost: x\r\n${headers}\r\ncontent-length: ${text.length}\r\n\r\n${text}`
    })()
    const cut = fc.nat(whole.length - 1).map((end) => ({ bytes: whole.slice(0, end), isCutOff: true }))
    await trial.batches(cut, 15, sendAll)
    expect(await place.countEvents(['press.refused'])).toBe(0)
    expect(await place.findDamage()).toEqual([])
    expect(place.errors()).toEqual([])
  },
  longestMilliseconds,
)

test.each(['Slack', 'Teams'])(
  'a body for %s that comes byte by byte and never ends holds up nobody',
  async (name) => {
    const { hostname, port } = new URL(place.url)
    const socket = connect({ host: hostname, port: Number(port) })
    const path = name === 'Slack' ? '/slack/events' : '/api/messages'
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{`)
    await new Promise((resolve) => socket.once('ready', resolve))
    expect((await place.send({ method: 'GET', path: '/healthz' })).status).toBe(200)
    socket.destroy()
  },
)
