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
    { who: 'somebody else than was asked for', reply: saying({ id: 'U2' }) },
    {
      who: 'somebody Slack says little about',
      reply: { body: { ok: true, user: { id: 'U1', team_id: homeTeam } } },
    },
    { who: 'nobody', reply: { body: { ok: true } } },
    { who: 'unknown', reply: { body: { ok: false, error: 'user_not_found' } } },
    { who: 'unknown while Slack is busy', reply: { status: 429, headers: { 'retry-after': '9' } } },
    { who: 'unknown while Slack is broken', reply: { status: 503, body: 'sorry' } },
    { who: 'unknown while the line is cut', reply: 'reset' as const },
  ])('is no member when it is $who', async ({ reply }) => {
    rig.fake.script('users.info', reply)
    expect(await press()).toMatchObject({ id: 'U1', isMember: false })
  })

  it.each([
    { where: 'another workspace', user: { id: 'U9', username: 'eve', team_id: 'T0OTHER' } },
    { where: 'a workspace the request does not name', user: { id: 'U9', username: 'eve' } },
  ])('is an outsider from $where, without asking Slack', async ({ user }) => {
    expect(await press(user)).toMatchObject({
      id: 'U9',
      name: 'eve',
      home: user.team_id ?? '',
      isMember: false,
      addresses: undefined,
    })
    expect(rig.fake.to('users.info')).toEqual([])
  })

  it('names the workspace Slack tells when the request claims another', async () => {
    rig.fake.script('users.info', saying({ team_id: 'T0OTHER' }))
    expect(await press()).toMatchObject({ home: 'T0OTHER', isMember: false })
  })

  it('knows people of an Enterprise Grid by the workspaces they are in', async () => {
    rig.fake.script(
      'users.info',
      saying({ team_id: 'T0SISTER', enterprise_user: { teams: ['T0SISTER', homeTeam] } }),
    )
    expect(await press()).toMatchObject({ home: homeTeam, isMember: true })
  })

  it.each([
    {
      profile: { email: 'Maya@Contoso.com', display_name: 'Maya' },
      name: 'Maya',
      addresses: ['maya@contoso.com'],
    },
    { profile: { email: '', display_name: '' }, name: 'Person U1', addresses: undefined },
    { profile: {}, name: 'Person U1', addresses: undefined },
  ])('is called $name with the addresses $addresses', async ({ profile, name, addresses }) => {
    rig.fake.script('users.info', saying({ profile }))
    expect(await press()).toMatchObject({ isMember: true, name, addresses })
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

  it('is asked again at once after a failure', async () => {
    rig.fake.script('users.info', 'reset')
    expect(await press()).toMatchObject({ isMember: false })
    expect(await press()).toMatchObject({ isMember: true })
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
      { actor: { isMember: false, home: 'T0OTHER' } },
    ])
  })
})
