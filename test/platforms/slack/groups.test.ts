import { afterEach, describe, expect, it } from 'vitest'
import { createUser, type Reply } from './fake-slack.js'
import { createClick } from './payloads.js'
import { createRig, type Rig } from './rig.js'

let rig: Rig
afterEach(() => rig.close())

const saying = (...users: readonly string[]): Reply => ({ body: { ok: true, users } })
const refusing: Reply = { body: { ok: false, error: 'missing_scope' } }

async function press(id = 'U1', action = 'review'): Promise<readonly string[] | undefined> {
  const actions = [{ type: 'button', action_id: action, block_id: 'b', value: 'incident-1' }]
  await rig.sendInteraction(
    createClick({ actions, user: { id, username: id, team_id: 'T0HOME' }, trigger_id: `${Math.random()}` }),
  )
  await rig.idle()
  return rig.presses.at(-1)?.actor.groups
}

describe('user groups', () => {
  it('are those of the access list that somebody is in', async () => {
    rig = await createRig({ accessGroups: ['S1', 'S2'] })
    rig.fake.script('usergroups.users.list', saying('U1', 'U7'), saying('U7'))
    expect(await press()).toEqual(['S1'])
    expect(rig.fake.to('usergroups.users.list').map(({ args }) => args.usergroup)).toEqual(['S1', 'S2'])
  })

  it('are listed for whoever writes to their people, without guests and whoever Slack does not know', async () => {
    rig = await createRig({ accessGroups: ['S1'] })
    rig.fake.always('usergroups.users.list', saying('U1', 'U2', 'U3'))
    rig.fake.script(
      'users.info',
      { body: { ok: true, user: createUser('U1') } },
      { body: { ok: true, user: { ...createUser('U2'), is_restricted: true } } },
      { body: { ok: false, error: 'user_not_found' } },
    )
    expect((await rig.platform.listMembers('S1')).map(({ id }) => id)).toEqual(['U1'])
    rig.fake.always('usergroups.users.list', refusing)
    await expect(rig.platform.listMembers('S1')).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('say nothing of who has a mailbox: that is looked up by address, and a guest or a stranger is nobody', async () => {
    rig = await createRig()
    const owner = { entraId: undefined, addresses: ['old@contoso.com', 'laura@contoso.com'] }
    const found = (id: string) => ({ body: { ok: true, user: createUser(id) } })
    rig.fake.script('users.lookupByEmail', { body: { ok: false, error: 'users_not_found' } }, found('U4'))
    expect(await rig.platform.findPerson(owner)).toBe('U4')
    expect(rig.fake.to('users.lookupByEmail').map(({ args }) => args.email)).toEqual(owner.addresses)
    rig.fake.script('users.lookupByEmail', found('U5'), { body: { ok: false, error: 'users_not_found' } })
    rig.fake.script('users.info', { body: { ok: true, user: { ...createUser('U5'), is_restricted: true } } })
    expect(await rig.platform.findPerson(owner)).toBeUndefined()
    expect(rig.platform.health().ok).toBe(true)
    rig.fake.script('users.lookupByEmail', { body: { ok: false, error: 'missing_scope' } })
    await expect(rig.platform.findPerson(owner)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('are never asked about when the access list names none', async () => {
    rig = await createRig()
    expect(await press()).toEqual([])
    expect(rig.fake.to('usergroups.users.list')).toEqual([])
  })

  it('are asked about once a minute, for everybody', async () => {
    rig = await createRig({ accessGroups: ['S1'] })
    rig.fake.always('usergroups.users.list', saying('U1'))
    expect([await press('U1'), await press('U2'), await press('U1')]).toEqual([['S1'], [], ['S1']])
    expect(rig.fake.to('usergroups.users.list')).toHaveLength(1)
    rig.fake.always('usergroups.users.list', saying('U2'))
    await rig.clock.advance(60_000)
    expect(await press('U1')).toEqual([])
    expect(rig.fake.to('usergroups.users.list')).toHaveLength(2)
  })

  it.each(['unblock', 'contain-now'])('are asked about anew for a Yes (%s)', async (action) => {
    rig = await createRig({ accessGroups: ['S1'] })
    rig.fake.script('usergroups.users.list', saying('U1'), saying('U2'), refusing)
    expect([await press(), await press('U1', action)]).toEqual([['S1'], []])
    expect(await press('U1', action)).toEqual([])
    expect(rig.presses.at(-1)?.actor.lookupFailure).toMatchObject({ about: 'groups', groups: ['S1'] })
  })

  it('are believed for a minute from the question on, however long Slack took to answer', async () => {
    rig = await createRig({ accessGroups: ['S1'] })
    let answer = () => {}
    const after = new Promise<void>((resolve) => {
      answer = resolve
    })
    rig.fake.script('usergroups.users.list', { body: { ok: true, users: ['U1'] }, after }, saying())
    const first = press()
    await rig.fake.until('usergroups.users.list')
    await rig.clock.advance(30_000)
    answer()
    expect(await first).toEqual(['S1'])
    await rig.clock.advance(30_000)
    expect(await press()).toEqual([])
  })

  it('that cannot be asked give nobody their role, and the others still do', async () => {
    rig = await createRig({ accessGroups: ['S1', 'S2'] })
    rig.fake.script('usergroups.users.list', refusing, saying('U1'))
    expect(await press()).toEqual(['S2'])
    expect(rig.presses.at(-1)?.actor).toMatchObject({
      isMember: true,
      lookupFailure: { about: 'groups', groups: ['S1'], code: 'forbidden', asked: 'Slack' },
    })
    expect(rig.log).toMatchObject([{ level: 'warn', event: 'slack.group.failed', fields: { group: 'S1' } }])
  })

  it('are no matter for people of other workspaces', async () => {
    rig = await createRig({ accessGroups: ['S1'] })
    rig.fake.always('usergroups.users.list', saying('U1'))
    rig.fake.script('users.info', {
      body: {
        ok: true,
        user: {
          id: 'U1',
          team_id: 'T0OTHER',
          deleted: false,
          is_bot: false,
          is_restricted: false,
          is_ultra_restricted: false,
        },
      },
    })
    expect(await press()).toEqual([])
    expect(rig.fake.to('usergroups.users.list')).toEqual([])
  })
})
