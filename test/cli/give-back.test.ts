// "reprieve show", "give-back" and "keep-so": what was changed on an account, told, put back or left from a terminal.

import { describe, expect, onTestFinished, test } from 'vitest'
import { minuteMilliseconds } from '../../src/domain/instant.js'
import { BackendError } from '../../src/errors.js'
import { createTakenOver } from '../domain/rules/evidence.js'
import { createSender, getIncident, readCard, restrict, unblock } from '../features/acts.js'
import { access, tom } from '../features/people.js'
import { createStage, type Stage, toView } from '../features/stage.js'
import { openDoor } from './stage.js'

const sam = createSender('sam@contoso.com')

async function open(steps: readonly string[]) {
  const stage = await createStage({
    access: {
      homes: new Set([...access.homes, 'console:this-machine']),
      people: new Map([
        ...access.people,
        ['console:maya', { role: 'approver', addresses: ['maya@contoso.com'] }],
        ['console:sam', { role: 'approver', addresses: ['sam@contoso.com'] }],
        ['console:olga', { role: 'operator', addresses: ['olga@contoso.com'] }],
      ]),
      groups: new Map(),
    },
  })
  onTestFinished(() => stage.close())
  stage.backend.know(sam.entity, createTakenOver({ addresses: ['sam@contoso.com'] }))
  const { id } = await restrict(stage, sam)
  for (const step of steps) await contain(stage, id, step)
  await unblock(stage, tom, await getIncident(stage, id))
  await stage.skip(61 * minuteMilliseconds)
  return { stage, id, ask: await openDoor(stage.bot().handlers) }
}

async function contain(stage: Stage, incidentId: string, step: string): Promise<void> {
  const asked = await stage.press(tom, 'contain', { incidentId, values: { step } })
  const { confirmationId } = toView(asked, 'contain-confirm')
  await stage.press(tom, 'contain-now', { incidentId, confirmationId })
  await stage.idle()
}

const countCalls = ({ backend }: Stage) => backend.calls.filter((call) => call.startsWith('contain ')).length

test('show tells what still stands when all is over, and how it is given back', async () => {
  const { id, ask } = await open(['block-sign-in'])
  const { stdout } = await ask(['show', 'sam@contoso.com'])
  expect(stdout).toContain('Not given back: sign-in blocked by Tom 03:15 UTC.')
  expect(stdout).toContain(`Give back: reprieve give-back ${id}`)
  expect((await ask(['list'])).stdout).toContain('Over, but not given back: sam@contoso.com')
})

test('gives back what is named, and the card in the channel says so', async () => {
  const { stage, id, ask } = await open(['block-sign-in', 'stop-forwarding'])
  const ran = await ask(['give-back', 'sam@contoso.com', '--step', 'block-sign-in', '--yes'])
  expect(ran).toMatchObject({ code: 0, stdout: 'Done: Allow sign-in again. block-sign-in is taken back.' })
  await stage.idle()
  expect(readCard(stage.slack, id).standingText).toBe(
    'Not given back: forwarding turned off by Tom 03:15 UTC.',
  )
  expect(countCalls(stage)).toBe(3)
})

test('asks about each, names the address that mail will go to, and leaves what is not confirmed', async () => {
  const { stage, ask } = await open(['block-sign-in', 'stop-forwarding'])
  const ran = await ask(['give-back', 'sam@contoso.com'], { typed: ['no', 'SAM@contoso.com'] })
  expect(ran.asked[0]).toContain('forward mail of sam@contoso.com to drop@evil.example')
  expect(ran.stderr).toContain('Left as it is: Turn off forwarding.')
  expect(ran).toMatchObject({ code: 0, stdout: 'Done: Allow sign-in again. block-sign-in is taken back.' })
  expect(countCalls(stage)).toBe(3)
})

test.each([
  [['--step', 'block-sign-in'], {}, 2, 'Say --yes and --step'],
  [['--step', 'erase', '--yes'], {}, 2, 'Not to be given back: erase. There is: block-sign-in.'],
  [['--step', 'all', '--yes'], { user: 'sam' }, 3, 'your own mailbox'],
  [['--step', 'all', '--yes'], { user: 'olga' }, 3, '"approver"'],
] as const)('%j as %o gives nothing back', async (args, given, code, words) => {
  const { stage, ask } = await open(['block-sign-in'])
  const ran = await ask(['give-back', 'sam@contoso.com', ...args], given)
  expect(ran).toMatchObject({ code, stdout: '' })
  expect(ran.stderr).toContain(words)
  expect(countCalls(stage)).toBe(1)
})

