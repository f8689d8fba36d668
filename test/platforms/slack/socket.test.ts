// Socket Mode, against a real WebSocket server on this machine.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeSocket, type FakeSocket } from './fake-socket.js'
import { createClick } from './payloads.js'
import { createRig, handoff, type Rig } from './rig.js'

const appToken = 'xapp-canary'
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
