// "reprieve snooze", "wake", "mute", "mutes", "handover" and "drill": the same rules and record as in chat.
import { expect, test } from 'vitest'
import { getIncident, readCard } from '../features/acts.js'
import { openAtConsole } from './stage.js'

test('one is snoozed and woken, and the card says so', async () => {
  const { stage, id, ask } = await openAtConsole()
  const args = ['snooze', 'sam@contoso.com', '--until', '09:00', '--reason', 'Sam phones back at nine']
  const ran = await ask(args)
  expect(ran.code).toBe(0)
  expect(ran.stdout).toContain('Snoozed until 09:00 UTC.')
  await stage.idle()
  expect(readCard(stage.slack, id).whoText).toContain('“Sam phones back at nine”')
  expect(await ask(['wake', 'sam@contoso.com'])).toMatchObject({ code: 0 })
  expect((await getIncident(stage, id)).snoozed).toBeUndefined()
})

test('what is not taken says what to say instead, and changes nothing', async () => {
  const { stage, id, ask } = await openAtConsole()
  const late = await ask(['snooze', id, '--until', '80h', '--reason', 'Sam phones back at nine'])
  expect(late.code).toBe(2)
  expect(late.stderr).toContain('at most 72 hours')
  const idle = await ask(['mute', id, '--until', '7d', '--reason', 'ok'])
  expect(idle.code).toBe(2)
  expect(idle.stderr).toContain('what is known about it')
  const args = ['snooze', id, '--until', '1h', '--reason', 'Sam phones back at nine']
  expect(await ask(args, { user: 'vera' })).toMatchObject({ code: 3 })
  expect(await getIncident(stage, id)).not.toHaveProperty('snoozed')
})

test('one is muted until a day, listed, and the mute is ended', async () => {
  const { stage, id, ask } = await openAtConsole()
  const args = ['mute', 'sam@contoso.com', '--until', '2026-12-01', '--reason', 'The monthly newsletter']
  const muted = await ask(args)
  expect(muted.code).toBe(0)
  expect(muted.stdout).toContain('Muted until 1 Dec.')
  await stage.idle()
  expect((await getIncident(stage, id)).muted).toBeDefined()
  const { stdout } = await ask(['mutes'])
  expect(stdout).toContain('sam@contoso.com')
  const [, muteId = ''] = /--end (\S+)/.exec(stdout) ?? []
  const ended = await ask(['mutes', '--end', muteId])
  expect(ended.code).toBe(0)
  expect(ended.stdout).toContain('Nothing is muted')
  expect(await ask(['mutes', '--end', muteId])).toMatchObject({ code: 3 })
})

test('the hand-over is told in lines, and as JSON', async () => {
  const { ask } = await openAtConsole()
  expect((await ask(['handover'])).stdout).toContain('1 open')
  expect(JSON.parse((await ask(['handover', '--json'])).stdout)).toMatchObject({
    incidents: [{ entity: 'sam@contoso.com', claimedBy: null }],
    leftOver: [],
  })
})

test('a drill is begun, ended and listed', async () => {
  const { stage, ask } = await openAtConsole()
  expect((await ask(['drill', '--list'])).stdout).toContain('no drill yet')
  expect(await ask(['drill'], { user: 'vera' })).toMatchObject({ code: 3 })
  const begun = await ask(['drill', 'contoso'])
  expect(begun.code).toBe(0)
  expect(begun.stdout).toContain('The drill has begun.')
  expect((await ask(['drill'])).stderr).toContain('already since')
  await stage.advance(5_000)
  expect(await ask(['drill', '--end'])).toMatchObject({ code: 0 })
  await stage.advance(5_000)
  const { stdout } = await ask(['drill', '--list'])
  expect(stdout).toMatch(/drill-1@exercise\.invalid \(Contoso\)\n {2}Called off by /)
  expect(JSON.parse((await ask(['drill', '--list', '--json'])).stdout)).toMatchObject({ rows: [{}] })
  expect(await ask(['drill', '--end', '--with-pager'])).toMatchObject({ code: 2 })
})