test('is a no when nothing is left, and when Exchange refuses', async () => {
  const free = await open([])
  const none = await free.ask(['give-back', 'sam@contoso.com', '--step', 'all', '--yes'])
  expect(none).toMatchObject({ code: 3, stderr: 'Nothing is left to give back to sam@contoso.com.' })
  const { stage, ask } = await open(['block-sign-in'])
  stage.backend.trouble('contain', {
    error: new BackendError('No role.', { code: 'forbidden', outcome: 'unchanged' }),
  })
  const ran = await ask(['give-back', 'sam@contoso.com', '--step', 'all', '--yes'])
  expect(ran.code).toBe(3)
  expect(ran.stderr).toContain('Allow sign-in again: failed. No role. Nothing was changed.')
})

describe('keep-so', () => {
  const reason = 'Sam has left, the account goes on Friday'

  test('decides by name and with a reason that it stays, and the card in the channel says so', async () => {
    const { stage, id, ask } = await open(['block-sign-in'])
    expect((await ask(['show', 'sam@contoso.com'])).stdout).toContain(`Keep it so: reprieve keep-so ${id}`)
    const ran = await ask(['keep-so', 'sam@contoso.com', '--reason', reason, '--yes'])
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^It stays like this\. /) as string })
    await stage.advance(5_000)
    const card = readCard(stage.slack, id)
    expect(card.standingText).toBe('')
    expect(card.progress[0]?.text).toBe(`Kept so by maya 04:16 UTC: sign-in blocked. ${reason}`)
    const kept = (await stage.journal(id)).find(({ type }) => type === 'containment.kept')
    expect(kept).toMatchObject({ by: { platform: 'console', id: 'maya' } })
    expect(await ask(['keep-so', 'sam@contoso.com', '--reason', reason, '--yes'])).toMatchObject({
      code: 3,
      stderr: 'Nothing of sam@contoso.com is left that could stay or be given back.',
    })
    expect(countCalls(stage)).toBe(1)
  })

  test('asks why, and for the name before it is decided', async () => {
    const { stage, id, ask } = await open(['block-sign-in'])
    const not = await ask(['keep-so', id], { typed: [reason, 'no'] })
    expect(not).toMatchObject({ code: 3, stdout: '' })
    expect(not.stderr).toContain('sign-in blocked by Tom')
    expect(not.stderr).toContain('Nothing is decided about sam@contoso.com.')
    expect((await getIncident(stage, id)).kept).toBeUndefined()
    expect(await ask(['keep-so', id], { typed: [reason, 'SAM@contoso.com'] })).toMatchObject({ code: 0 })
    expect((await getIncident(stage, id)).kept).toMatchObject({ reason })
  })

  test('decides about what was left before, where the account is restricted again', async () => {
    const { stage, id, ask } = await open(['block-sign-in'])
    await restrict(stage, { ...sam, createdAt: stage.clock.now() })
    expect(await ask(['keep-so', 'sam@contoso.com', '--reason', reason, '--yes'])).toMatchObject({ code: 0 })
    expect((await getIncident(stage, id)).kept).toMatchObject({ reason })
  })

  test.each([
    [['--yes'], {}, 2, 'Say --yes and --reason'],
    [['--reason', 'ok', '--yes'], {}, 2, 'Say in a few words why it stays like this'],
    [['--reason', reason, '--yes'], { user: 'sam' }, 3, 'your own mailbox'],
    [['--reason', reason, '--yes'], { user: 'olga' }, 3, '"approver"'],
    [['--reason', reason, '--yes'], { user: 'eve' }, 3, 'the role "viewer"'],
  ] as const)('with %j as %o decides nothing', async (args, given, code, words) => {
    const { stage, id, ask } = await open(['block-sign-in'])
    const ran = await ask(['keep-so', 'sam@contoso.com', ...args], given)
    expect(ran).toMatchObject({ code, stdout: '' })
    expect(ran.stderr).toContain(words)
    expect((await getIncident(stage, id)).kept).toBeUndefined()
  })
})
