// What the doctor finds at Slack, through the real client.
import { describe, expect, it, onTestFinished } from 'vitest'
import manifest from '../../../manifest/slack/manifest.json' with { type: 'json' }
import type { Check } from '../../../src/domain/check.js'
import { scopes } from '../../../src/platforms/slack/scopes.js'
import type { Reply } from './fake-slack.js'
import { createTyped } from './payloads.js'
import { createRig, handoff, notice, startedAt } from './rig.js'

type Parts = Parameters<typeof createRig>[0]
const never = new AbortController().signal
const all = scopes.map(({ name }) => name)

async function open(parts: Parts = {}) {
  const rig = await createRig(parts)
  onTestFinished(() => rig.close())
  rig.fake.always('auth.test', toToken(all))
  const find = (checks: readonly Check[], name: string) => checks.find((check) => check.name === name)
  return {
    ...rig,
    examine: async (name: string, signal = never) => find(await rig.platform.examine(signal), name),
  }
}

function toToken(granted: readonly string[], ahead = 0): Reply {
  return {
    headers: { 'x-oauth-scopes': granted.join(','), date: new Date(startedAt - ahead).toUTCString() },
    body: { ok: true, team: 'Contoso', team_id: 'T0HOME' },
  }
}

const refusing = (error: string): Reply => ({ body: { ok: false, error } })
const channel = (facts: object): Reply => ({ body: { ok: true, channel: { name: 'mail-oncall', ...facts } } })

it('names a scope for each that the manifest asks for', () => {
  expect(all).toEqual(manifest.oauth_config.scopes.bot)
})

it('finds nothing to mend where all is well, and posts nothing', async () => {
  const { platform, fake } = await open({ alertChannels: ['C1', 'C1'], accessGroups: ['S1'] })
  fake.always('usergroups.users.list', { body: { ok: true, users: ['U1', 'U2'] } })
  fake.always('conversations.info', channel({ is_member: true }))
  expect((await platform.examine(never)).map(({ name, result }) => [name, result])).toEqual([
    ['Bot token', 'ok'],
    ['Permissions', 'ok'],
    ['Clock', 'ok'],
    ['Signing secret', 'skipped'],
    ['Channel #mail-oncall', 'ok'],
    ['User group S1', 'ok'],
  ])
  expect(new Set(fake.calls.map(({ method }) => method))).toEqual(
    new Set(['auth.test', 'conversations.info', 'usergroups.users.list']),
  )
})

