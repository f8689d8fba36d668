import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/domain/actor.js'
import { createUser, homeTeam, type Reply } from './fake-slack.js'
import { createClick, createSubmission, createTyped } from './payloads.js'
import { createRig, type Rig } from './rig.js'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

async function press(
  user: object = { id: 'U1', username: 'maya', team_id: homeTeam },
): Promise<Actor | undefined> {
  await rig.sendInteraction(createClick({ user }))
  await rig.idle()
  return rig.presses.at(-1)?.actor
}

const saying = (changes: object): Reply => ({ body: { ok: true, user: { ...createUser('U1'), ...changes } } })

describe('who pressed', () => {
  it.each([
    { who: 'a guest', reply: saying({ is_restricted: true }) },
    { who: 'a guest of one channel', reply: saying({ is_ultra_restricted: true }) },
    { who: 'a stranger', reply: saying({ is_stranger: true }) },
    { who: 'a bot', reply: saying({ is_bot: true }) },
    { who: 'somebody deactivated', reply: saying({ deleted: true }) },
    { who: 'somebody of another workspace', reply: saying({ team_id: 'T0OTHER' }) },
    { who: 'unknown to Slack', reply: { body: { ok: false, error: 'user_not_found' } } },
    { who: 'hidden from this workspace', reply: { body: { ok: false, error: 'user_not_visible' } } },
  ])('is no member when it is $who, and that is certain', async ({ reply }) => {
    rig.fake.script('users.info', reply)
    const actor = await press()
    expect(actor).toMatchObject({ id: 'U1', isMember: false })
    expect(actor?.lookupFailure).toBeUndefined()
  })

  it.each<{ what: string; reply: Reply; code: string }>([
    { what: 'is busy', reply: { status: 429, headers: { 'retry-after': '9' } }, code: 'throttled' },
    { what: 'is broken', reply: { status: 503, body: 'sorry' }, code: 'unavailable' },
    { what: 'cannot be reached', reply: 'reset', code: 'unavailable' },
    { what: 'refuses the token', reply: { body: { ok: false, error: 'invalid_auth' } }, code: 'forbidden' },
    {
      what: 'lacks the consent',
      reply: { body: { ok: false, error: 'missing_scope' } },
      code: 'forbidden',
    },
    { what: 'tells of somebody else', reply: saying({ id: 'U2' }), code: 'malformed' },
    { what: 'tells of nobody', reply: { body: { ok: true } }, code: 'malformed' },
    {
      what: 'tells too little',
      reply: { body: { ok: true, user: { id: 'U1', team_id: homeTeam } } },
      code: 'malformed',
    },
  ])('is nobody yet, rather than an outsider, while Slack $what', async ({ reply, code }) => {
    rig.fake.script('users.info', reply)
    expect(await press()).toMatchObject({
      id: 'U1',
      home: '',
      isMember: false,
      lookupFailure: { about: 'person', code, asked: 'Slack' },
    })
    expect(rig.log.at(-1)).toMatchObject({ level: 'warn', event: 'slack.identity.failed' })
  })

  it('names the workspace Slack tells when the request claims another', async () => {
    rig.fake.script('users.info', saying({ team_id: 'T0OTHER' }))
    expect(await press()).toMatchObject({ home: 'T0OTHER', isMember: false })
  })

  describe.each([
    { where: 'another workspace', team: { team_id: 'T0SISTER' } },
    { where: 'the organisation', team: { team_id: 'E0GRID' } },
    { where: 'no workspace', team: {} },
    { where: 'null', team: { team_id: null } },
    { where: 'an empty text', team: { team_id: '' } },
  ])('on an Enterprise Grid, in a request that names $where', ({ team }) => {
    const send: Readonly<Record<string, () => Promise<Response>>> = {
      'a button': () => rig.sendInteraction(createClick({ user: { id: 'U1', username: 'maya', ...team } })),
      'a window': () => rig.sendInteraction(createSubmission({ user: { id: 'U1', name: 'maya', ...team } })),
      'a command': () => rig.sendCommand({ ...createTyped(), team_id: team.team_id ?? '' }),
    }

    async function act(what: string): Promise<Actor | undefined> {
      await send[what]?.()
      await rig.idle()
      return [...rig.presses, ...rig.commands].at(-1)?.actor
    }

    it.each(Object.keys(send))('is a member by what Slack says, with %s', async (what) => {
      rig.fake.always(
        'users.info',
        saying({ team_id: 'T0SISTER', enterprise_user: { teams: ['T0SISTER', homeTeam] } }),
      )
      expect(await act(what)).toMatchObject({ id: 'U1', home: homeTeam, isMember: true })
    })

    it.each(Object.keys(send))('is an outsider by what Slack says, with %s', async (what) => {
      rig.fake.always('users.info', saying({ team_id: 'T0SISTER', enterprise_user: { teams: ['T0SISTER'] } }))
      expect(await act(what)).toMatchObject({ id: 'U1', home: 'T0SISTER', isMember: false })
    })
  })

  it.each([
    {
      profile: { email: 'Maya@Contoso.com', display_name: 'Tom Okafor' },
      name: 'Person U1',
      addresses: ['maya@contoso.com'],
    },
    { profile: { email: '', display_name: '' }, name: 'Person U1', addresses: undefined },
    { profile: {}, name: 'Person U1', addresses: undefined },
  ])('is called $name with the addresses $addresses', async ({ profile, name, addresses }) => {
    rig.fake.script('users.info', saying({ profile }))
    expect(await press()).toMatchObject({ isMember: true, name, addresses })
  })

  it('is called by their id when Slack has no full name of them, and never as they call themselves', async () => {
    rig.fake.script('users.info', saying({ real_name: '', profile: { display_name: 'Tom Okafor' } }))
    expect(await press()).toMatchObject({ isMember: true, name: 'U1' })
    rig.fake.script('users.info', { body: { ok: false, error: 'user_not_found' } })
    expect(await press({ id: 'U2', username: 'tom.okafor', team_id: homeTeam })).toMatchObject({ name: 'U2' })
  })

  describe('for a Yes', () => {
    const actions = ['unblock', 'contain-now']
    const sayYes = async (action: string) => {
      await rig.sendInteraction(
        createClick({ actions: [{ type: 'button', action_id: action, block_id: 'b', value: 'incident-1' }] }),
      )
      await rig.idle()
      return rig.presses.at(-1)?.actor
    }

    it.each(actions)('is asked anew (%s), whatever was known a second ago', async (action) => {
      expect(await press()).toMatchObject({ isMember: true })
      rig.fake.script('users.info', saying({ deleted: true }))
      expect(await sayYes(action)).toMatchObject({ isMember: false })
      expect(await press()).toMatchObject({ isMember: false })
    })

    it.each(actions)('is nobody (%s) when Slack cannot be asked at that moment', async (action) => {
      await press()
      rig.fake.script('users.info', 'reset')
      expect(await sayYes(action)).toMatchObject({ isMember: false, lookupFailure: { about: 'person' } })
    })
  })

  it('is asked again after 60 s, not before', async () => {
    await press()
    await rig.clock.advance(59_999)
    await press()
    expect(rig.fake.to('users.info')).toHaveLength(1)
    rig.fake.script('users.info', saying({ deleted: true }))
    await rig.clock.advance(1)
    expect(await press()).toMatchObject({ isMember: false })
  })

  it('is believed for 60 s from the question on, however long Slack took to answer', async () => {
    let answer = () => {}
    const after = new Promise<void>((resolve) => {
      answer = resolve
    })
    rig.fake.script('users.info', { after })
    const first = press()
    await rig.fake.until('users.info')
    await rig.clock.advance(30_000)
    answer()
    await first
    rig.fake.script('users.info', saying({ deleted: true }))
    await rig.clock.advance(30_000)
    expect(await press()).toMatchObject({ isMember: false })
  })

  it('is asked again at once after a failure', async () => {
    rig.fake.script('users.info', 'reset')
    expect(await press()).toMatchObject({ isMember: false })
    const actor = await press()
    expect(actor).toMatchObject({ isMember: true })
    expect(actor?.lookupFailure).toBeUndefined()
  })

  it('is asked once for clicks at the same time', async () => {
    const answers = Array.from({ length: 5 }, () => rig.sendInteraction(createClick()))
    await Promise.all(answers)
    await rig.idle()
    expect(rig.presses).toHaveLength(5)
    expect(rig.fake.to('users.info')).toHaveLength(1)
  })

  it('is asked for submissions and commands too', async () => {
    rig.fake.always('users.info', saying({ is_stranger: true }))
    await rig.sendInteraction(createSubmission())
    await rig.sendCommand(createTyped())
    await rig.sendCommand(createTyped({ team_id: 'T0OTHER' }))
    await rig.idle()
    expect(rig.presses).toMatchObject([{ actor: { isMember: false } }])
    expect(rig.commands).toMatchObject([
      { actor: { isMember: false, home: homeTeam } },
      { actor: { isMember: false, home: homeTeam } },
    ])
  })
})
