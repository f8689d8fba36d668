import { afterEach, expect, it } from 'vitest'
import { homeTeam } from './fake-slack.js'
import { createRig, type Rig } from './rig.js'

let rig: Rig
afterEach(() => rig.close())

const uninstalled = { type: 'app_uninstalled' }
const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } }

async function hear(event: object, changes: object = {}): Promise<void> {
  const body = { type: 'event_callback', event_id: 'Ev1', team_id: homeTeam, event, ...changes }
  const sent = await rig.send(JSON.stringify(body), { 'content-type': 'application/json' })
  expect(sent.status).toBe(200)
  await rig.idle()
}

it.each([
  [uninstalled, 'app-uninstalled', /taken out of the workspace/, 'account_inactive'],
  [revoked, 'token-revoked', /bot token of Slack was revoked/, 'token_revoked'],
])('tells at once that Slack let go of us: %j', async (event, loss, detail, error) => {
  rig = await createRig({ alertChannels: ['C1', 'C1', 'C2'] })
  rig.fake.always('auth.test', { body: { ok: false, error } })
  await hear(event)
  await hear(event)
  await expect.poll(() => rig.platform.health().detail).toMatch(detail)
  expect(rig.platform.health().ok).toBe(false)
  expect(rig.news.map((one) => [one.kind, one.at.channel, one.kind === 'lost' && one.loss])).toEqual([
    ['lost', 'C1', loss],
    ['lost', 'C2', loss],
  ])
  rig.fake.always('auth.test', { body: { ok: true, team_id: homeTeam } })
  await rig.clock.advance(60_000)
  await expect.poll(() => rig.platform.health().ok).toBe(true)
})

it.each([
  ['is of an older token, and ours works', revoked, {}],
  ['is of another workspace', uninstalled, { team_id: 'T0OTHER' }],
  ['is of the token of a person', { type: 'tokens_revoked', tokens: { oauth: ['U1'] } }, {}],
])('is not worried by what %s', async (_which, event, changes) => {
  rig = await createRig({ alertChannels: ['C1'] })
  await hear(event, changes)
  await expect.poll(() => rig.platform.health().ok).toBe(true)
  expect(rig.news).toEqual([])
})