describe('the cards', () => {
  const samples = { list: () => [notice, handoff], paceMilliseconds: 0 }
  const refused = (error: string): Reply => ({
    body: {
      ok: false,
      error,
      errors: [{ pointer: '/blocks/1/elements/0', code: 'failed_constraint', message: 'is too long' }],
    },
  })

  it('are each shown to Slack as they would be sent, and to nobody else', async () => {
    const { examine, fake } = await open({ samples })
    expect(await examine('Cards')).toMatchObject({
      result: 'ok',
      found: 'Slack takes all of them: 2 looked at.',
    })
    const asked = fake
      .to('blocks.validate')
      .map(({ args }) => Object.keys(args).filter((key) => key !== 'token'))
    expect(asked).toEqual([['message'], ['view']])
  })

  it('that Slack would refuse are named, with the block', async () => {
    const { examine, fake } = await open({ samples })
    fake.script('blocks.validate', refused('invalid_message'), refused('invalid_message'))
    expect(await examine('Card "notice"')).toMatchObject({
      result: 'problem',
      found: 'Slack would refuse it at /blocks/1/elements/0: is too long.',
    })
  })

  it('that it takes without what is newer are told, and sent so from now on', async () => {
    const { examine, fake, platform } = await open({ samples })
    fake.script('blocks.validate', refused('invalid_message'))
    expect((await examine('Cards'))?.found).toBe(
      'Slack takes all of them: 2 looked at. Plainer than elsewhere: notice.',
    )
    await platform.post({ kind: 'channel', channel: { platform: 'slack', channel: 'C1' } }, notice)
    expect(JSON.stringify(fake.to('chat.postMessage'))).not.toContain('rich_text')
  })

  it.each<[string, Reply, string]>([
    ['has no such method', refusing('unknown_method'), 'it answered unknown_method'],
    ['does not let us', refusing('not_allowed_token_type'), 'it answered not_allowed_token_type'],
    [
      'asks to wait',
      { status: 429, headers: { 'retry-after': '30' } },
      'it did not answer, or asked to slow down',
    ],
    ['does not answer', 'reset', 'it did not answer, or asked to slow down'],
  ])('are one line where Slack %s', async (_, reply, why) => {
    const { examine, fake } = await open({ samples })
    fake.always('blocks.validate', reply)
    expect(await examine('Cards')).toMatchObject({
      result: 'skipped',
      found: `They could not be checked with Slack: ${why}.`,
    })
    expect(fake.to('blocks.validate')).toHaveLength(1)
  })

  it('are asked about at the pace that Slack has time for', async () => {
    const { platform, clock, fake } = await open({ samples: { list: samples.list } })
    const examined = platform.examine(never)
    await fake.until('blocks.validate', 1)
    // A whole way to Slack and back: the first answer has arrived.
    await platform.probe({ kind: 'channel', channel: { platform: 'slack', channel: 'C1' } })
    await clock.advance(99)
    await platform.probe({ kind: 'channel', channel: { platform: 'slack', channel: 'C1' } })
    expect(fake.to('blocks.validate')).toHaveLength(1)
    await clock.advance(1)
    await fake.until('blocks.validate', 2)
    await platform.probe({ kind: 'channel', channel: { platform: 'slack', channel: 'C1' } })
    await clock.advance(100)
    expect((await examined).at(-1)).toMatchObject({ name: 'Cards', result: 'ok' })
  })
})

it('can be asked before the start', async () => {
  const { examine } = await open({ isStarted: false })
  expect(await examine('Bot token')).toMatchObject({ result: 'ok', found: 'Works in the workspace Contoso.' })
})

describe('the token', () => {
  it.each([
    ['a wrong one', refusing('invalid_auth'), /invalid_auth/, /Copy the bot token anew/],
    ['no answer', 'reset', /did not answer auth\.test/, /reaches Slack, through its proxy/],
    [
      'another workspace',
      { body: { ok: true, team: 'Fabrikam', team_id: 'T9' } },
      /workspace Fabrikam \(T9\), not of T0HOME/,
      /slack\.teamId/,
    ],
  ] as const)('%s is a problem, and nothing else is asked', async (_, reply, found, remedy) => {
    const { platform, fake } = await open({ alertChannels: ['C1'] })
    fake.always('auth.test', reply)
    const [token] = await platform.examine(never)
    expect(token).toMatchObject({ name: 'Bot token', result: 'problem' })
    expect(token?.found).toMatch(found)
    expect(token?.remedy).toMatch(remedy)
    expect(fake.to('conversations.info')).toEqual([])
  })
})

describe('what the app may do', () => {
  it.each(scopes)('without $name it says what is lost', async ({ name, without, isVital }) => {
    const { fake, examine } = await open()
    fake.always('auth.test', toToken(all.filter((one) => one !== name)))
    expect(await examine(`Permission ${name}`)).toMatchObject({
      result: isVital ? 'problem' : 'warning',
      found: `Missing. ${without}`,
    })
  })

  it('is unknown when Slack does not say', async () => {
    const { fake, examine } = await open()
    fake.always('auth.test', { body: { ok: true, team_id: 'T0HOME' } })
    expect(await examine('Permissions')).toMatchObject({ result: 'skipped' })
  })
})

