import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../../src/features/index.js'
import { createSlack } from '../../../src/platforms/slack/index.js'
import type { Answer } from '../../../src/ports.js'
import { createManualClock } from '../../clock.js'
import { quietHome } from '../../home-card.js'
import { homeTeam } from './fake-slack.js'
import { listen } from './listen.js'
import { createClick, createTyped } from './payloads.js'
import { createLater, createRig, handoff, notice, type Rig, startedAt } from './rig.js'

let rig: Rig | undefined
afterEach(async () => {
  await rig?.close()
  rig = undefined
})

/** Heartbeats run beside the requests; they are over when health says something new. */
async function healthOf(
  given: Rig,
  pattern: RegExp,
): Promise<{ readonly ok: boolean; readonly detail: string }> {
  while (!pattern.test(given.platform.health().detail)) await new Promise((resolve) => setImmediate(resolve))
  return given.platform.health()
}

describe('the start', () => {
  it('refuses an empty signing secret, which anybody could sign with', () => {
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const settings = { signingSecret: '', botToken: 'xoxb', teamId: homeTeam }
    expect(() =>
      createSlack({ settings, render: () => ({}), catalogue, clock: createManualClock(startedAt), log }),
    ).toThrow('signing secret')
  })

  it('answers 503 before it and runs nothing', async () => {
    rig = await createRig({ isStarted: false })
    expect((await rig.sendInteraction(createClick())).status).toBe(503)
    expect(rig.presses).toEqual([])
  })

  it('succeeds while Slack is unreachable, says so, and takes presses as nobody', async () => {
    rig = await createRig({ apiUrl: await findClosedPort() })
    expect(await healthOf(rig, /did not answer/)).toMatchObject({ ok: false })
    expect((await rig.sendInteraction(createClick())).status).toBe(200)
    await rig.idle()
    expect(rig.presses).toMatchObject([{ actor: { isMember: false } }])
  })

  it('recovers with Slack, within a minute', async () => {
    rig = await createRig()
    await healthOf(rig, /Last good/)
    rig.fake.script('auth.test', 'reset')
    await rig.clock.advance(60_000)
    expect(await healthOf(rig, /Failing since/)).toEqual({
      ok: false,
      detail:
        'Slack did not answer auth.test: the other side ended the connection (UND_ERR_SOCKET). Failing since 2026-11-22 03:15 UTC. Last good answer 2026-11-22 03:14 UTC.',
    })
    await rig.clock.advance(60_000)
    expect(await healthOf(rig, /^Last good/)).toEqual({
      ok: true,
      detail: 'Last good answer 2026-11-22 03:16 UTC.',
    })
  })

  it('notices a token of another workspace', async () => {
    rig = await createRig({ isStarted: false })
    rig.fake.always('auth.test', { body: { ok: true, team_id: 'T0OTHER' } })
    await rig.platform.start({
      onPress: async () => undefined,
      onCommand: async () => undefined,
      onHome: async () => quietHome,
      onChannelNews: async () => undefined,
    })
    expect(await healthOf(rig, /workspace/)).toMatchObject({ ok: false })
    expect(rig.log).toMatchObject([{ level: 'error', event: 'slack.workspace.mismatch' }])
  })
})

describe('health', () => {
  it('is not shaken by one refused card', async () => {
    rig = await createRig()
    await healthOf(rig, /Last good/)
    rig.fake.script('chat.postMessage', { body: { ok: false, error: 'not_allowed' } })
    const place = { kind: 'channel', channel: { platform: 'slack', channel: 'C1' } } as const
    await expect(rig.platform.post(place, notice)).rejects.toThrow('not_allowed')
    expect(rig.platform.health().ok).toBe(true)
    rig.fake.script('chat.postMessage', { body: { ok: false, error: 'token_revoked' } })
    await expect(rig.platform.post(place, notice)).rejects.toThrow('token_revoked')
    expect(rig.platform.health().ok).toBe(false)
    expect(rig.platform.health().detail).toContain('token_revoked')
  })
})

describe('the stop', () => {
  it('takes nothing new, waits for what was acknowledged, and leaves no timer', async () => {
    const later = createLater<Answer>()
    rig = await createRig({ onPress: () => later.promise })
    await rig.sendInteraction(createClick())
    let isStopped = false
    const stopping = rig.platform.stop().then(() => {
      isStopped = true
    })
    expect((await rig.sendCommand(createTyped())).status).toBe(503)
    await rig.clock.advance(1_000)
    expect(isStopped).toBe(false)
    later.give(handoff)
    await stopping
    expect(rig.fake.to('views.open')).toHaveLength(1)
    expect(rig.clock.countTimers()).toBe(0)
  })
})

/** An API address where nobody listens. */
async function findClosedPort(): Promise<string> {
  const server = createServer()
  const origin = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return `${origin}/api/`
}
