// Socket Mode, against a real WebSocket server on this machine.
import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { listen } from './listen.js'
import { createClick } from './payloads.js'
import { createRig, handoff, type Rig } from './rig.js'

const appToken = 'xapp-canary'
const envelopeSchema = z.object({ envelope_id: z.string() })

interface FakeSocket {
  readonly url: string
  /** Acknowledged envelopes, in order. */
  readonly acknowledged: readonly string[]
  connections(): number
  /** Resolves with the newest connection when there have been this many. */
  connected(times: number): Promise<WebSocket>
  close(): Promise<void>
}

async function createFakeSocket(): Promise<FakeSocket> {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  const all: WebSocket[] = []
  const acknowledged: string[] = []
  const waiting = new Set<() => void>()
  sockets.on('connection', (connection) => {
    all.push(connection)
    connection.on('message', (data: RawData) => {
      acknowledged.push(envelopeSchema.parse(JSON.parse(toText(data))).envelope_id)
    })
    connection.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }))
    for (const look of waiting) look()
  })
  const origin = await listen(server)
  return {
    url: origin.replace('http', 'ws'),
    acknowledged,
    connections: () => all.length,
    connected: (times) =>
      new Promise((resolve) => {
        const look = () => {
          const newest = all.at(-1)
          if (all.length >= times && newest !== undefined) resolve(newest)
        }
        waiting.add(look)
        look()
      }),
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        sockets.close()
        server.close(() => resolve())
      }),
  }
}

function toText(data: RawData): string {
  return Buffer.concat(
    [data].flat().map((part) => Buffer.from(part instanceof ArrayBuffer ? new Uint8Array(part) : part)),
  ).toString('utf8')
}

const toEnvelope = (id: string, payload: unknown) =>
  JSON.stringify({ envelope_id: id, type: 'interactive', accepts_response_payload: true, payload })

let socket: FakeSocket
let rig: Rig
beforeEach(async () => {
  socket = await createFakeSocket()
  rig = await createRig({ appToken, isStarted: false, onPress: async () => handoff })
  rig.fake.always('apps.connections.open', { body: { ok: true, url: socket.url } })
})
afterEach(async () => {
  await rig.close()
  await socket.close()
})

describe('Socket Mode', () => {
  it('takes a click through the connection, acknowledges it and answers', async () => {
    await rig.start()
    const connection = await socket.connected(1)
    connection.send(toEnvelope('e1', createClick()))
    await rig.fake.until('views.open')
    expect(socket.acknowledged).toEqual(['e1'])
    expect(rig.presses).toMatchObject([{ action: 'review', incidentId: 'incident-1' }])
    expect(rig.fake.to('apps.connections.open')[0]?.token).toContain(appToken)
  })

  it('has no route: nothing unsigned gets in another way', () => {
    expect(rig.platform.routes).toEqual([])
  })

  it('runs the same envelope once, however often it comes', async () => {
    await rig.start()
    const connection = await socket.connected(1)
    const click = createClick()
    connection.send(toEnvelope('e1', click))
    connection.send(toEnvelope('e1', click))
    await rig.fake.until('views.open')
    await rig.idle()
    expect(rig.presses).toHaveLength(1)
  })

  it('takes and ignores what Bolt would break on', async () => {
    await rig.start()
    const connection = await socket.connected(1)
    const event = { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_home_opened', user: null } }
    connection.send(JSON.stringify({ envelope_id: 'e9', type: 'events_api', payload: event }))
    connection.send(toEnvelope('e10', createClick()))
    await rig.fake.until('views.open')
    expect(socket.acknowledged).toContain('e9')
    expect(rig.log.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('comes back after the connection was dropped', async () => {
    await rig.start()
    const first = await socket.connected(1)
    first.terminate()
    await isDown()
    await rig.clock.advance(500)
    const second = await socket.connected(2)
    second.send(toEnvelope('e2', createClick()))
    await rig.fake.until('views.open')
    expect(rig.presses).toHaveLength(1)
  }, 20_000)

  it('keeps running when the token is refused on the way, and comes back when it is taken again', async () => {
    await rig.start()
    const first = await socket.connected(1)
    rig.fake.always('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } })
    first.terminate()
    await isDown()
    await rig.clock.advance(500)
    await rig.fake.until('apps.connections.open', 2)
    await until(() => rig.log.some(({ event }) => event === 'slack.socket.unreachable'))
    rig.fake.always('apps.connections.open', { body: { ok: true, url: socket.url } })
    await rig.clock.advance(30_000)
    await socket.connected(2)
  })

  it('starts although Slack refuses the token, and says so', async () => {
    rig.fake.always('apps.connections.open', { body: { ok: false, error: 'invalid_auth' } })
    await rig.start()
    await rig.fake.until('apps.connections.open')
    expect(rig.platform.health()).toMatchObject({ ok: false })
  })
})

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue())
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
}

/** Resolves when the platform has noticed that its connection is gone. */
function isDown(): Promise<void> {
  return until(() => rig.platform.health().detail.includes('not connected: clicks'))
}
