// What somebody can make the bot hold in memory who has nothing but its address.
import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createIntake } from '../../../src/platforms/slack/intake.js'
import { createManualClock, type ManualClock } from '../../clock.js'
import { listen } from './listen.js'
import { createClick, sign, toForm } from './payloads.js'
import { createRig, type Rig, startedAt } from './rig.js'

const path = '/slack/events'

/** A request whose body does not come, or only its beginning. */
function begin(origin: string, headers: Readonly<Record<string, string>>, body = ''): Socket {
  const { hostname, port } = new URL(origin)
  const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const socket = connect(Number(port), hostname)
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
  return socket
}

describe('the Slack route', () => {
  let rig: Rig
  beforeEach(async () => {
    rig = await createRig()
  })
  afterEach(() => rig.close())

  test.each([
    { name: 'no signature', change: { 'x-slack-signature': '' } },
    { name: 'a signature of another shape', change: { 'x-slack-signature': 'v0=short' } },
    { name: 'a signature given twice', change: { 'x-slack-signature': `v0=${'0'.repeat(64)}, v0=1` } },
    { name: 'a time of yesterday', change: sign('', startedAt - 86_400_000) },
    { name: 'a time of tomorrow', change: sign('', startedAt + 86_400_000) },
    { name: 'no time', change: { 'x-slack-request-timestamp': '' } },
  ])('$name is refused and closed before a byte of the body has come', async ({ change }) => {
    const headers = { 'content-length': '255000', ...sign('', startedAt), ...change }
    const answer = await text(begin(rig.url, headers))
    expect(answer).toMatch(/^HTTP\/1\.1 401 /)
    expect(answer).toMatch(/connection: close/i)
  })

  test('an unsigned body without a length is refused before a byte of it has come', async () => {
    expect(await text(begin(rig.url, { 'transfer-encoding': 'chunked' }))).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('a body that does not come is given up when Slack itself would have given up', async () => {
    const socket = begin(rig.url, { 'content-length': '255000', ...sign('', startedAt) }, 'payload=')
    await expect.poll(() => rig.clock.countTimers()).toBeGreaterThan(0)
    await rig.clock.advance(3_000)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('a click is taken while a hundred others hold their bodies back', async () => {
    const sockets = Array.from({ length: 100 }, () =>
      begin(rig.url, { 'content-length': '255000', ...sign('', startedAt) }, 'x'.repeat(200_000)),
    )
    expect((await rig.send(toForm(createClick()))).status).toBe(200)
    for (const socket of sockets) socket.destroy()
    await rig.idle()
    expect(rig.presses).toHaveLength(1)
  })
})

describe('bodies that are held at once', () => {
  let clock: ManualClock
  let server: Server
  let origin: string
  const statuses: (number | string)[] = []

  beforeEach(async () => {
    clock = createManualClock(startedAt)
    statuses.length = 0
    const intake = createIntake({ clock, mostBytes: 100_000 })
    server = createServer((request, response) => {
      intake.read(request, 80_000).then(
        (body) => {
          statuses.push('status' in body ? body.status : body.text.length)
          response.writeHead('status' in body ? body.status : 200, { connection: 'close' }).end()
        },
        () => statuses.push('gone'),
      )
    })
    origin = await listen(server)
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const send = (length: number, sent: number) =>
    begin(origin, { 'content-length': String(length) }, 'x'.repeat(sent))

  test('who has been at it longest makes room for who comes', async () => {
    const first = send(70_000, 60_000)
    await expect.poll(() => clock.countTimers()).toBe(1)
    const second = send(70_000, 50_000)
    expect(await text(first)).toMatch(/^HTTP\/1\.1 503 /)
    second.write('x'.repeat(20_000))
    expect(await text(second)).toMatch(/^HTTP\/1\.1 200 /)
    expect(statuses).toEqual([503, 70_000])
  })

  test('what has been read, refused or left gives its room back', async () => {
    const left = send(70_000, 60_000)
    await expect.poll(() => clock.countTimers()).toBe(1)
    left.destroy()
    await expect.poll(() => statuses).toEqual(['gone'])
    expect(await text(send(70_000, 70_000))).toMatch(/ 200 /)
    expect(await text(send(90_000, 0))).toMatch(/ 413 /)
    expect(await text(send(70_000, 70_000))).toMatch(/ 200 /)
    expect(statuses).toEqual(['gone', 70_000, 413, 70_000])
    expect(clock.countTimers()).toBe(0)
  })
})