describe('a channel', () => {
  it.each([
    [
      'without the bot',
      channel({ is_member: false }),
      'Channel #mail-oncall',
      /not in it/,
      /invite @reprieve/,
    ],
    ['shared', channel({ is_ext_shared: true }), 'Channel #mail-oncall', /no alert is posted/, /Choose/],
    [
      'about to be shared',
      channel({ is_pending_ext_shared: true }),
      'Channel #mail-oncall',
      /shared/,
      /Choose/,
    ],
    ['archived', channel({ is_archived: true }), 'Channel #mail-oncall', /archived/, /another channel/],
    ['unknown', refusing('channel_not_found'), 'Channel C1', /no such channel/, /correct the id/],
    ['unreadable', refusing('missing_scope'), 'Channel C1', /missing_scope/, /missing permission/],
  ] as const)('%s is a problem', async (_, reply, name, found, remedy) => {
    const { fake, examine } = await open({ alertChannels: ['C1'] })
    fake.always('conversations.info', reply)
    const check = await examine(name)
    expect(check?.result).toBe('problem')
    expect(check?.found).toMatch(found)
    expect(check?.remedy).toMatch(remedy)
  })

  it('is one of so many that the rest is counted', async () => {
    const { fake, examine } = await open({
      alertChannels: Array.from({ length: 25 }, (_, at) => `C${at}`),
    })
    expect(await examine('Further channels and groups')).toMatchObject({ result: 'skipped' })
    expect(fake.to('conversations.info')).toHaveLength(20)
  })

  it('is not looked at when there is no time', async () => {
    const { fake, examine } = await open({ alertChannels: ['C1'] })
    expect(await examine('Further channels and groups', AbortSignal.abort())).toMatchObject({
      result: 'skipped',
    })
    expect(fake.to('conversations.info')).toEqual([])
  })
})

describe('a user group', () => {
  it.each([
    ['that is not there', refusing('no_such_subteam'), 'problem', 'There is no such group.'],
    ['in which nobody is', { body: { ok: true, users: [] } }, 'warning', 'Nobody is in it.'],
  ] as const)('%s', async (_, reply, result, found) => {
    const { fake, examine } = await open({ accessGroups: ['S1'] })
    fake.always('usergroups.users.list', reply)
    expect(await examine('User group S1')).toMatchObject({ result, found })
  })
})

describe('requests', () => {
  it('that are signed prove the secret, and one that is not casts doubt on it', async () => {
    const { send, sendCommand, idle, examine } = await open()
    await sendCommand(createTyped())
    await idle()
    expect(await examine('Signing secret')).toMatchObject({
      result: 'ok',
      found: 'Last genuine request 2026-11-22 03:14 UTC.',
    })
    await send('x=1', { 'x-slack-signature': 'v0=00' })
    await idle()
    expect(await examine('Signing secret')).toMatchObject({ result: 'ok' })
  })

  it('that were all signed with another secret', async () => {
    const { send, idle, examine } = await open()
    await send('x=1', { 'x-slack-signature': 'v0=00' })
    await idle()
    expect(await examine('Signing secret')).toMatchObject({ result: 'warning' })
  })

  it('by Socket Mode need a connection, and a token that opens one', async () => {
    const { fake, examine } = await open({ appToken: 'xapp-canary', isStarted: false })
    fake.always('apps.connections.open', { body: { ok: true, url: 'wss://127.0.0.1/' } })
    expect(await examine('Socket Mode')).toMatchObject({ result: 'ok' })
    expect(fake.to('apps.connections.open').map(({ token }) => token)).toEqual(['Bearer xapp-canary'])
    fake.always('apps.connections.open', refusing('not_allowed_token_type'))
    const refused = await examine('Socket Mode')
    expect(refused).toMatchObject({ result: 'problem' })
    expect(refused?.remedy).toContain('connections:write')
  })
})

it('notices a clock that goes wrong', async () => {
  const { fake, examine } = await open()
  fake.always('auth.test', toToken(all, 90_000))
  expect(await examine('Clock')).toMatchObject({
    result: 'problem',
    found: "This machine's clock is 90 s ahead of that of Slack.",
  })
})

it('keeps every secret to itself', async () => {
  const { platform, fake } = await open({ alertChannels: ['C1'] })
  fake.always('conversations.info', refusing('invalid_auth'))
  expect(JSON.stringify(await platform.examine(never))).not.toMatch(/canary|xoxb|xapp/)
})
